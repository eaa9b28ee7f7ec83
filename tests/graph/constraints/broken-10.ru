PREFIX : <http://example.org/>
DELETE DATA { :slice :year 2023 } ; INSERT DATA { :o1 :year 2023 }
