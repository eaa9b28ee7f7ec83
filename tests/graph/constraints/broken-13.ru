PREFIX : <http://example.org/>
DELETE DATA { :o2 :unit :one }
