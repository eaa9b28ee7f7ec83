PREFIX : <http://example.org/>
PREFIX qb: <http://purl.org/linked-data/cube#>
DELETE DATA { :place qb:codeList :places }
