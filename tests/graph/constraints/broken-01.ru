PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE DATA { :o2 qb:dataSet :cube } ; INSERT DATA { :o2 a qb:Observation }
