PREFIX : <http://example.org/>
DELETE DATA { :tokyo :within :japan }
