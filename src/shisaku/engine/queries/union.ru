# The default graph becomes the union of all named graphs (and of itself).
INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }
