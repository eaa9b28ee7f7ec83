# Normalisation of an abbreviated cube (RDF Data Cube, clause 10): types and component properties
# that other statements imply, then what is attached higher up pushed down to observations.
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT { ?observation a qb:Observation } WHERE { ?any qb:observation ?observation } ;
INSERT { ?observation a qb:Observation } WHERE { ?observation qb:dataSet ?any } ;
INSERT { ?slice a qb:Slice } WHERE { ?any qb:slice ?slice } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:DimensionProperty }
  WHERE { ?component qb:dimension ?property } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:MeasureProperty }
  WHERE { ?component qb:measure ?property } ;
INSERT { ?component qb:componentProperty ?property . ?property a qb:AttributeProperty }
  WHERE { ?component qb:attribute ?property } ;
INSERT { ?observation ?property ?value } WHERE {
  ?structure qb:component ?component .
  ?component qb:componentProperty ?property ; qb:componentAttachment qb:DataSet .
  ?cube qb:structure ?structure ; ?property ?value .
  ?observation qb:dataSet ?cube
} ;
INSERT { ?slice ?property ?value } WHERE {
  ?structure qb:component ?component .
  ?component qb:componentProperty ?property ; qb:componentAttachment qb:Slice .
  ?cube qb:structure ?structure ; qb:slice ?slice .
  ?slice ?property ?value
} ;
INSERT { ?observation ?dimension ?value } WHERE {
  ?cube qb:structure/qb:component/qb:componentProperty ?dimension .
  ?dimension a qb:DimensionProperty .
  ?cube qb:slice ?slice .
  ?slice qb:observation ?observation ; ?dimension ?value
}
