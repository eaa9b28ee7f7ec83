PREFIX : <http://example.org/>
INSERT DATA { :p1 :share 0.4 }
