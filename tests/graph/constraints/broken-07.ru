PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE DATA { :structure qb:sliceKey :key }
