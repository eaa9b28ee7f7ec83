"""The same plan in every layout that Word files come in is the same Plan."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx.oxml.parser import parse_xml
from layouts import LAYOUTS, areas_and_measures, has_blocks, kpi_lines, numbered, texts
from word_features import FEATURES

import wordml
from shisaku.document.model import SourceFile
from shisaku.document.reader import read
from shisaku.plan.extract import extract
from shisaku.plan.model import PassageKind, Plan
from shisaku.plan.profile import load_profile
from shisaku.plan.verify import verify_quotes
from shisaku.reference.load import load
from shisaku.sample.word import write_sample

SHARED_PLAN = Path(__file__).resolve().parents[3] / "shared" / "plan" / "plan.docx"
WRITTEN = LAYOUTS | FEATURES
ANY_FILE = SourceFile("", "", 0, "")


def plan_of(path: Path) -> Plan:
    """Read and extract with the bundled profile; the file itself is left out."""
    document = read(path)
    plan = extract(document, load_profile("jutenkeikaku"), load())
    verify_quotes(plan, document)
    return replace(plan, source=ANY_FILE)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The bundled sample as read from the Word file that it is written to."""
    areas = {area.number: area.title_ja for area in load_profile("jutenkeikaku").areas[1:]}
    return plan_of(write_sample(tmp_path_factory.mktemp("sample") / "sample.docx", areas))


@pytest.fixture(scope="module")
def original(sample: Plan) -> Plan:
    """The plan as read from the Word file it came in; where that is absent, the sample."""
    return plan_of(SHARED_PLAN) if SHARED_PLAN.is_file() else sample


def test_the_sample_has_the_measures_of_the_plan(sample: Plan, plan_docx: Path) -> None:
    plan = plan_of(plan_docx)
    assert sample.areas == plan.areas
    for ours, theirs in zip(sample.measures, plan.measures, strict=True):
        assert (ours.number, ours.title, ours.area) == (theirs.number, theirs.title, theirs.area)
        assert [(lead.scope, lead.key) for lead in ours.leads] == [
            (lead.scope, lead.key) for lead in theirs.leads
        ]


def test_word_and_exported_text_give_the_same_plan(plan_docx: Path, plan_text: Path) -> None:
    assert plan_of(plan_docx) == plan_of(plan_text)


@pytest.mark.parametrize("name", WRITTEN)
def test_layout_gives_the_same_plan(name: str, original: Plan, tmp_path: Path) -> None:
    path = wordml.write_word(tmp_path / f"{name}.docx", list(WRITTEN[name](original)))
    assert differences(plan_of(path), original) == []


@pytest.mark.parametrize(
    ("bullet", "label", "end"),
    [
        ("·  ", "{}：\n{}", "\n"),
        ("•\t", "{}:\n{}", "\r\n"),
        ("● ", "【{}】\n{}", "\n"),
        ("・", "{}： {}", "\r"),
    ],
)
def test_plain_text_gives_the_same_plan(
    bullet: str, label: str, end: str, original: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(end.join(text_lines(original, bullet, label)).encode())
    assert differences(plan_of(path), original) == []


def text_lines(plan: Plan, bullet: str, label: str) -> Iterator[str]:
    """The plan as lines of text that someone typed or another program exported."""
    marks = {PassageKind.BULLET: bullet}
    for title, measures in areas_and_measures(plan):
        yield from [title, ""]
        for measure in measures:
            yield numbered(measure)
            for passage in measure.passages[1:]:
                if passage.kind not in (PassageKind.KPI, PassageKind.MINISTRY):
                    yield marks.get(passage.kind, "") + passage.text
            if has_blocks(measure):
                ministries = texts(measure, PassageKind.MINISTRY)
                for name, lines in (("KPI", kpi_lines(measure)), ("主担当府省庁", ministries)):
                    yield from label.format(name, "\n".join(lines)).split("\n")
            yield ""


def test_a_table_with_tabs_gives_the_same_facts(original: Plan, tmp_path: Path) -> None:
    rows = ["番号\t施策名\tKPI\t主担当府省庁"]
    chosen = [
        measure
        for measure in original.measures
        if has_blocks(measure) and len(kpi_lines(measure)) == 1
    ]
    for measure in chosen:
        lead = "、".join(texts(measure, PassageKind.MINISTRY))
        rows.append(f"{measure.number}\t{measure.title}\t{kpi_lines(measure)[0]}\t{lead}")
    path = tmp_path / "table.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = {measure.number: measure for measure in plan_of(path).measures}
    assert list(found) == [measure.number for measure in chosen]
    for measure in chosen:
        ours = found[measure.number]
        assert ours.title == measure.title
        assert [lead.key for lead in ours.leads] == [lead.key for lead in measure.leads]
        assert [item.text for item in ours.indicators] == [item.text for item in measure.indicators]


def test_headers_footers_and_notes_that_repeat_headings_are_not_read(
    original: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "plan.docx"
    document = wordml.word_document(list(LAYOUTS["no_tables"](original)))
    section = document.sections[0]
    repeated = [numbered(original.measures[0]), "KPI：", "100件", "主担当府省庁：総務省"]
    for part in (section.header, section.footer):
        for line in repeated:
            part.add_paragraph(line)
    for paragraph in document.paragraphs[2:40]:
        mark = '<w:r xmlns:w="{w}"><w:footnoteReference w:id="2"/></w:r>'
        paragraph._p.append(parse_xml(mark.format_map(wordml.NAMESPACES)))
    document.add_comment(document.paragraphs[3].runs, "\n".join(repeated))
    document.save(str(path))
    notes = "".join(wordml.paragraph(wordml.run(line)) for line in repeated)
    with zipfile.ZipFile(path, "a") as package:
        for name in ("footnotes", "endnotes"):
            package.writestr(f"word/{name}.xml", f"<w:{name}>{notes}</w:{name}>")
    assert differences(plan_of(path), original) == []


def test_strict_files_and_other_names_of_the_main_part(original: Plan, tmp_path: Path) -> None:
    source = wordml.write_word(tmp_path / "a.docx", list(LAYOUTS["no_tables"](original)))
    target = tmp_path / "plan.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            data = data.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(b"document.xml", b"document2.xml")
            new.writestr(name.replace("document.xml", "document2.xml"), data)
    assert differences(plan_of(target), original) == []


def differences(found: Plan, wanted: Plan) -> list[str]:
    """Say where two plans differ, first differences first."""
    numbers = [measure.number for measure in wanted.measures]
    if [measure.number for measure in found.measures] != numbers:
        return [f"measures: {[measure.number for measure in found.measures]}"]
    odd = [
        f"{old.number}: {ours} instead of {theirs}"
        for new, old in zip(found.measures, wanted.measures, strict=True)
        for ours, theirs in zip(new.passages, old.passages, strict=False)
        if ours != theirs
    ]
    odd += [
        f"{old.number}: facts or number of passages differ"
        for new, old in zip(found.measures, wanted.measures, strict=True)
        if new != old
    ]
    odd += [] if found.areas == wanted.areas else [f"areas: {found.areas}"]
    odd += [] if found.findings == wanted.findings else [f"findings: {found.findings}"]
    return odd[:3] or ([] if found == wanted else ["plans differ"])
