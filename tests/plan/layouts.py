"""A Plan is written again in every layout that Word writers use: one function a layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

import wordml as w
from shisaku.plan.model import Measure, PassageKind, Plan

Layout = Callable[[Plan], Iterator[str]]
LAYOUTS: dict[str, Layout] = {}
_FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_HALF = {full: half for half, full in _FULL.items()}
_STYLES = {PassageKind.BULLET: "ListBullet"}
_BODY = {PassageKind.PARAGRAPH, PassageKind.BULLET, PassageKind.SUBHEADING}


def layout(function: Layout) -> Layout:
    """Register a layout by the name of its function."""
    LAYOUTS[function.__name__] = function
    return function


def areas_and_measures(plan: Plan) -> Iterator[tuple[str, list[Measure]]]:
    """Yield each area with the title to print (empty where the plan prints none)."""
    titles = {area.number: area.title for area in plan.areas if area.printed}
    for number, measures in groupby(plan.measures, key=lambda measure: measure.area):
        yield titles.get(number, ""), list(measures)


def numbered(measure: Measure, form: str = "[No.{}] ", dash: str = "－") -> str:
    """The heading of a measure as printed: number and title."""
    return form.format(measure.number.replace("-", dash)) + measure.title


def kpi_lines(measure: Measure) -> list[str]:
    """The KPI lines, a dash where the plan prints that there is none."""
    return texts(measure, PassageKind.KPI) or ["-"]


def texts(measure: Measure, kind: PassageKind) -> list[str]:
    return [passage.text for passage in measure.passages if passage.kind is kind]


def has_blocks(measure: Measure) -> bool:
    return bool(texts(measure, PassageKind.MINISTRY))


def plain(lines: list[str]) -> list[str]:
    return [w.paragraph(w.run(line)) for line in lines]


def body(measure: Measure) -> list[str]:
    """The body paragraphs, bullets as list paragraphs."""
    return [
        w.paragraph(w.run(passage.text), _STYLES.get(passage.kind, ""))
        for passage in measure.passages
        if passage.kind in _BODY
    ]


def heading(text: str) -> str:
    return w.paragraph(w.run(text), "Heading2")


def area_paragraph(title: str) -> list[str]:
    return [w.paragraph(w.run(title), "Heading1")] if title else []


def blocks_in_rows(measure: Measure) -> list[str]:
    """Rows of two columns: label and value side by side."""
    return [
        w.row(w.cell(plain(["KPI："])), w.cell(plain(kpi_lines(measure)))),
        w.row(
            w.cell(plain(["主担当府省庁："])), w.cell(plain(texts(measure, PassageKind.MINISTRY)))
        ),
    ]


def two_columns(measure: Measure) -> list[str]:
    """Rows of a measure: heading and body over both columns, labels beside values."""
    rows = [w.row(w.cell([heading(numbered(measure))], 2)), w.row(w.cell(body(measure), 2))]
    return rows + (blocks_in_rows(measure) if has_blocks(measure) else [])


def each(plan: Plan, measure_blocks: Callable[[Measure], list[str]]) -> Iterator[str]:
    """Area headings as paragraphs, and the blocks of each measure."""
    for title, measures in areas_and_measures(plan):
        yield from area_paragraph(title)
        for measure in measures:
            yield from measure_blocks(measure)


def in_paragraphs(
    measure: Measure,
    head: Callable[[Measure], str] = lambda measure: heading(numbered(measure)),
    inline: Callable[[str], str] = w.run,
) -> list[str]:
    """A measure without a table; inline makes the content of each paragraph."""
    blocks = [head(measure)]
    blocks += [
        w.paragraph(inline(passage.text), _STYLES.get(passage.kind, ""))
        for passage in measure.passages
        if passage.kind in _BODY
    ]
    if has_blocks(measure):
        lead = texts(measure, PassageKind.MINISTRY)
        lines = ["KPI：", *kpi_lines(measure), "主担当府省庁：", *lead]
        blocks += [w.paragraph(inline(line)) for line in lines]
    return [*blocks, "<w:p/>"]


@layout
def label_beside_value(plan: Plan) -> Iterator[str]:
    return each(plan, lambda measure: [w.table(two_columns(measure)), "<w:p/>"])


@layout
def label_above_value(plan: Plan) -> Iterator[str]:
    def rows(measure: Measure) -> list[str]:
        cells = [[heading(numbered(measure))], body(measure)]
        if has_blocks(measure):
            lead = texts(measure, PassageKind.MINISTRY)
            cells += [plain(["KPI："]), plain(kpi_lines(measure))]
            cells += [plain(["主担当府省庁："]), plain(lead)]
        return [w.table(w.row(w.cell(content)) for content in cells), "<w:p/>"]

    return each(plan, rows)


@layout
def labels_in_one_row_above_values(plan: Plan) -> Iterator[str]:
    def rows(measure: Measure) -> list[str]:
        rows = [w.row(w.cell([heading(numbered(measure))], 2)), w.row(w.cell(body(measure), 2))]
        if has_blocks(measure):
            lead = texts(measure, PassageKind.MINISTRY)
            rows.append(w.row(w.cell(plain(["KPI"])), w.cell(plain(["主担当府省庁"]))))
            rows.append(w.row(w.cell(plain(kpi_lines(measure))), w.cell(plain(lead))))
        return [w.table(rows), "<w:p/>"]

    return each(plan, rows)


@layout
def every_row_labelled_and_lead_first(plan: Plan) -> Iterator[str]:
    def rows(measure: Measure) -> list[str]:
        cells = [
            ("施策番号", plain([measure.number.translate(_FULL)])),
            ("施策名", plain([measure.title])),
        ]
        if has_blocks(measure):
            cells.append(("主担当府省庁", plain(texts(measure, PassageKind.MINISTRY))))
        cells.append(("施策の概要", body(measure)))
        if has_blocks(measure):
            cells.append(("KPI", plain(kpi_lines(measure))))
        return [w.row(w.cell(plain([label])), w.cell(value)) for label, value in cells]

    for title, measures in areas_and_measures(plan):
        yield from area_paragraph(title)
        yield w.table(line for measure in measures for line in rows(measure))
        yield "<w:p/>"


@layout
def number_and_title_after_labels(plan: Plan) -> Iterator[str]:
    def blocks(measure: Measure) -> list[str]:
        head = plain([f"施策番号：{measure.number}", f"施策名：{measure.title}", "概要"])
        return [*head, *in_paragraphs(measure)[1:]]

    return each(plan, blocks)


@layout
def one_table_for_an_area(plan: Plan) -> Iterator[str]:
    for title, measures in areas_and_measures(plan):
        rows = [w.row(w.cell(area_paragraph(title), 2))] if title else []
        for measure in measures:
            rows += two_columns(measure)
        yield w.table(rows)
        yield "<w:p/>"


@layout
def labels_head_columns(plan: Plan) -> Iterator[str]:
    labels = ["番号", "施策名", "概要", "KPI", "主担当府省庁"]
    for title, measures in areas_and_measures(plan):
        yield from area_paragraph(title)
        with_blocks = [measure for measure in measures if has_blocks(measure)]
        for measure in measures:
            if measure not in with_blocks:
                yield from in_paragraphs(measure)
        rows = [w.row(*(w.cell(plain([label])) for label in labels))]
        for measure in with_blocks:
            values = [
                plain([measure.number]),
                plain([measure.title]),
                body(measure),
                plain(kpi_lines(measure)),
                plain(texts(measure, PassageKind.MINISTRY)),
            ]
            rows.append(w.row(*map(w.cell, values)))
        yield w.table(rows)
        yield "<w:p/>"


@layout
def unknown_labels_head_columns(plan: Plan) -> Iterator[str]:
    labels = ["KPI", "主担当府省", "施策の番号と名前", "施策のねらい"]
    for title, measures in areas_and_measures(plan):
        rows = [w.row(*(w.cell(plain([label])) for label in labels))]
        if title:
            rows.append(w.row(w.cell(plain([title]), 4)))
        for measure in measures:
            if not has_blocks(measure):
                yield from in_paragraphs(measure)
                continue
            lead = texts(measure, PassageKind.MINISTRY)
            number = f"【{measure.number}】{measure.title}"
            values = [plain(kpi_lines(measure)), plain(lead), plain([number]), body(measure)]
            rows.append(w.row(*map(w.cell, values)))
        yield w.table(rows)
        yield "<w:p/>"


@layout
def no_tables(plan: Plan) -> Iterator[str]:
    return each(plan, in_paragraphs)


@layout
def no_tables_and_no_styles(plan: Plan) -> Iterator[str]:
    def unstyled(measure: Measure) -> str:
        return w.paragraph(w.run(numbered(measure)))

    for block in each(plan, lambda measure: in_paragraphs(measure, unstyled)):
        yield block.replace('<w:pStyle w:val="Heading1"/>', "")


@layout
def bullets_as_printed_marks(plan: Plan) -> Iterator[str]:
    for block in each(plan, in_paragraphs):
        mark = '<w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:t xml:space="preserve">'
        yield block.replace(mark, '</w:pPr><w:r><w:t xml:space="preserve">·  ')


@layout
def label_and_value_in_one_paragraph(plan: Plan) -> Iterator[str]:
    def blocks(measure: Measure) -> list[str]:
        blocks = [heading(numbered(measure)), *body(measure)]
        if has_blocks(measure):
            first, *others = kpi_lines(measure)
            lead, *more = texts(measure, PassageKind.MINISTRY)
            blocks += plain([f"KPI：{first}", *others, f"主担当府省庁：{lead}", *more])
        return [*blocks, "<w:p/>"]

    return each(plan, blocks)


@layout
def soft_breaks_in_cells(plan: Plan) -> Iterator[str]:
    def broken(lines: list[str], mark: str) -> str:
        return w.paragraph(f"<w:r><w:{mark}/></w:r>".join(map(w.run, lines)))

    def blocks(measure: Measure) -> list[str]:
        marked = {PassageKind.BULLET: "·  "}
        lines = [
            marked.get(passage.kind, "") + passage.text
            for passage in measure.passages
            if passage.kind in _BODY
        ]
        rows = [w.row(w.cell([heading(numbered(measure))], 2))]
        rows += [w.row(w.cell([broken(lines, "br")], 2))] if lines else []
        if has_blocks(measure):
            lead = texts(measure, PassageKind.MINISTRY)
            label = broken(["主担当", "府省庁："], "br")
            rows.append(w.row(w.cell([broken(["KPI：", *kpi_lines(measure)], "cr")], 2)))
            rows.append(w.row(w.cell([label]), w.cell([broken(lead, "cr")])))
        return [w.table(rows), "<w:p/>"]

    return each(plan, blocks)


@layout
def merged_cells(plan: Plan) -> Iterator[str]:
    def rows(measure: Measure) -> list[str]:
        form, merge = f"No.{measure.number}", "restart"
        rows = []
        for content in ([heading(measure.title)], body(measure)):
            side = plain([form]) if merge == "restart" else plain(["主担当府省庁：残り"])
            rows.append(w.row(w.cell(side, merge=merge), w.cell(content, 2)))
            merge = "continue"
        if has_blocks(measure):
            lines, merge = kpi_lines(measure), "restart"
            for line in lines:
                label = w.cell(plain(["KPI："]) if merge == "restart" else [], merge=merge)
                rows.append(w.row(label, w.cell(plain([line]), 2)))
                merge = "continue"
            rows.append(blocks_in_rows(measure)[1])
        return [w.table(rows), "<w:p/>"]

    return each(plan, rows)


@layout
def nested_tables(plan: Plan) -> Iterator[str]:
    def blocks(measure: Measure) -> list[str]:
        inner = [w.table(blocks_in_rows(measure)), "<w:p/>"] if has_blocks(measure) else []
        outer = [heading(numbered(measure)), *body(measure), *inner, "<w:p/>"]
        return [w.table([w.row(w.cell(outer))]), "<w:p/>"]

    return each(plan, blocks)


@layout
def headings_in_text_boxes(plan: Plan) -> Iterator[str]:
    for index, (title, measures) in enumerate(areas_and_measures(plan)):
        box = w.old_text_box if index % 2 else w.text_box
        for place, measure in enumerate(measures):
            yield box(heading(numbered(measure)))
            yield from in_paragraphs(measure)[1:]
            if title and place == 0:
                yield box(w.paragraph(w.run(title)))


@layout
def full_width_forms(plan: Plan) -> Iterator[str]:
    def head(measure: Measure) -> str:
        return heading(f"Ｎｏ．{measure.number.translate(_FULL)}　{measure.title}")

    for block in each(plan, lambda measure: in_paragraphs(measure, head)):
        yield block.replace(">KPI：<", ">ＫＰＩ：<").replace(">-<", ">－<")


@layout
def half_width_forms_and_every_dash(plan: Plan) -> Iterator[str]:
    forms = [
        "[No.{}]",
        "No.{} ",
        "No {}：",
        "【No.{}】 ",
        "〔Ｎｏ．{}〕",
        "№{} ",
        "NO. {}　",
        "(No.{})",
    ]
    dashes = "-－‐‑–—―−ー"

    def head(measure: Measure) -> str:
        form = forms[measure.position % len(forms)]
        dash = dashes[measure.position % len(dashes)]
        half = measure.position % 2
        text = numbered(measure, form, dash)
        number, title = text[: -len(measure.title)], measure.title
        return heading((number.translate(_HALF) if half else number) + title)

    for block in each(plan, lambda measure: in_paragraphs(measure, head)):
        for printed in (">KPI：<", ">主担当府省庁：<"):
            block = block.replace(printed, printed.replace("：", ": "))
        yield block.replace(">-<", ">―<")
