PREFIX : <http://example.org/>
DELETE DATA { :o2 :place :japan }
