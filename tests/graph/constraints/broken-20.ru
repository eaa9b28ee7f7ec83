PREFIX : <http://example.org/>
DELETE DATA { :japan :holds :tokyo }
