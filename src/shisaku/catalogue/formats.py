"""A file name becomes what catalogues know its format by: EU file type, media type, standard."""

from __future__ import annotations

from dataclasses import dataclass

_EU = "http://publications.europa.eu/resource/authority/file-type/"
_IANA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of the release's data files.

    file_type: code of the EU list, None where the list has none; standard: IRI of what a file
    conforms to; open_data: on both lists of the EU's metadata quality score, machine readable
    and not proprietary (TSV stands only on the second).
    """

    extension: str
    media_type: str
    file_type: str | None
    standard: str
    name_ja: str
    name_en: str
    open_data: bool = True

    @property
    def rdf(self) -> bool:
        """Whether files of this format hold RDF."""
        return (self.file_type or "").startswith("RDF_") or self.file_type == "JSON_LD"

    @property
    def file_type_iri(self) -> str | None:
        """IRI in the EU's list of file types."""
        return _EU + self.file_type if self.file_type else None

    @property
    def media_type_iri(self) -> str:
        """IRI in IANA's list of media types."""
        return media_type_iri(self.media_type)


def media_type_iri(media_type: str) -> str:
    """Return the IRI of a media type in IANA's list."""
    return _IANA + media_type


#: Every format that a release writes its data in.
FORMATS = {
    item.extension: item
    for item in (
        FileFormat(
            "nq",
            "application/n-quads",
            "RDF_N_QUADS",
            "http://www.w3.org/TR/n-quads/",
            "N-Quads",
            "N-Quads",
        ),
        FileFormat(
            "trig",
            "application/trig",
            "RDF_TRIG",
            "http://www.w3.org/TR/trig/",
            "TriG",
            "TriG",
        ),
        FileFormat(
            "ttl",
            "text/turtle",
            "RDF_TURTLE",
            "http://www.w3.org/TR/turtle/",
            "Turtle",
            "Turtle",
        ),
        FileFormat(
            "nt",
            "application/n-triples",
            "RDF_N_TRIPLES",
            "http://www.w3.org/TR/n-triples/",
            "N-Triples",
            "N-Triples",
        ),
        FileFormat(
            "jsonld",
            "application/ld+json",
            "JSON_LD",
            "http://www.w3.org/TR/json-ld11/",
            "JSON-LD",
            "JSON-LD",
        ),
        FileFormat(
            "rdf",
            "application/rdf+xml",
            "RDF_XML",
            "http://www.w3.org/TR/rdf-syntax-grammar/",
            "RDF/XML",
            "RDF/XML",
        ),
        FileFormat(
            "json",
            "application/json",
            "JSON",
            "https://www.rfc-editor.org/info/rfc8259",
            "JSON",
            "JSON",
        ),
        FileFormat(
            "csv",
            "text/csv",
            "CSV",
            "https://www.rfc-editor.org/info/rfc4180",
            "CSV（UTF-8）",
            "CSV (UTF-8)",
        ),
        FileFormat(
            "tsv",
            "text/tab-separated-values",
            "TSV",
            "https://www.iana.org/assignments/media-types/text/tab-separated-values",
            "TSV（UTF-8）",
            "TSV (UTF-8)",
            open_data=False,
        ),
        FileFormat(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "XLSX",
            "https://www.iso.org/standard/71691.html",
            "Excel（XLSX）",
            "Excel (XLSX)",
            open_data=False,
        ),
        FileFormat(
            "parquet",
            "application/vnd.apache.parquet",
            None,
            "https://parquet.apache.org/docs/file-format/",
            "Parquet",
            "Parquet",
            open_data=False,
        ),
    )
}

#: Media type of files compressed as gzip (RFC 6713).
GZIP = "application/gzip"
