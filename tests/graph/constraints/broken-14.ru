PREFIX : <http://example.org/>
DELETE DATA { :o2 :count 2 }
