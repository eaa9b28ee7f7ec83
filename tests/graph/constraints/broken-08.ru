PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
INSERT DATA { :key qb:componentProperty :unknown . :slice :unknown 1 }
