PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE DATA { :p2 qb:dataSet :cube2 }
