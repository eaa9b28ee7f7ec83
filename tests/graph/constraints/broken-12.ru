PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
INSERT DATA { :o3 qb:dataSet :cube ; :year 2023 ; :place :japan ; :count 3 ; :unit :one }
