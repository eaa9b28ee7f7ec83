PREFIX : <http://example.org/>
DELETE DATA { :p1 :count 1 }
