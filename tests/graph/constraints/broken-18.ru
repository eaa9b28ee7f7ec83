PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
INSERT DATA { :cube2 qb:slice :slice2 . :slice2 qb:sliceStructure :key ; :year 2023 ; qb:observation :o2 }
