"""Files of a release go in; Distributions of the datasets that they belong to are said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from pyoxigraph import Literal, NamedNode

from shisaku.catalogue.formats import FORMATS, GZIP, FileFormat, media_type_iri
from shisaku.catalogue.model import ReleaseFile, Words
from shisaku.catalogue.record import Record
from shisaku.catalogue.terms import AVAILABILITY, ENGLISH, JAPANESE, SHA256, SPDX, STABLE
from shisaku.graph.namespaces import DCAT, DCT, FOAF, PROV, XSD

_FOLDER = "data/"
_FOR_EXCEL = "-excel"
#: The catalogue graph's own dump cannot hold its own size and checksum.
_ITSELF = "catalogue"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of data/ that a catalogue describes.

    stem: first part of the name, without ``-excel``; dataset: kind of dataset that it belongs
    to, or the key of an edition; compressed: as gzip; metadata: path of its CSVW description.
    """

    path: str
    size: int
    sha256: str
    stem: str
    dataset: str
    format: FileFormat
    compressed: bool
    for_excel: bool
    metadata: str

    @property
    def name(self) -> str:
        """File name without folders."""
        return self.path.rpartition("/")[2]


def data_files(
    files: Iterable[ReleaseFile], texts: dict[str, dict[str, str]], editions: Iterable[str]
) -> tuple[DataFile, ...]:
    """Return the files that hold data, in the order of their paths.

    texts: ``files`` of texts.toml; editions: keys such as ``jutenkeikaku-2023``, which are also
    the names of their dumps.
    """
    known = {item.path: item for item in files}
    keys = frozenset(editions)
    return tuple(
        found for path in sorted(known) if (found := _data_file(known[path], known, texts, keys))
    )


def _data_file(
    file: ReleaseFile,
    known: dict[str, ReleaseFile],
    texts: dict[str, dict[str, str]],
    editions: frozenset[str],
) -> DataFile | None:
    name = file.path.removeprefix(_FOLDER)
    stem, _, extension = name.removesuffix(".gz").rpartition(".")
    if not file.path.startswith(_FOLDER) or {"/", "."} & set(stem) or extension not in FORMATS:
        return None
    stem = stem.removesuffix(_FOR_EXCEL)
    if stem == _ITSELF:
        return None
    dataset = stem if stem in editions else texts.get(stem, {}).get("dataset", "")
    metadata = f"{_FOLDER}{stem}.csv-metadata.json"
    return DataFile(
        path=file.path,
        size=file.bytes,
        sha256=file.sha256,
        stem=stem,
        dataset=dataset,
        format=FORMATS[extension],
        compressed=name.endswith(".gz"),
        for_excel=_FOR_EXCEL in name,
        metadata=metadata if extension == "csv" and metadata in known else "",
    )


def describe_distributions(
    record: Record, dataset: NamedNode, files: Iterable[DataFile], source: str, issued: str
) -> None:
    """Say the Distributions of a dataset.

    The EU's quality score takes points for formats that are proprietary or not on its list, so
    such a file is said as another format (dct:hasFormat) of the plain file with the same rows.
    source: IRI of the document that the data was read from, or empty.
    """
    held = list(files)
    plain: dict[str, list[NamedNode]] = defaultdict(list)
    for file in held:
        if not file.format.open_data:
            continue
        node = file_node(dataset, file)
        record.out.add(dataset, DCAT.distribution, node)
        record.out.types(node, DCAT.Distribution)
        _describe(record, node, file, issued)
        if source:
            record.out.add(node, PROV.wasDerivedFrom, NamedNode(source))
        if file.format.extension == "csv" and not file.for_excel:
            plain[file.stem].append(node)
    for file in held:
        if not file.format.open_data:
            node = file_node(dataset, file)
            record.out.types(node, FOAF.Document)
            _describe(record, node, file, issued)
            for other in plain.get(file.stem) or chain.from_iterable(plain.values()):
                record.out.add(other, DCT.hasFormat, node)


def file_node(dataset: NamedNode, file: DataFile) -> NamedNode:
    """Return the IRI of a file's record, a part of its dataset's document."""
    return NamedNode(f"{dataset.value}#{file.name}")


def _describe(record: Record, node: NamedNode, file: DataFile, issued: str) -> None:
    out = record.out
    address = record.iri(file.path)
    title, description = _words(record, file)
    out.titled(node, title.ja, title.en)
    record.description(node, description)
    out.add(node, DCAT.accessURL, address)
    out.add(node, DCAT.downloadURL, address)
    _format(record, node, file)
    out.add(node, DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger))
    checksum = NamedNode(f"{node.value}-sha256")
    out.add(node, SPDX.checksum, checksum)
    out.types(checksum, SPDX.Checksum)
    out.add(checksum, SPDX.algorithm, SHA256)
    out.add(checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))
    out.types(SHA256, SPDX.ChecksumAlgorithm)
    out.add(node, AVAILABILITY, STABLE)
    out.add(node, DCT.language, JAPANESE, ENGLISH)
    out.day(node, DCT.issued, date.fromisoformat(issued))
    out.day(node, DCT.modified, record.released)
    record.reusable(node)


def _format(record: Record, node: NamedNode, file: DataFile) -> None:
    out = record.out
    if file.format.file_type_iri:
        out.add(node, DCT.format, NamedNode(file.format.file_type_iri))
        out.types(NamedNode(file.format.file_type_iri), DCT.MediaTypeOrExtent)
    media_types = [(DCAT.mediaType, file.format.media_type_iri)]
    if file.compressed:
        media_types.append((DCAT.compressFormat, media_type_iri(GZIP)))
    for predicate, iri in media_types:
        out.add(node, predicate, NamedNode(iri))
        out.types(NamedNode(iri), DCT.MediaType)
    record.standard(node, file.format.standard, file.format.name_en)
    if file.metadata:
        record.page(node, FOAF.page, record.base + file.metadata)


def _words(record: Record, file: DataFile) -> tuple[Words, Words]:
    texts = record.texts["files"]
    ja, en = texts.get(file.stem, texts["edition"])["title"]
    form_ja, form_en = file.format.name_ja, file.format.name_en
    if file.for_excel:
        form_ja, form_en = "Excel向けCSV（BOM付きUTF-8）", "CSV for Excel (UTF-8 with BOM)"
    if file.compressed:
        form_ja, form_en = f"{form_ja}、gzip圧縮", f"{form_en}, gzip"
    title = Words(f"{ja}（{form_ja}）", f"{en} ({form_en})")
    described = Words(
        f"{ja}を{form_ja}形式で収めたファイル。{file.size:,}バイト。",
        f"{en} as {form_en}, {file.size:,} bytes.",
    )
    return title, described
