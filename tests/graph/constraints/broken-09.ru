PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE DATA { :slice qb:sliceStructure :key }
