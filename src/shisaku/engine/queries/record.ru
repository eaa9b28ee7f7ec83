CLEAR SILENT GRAPH <$record> ;
INSERT DATA {
  GRAPH <$record> {
    <$record> <http://purl.org/dc/terms/identifier> $release .
    $parts
  }
}
