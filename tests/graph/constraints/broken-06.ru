PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
INSERT DATA { :c1 qb:componentRequired false }
