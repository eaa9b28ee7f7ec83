"""A Plan and its document, read again, go in; nothing comes out unless a quote does not match.

Needs none of the rules by which facts were found.
"""

from __future__ import annotations

from collections.abc import Iterator

from shisaku.document.model import Document
from shisaku.errors import ShisakuError
from shisaku.plan.model import Measure, Plan, Quote


def quotes_of(measure: Measure) -> Iterator[Quote]:
    """Yield every quote of a measure's facts."""
    yield measure.title_quote
    for lead in measure.leads:
        yield lead.quote
    for indicator in measure.indicators:
        yield from indicator.quotes
        for value in indicator.values:
            yield value.quote
    for milestone in measure.milestones:
        yield milestone.quote
    for mention in (*measure.systems, *measure.organisations):
        yield from mention.quotes
    for law in measure.laws:
        yield from law.quotes


def verify_quotes(plan: Plan, document: Document) -> None:
    """Check every quote against its passage, and every passage against the document re-read.

    Raises ShisakuError at the first that does not match; nothing may be published then.
    """
    printed = {block.text for block in document.blocks}
    whole: str | None = None
    for measure in plan.measures:
        passages = {passage.id: passage.text for passage in measure.passages}
        for key, text in passages.items():
            if text in printed:
                continue
            if whole is None:
                whole = "\n".join(block.text for block in document.blocks)
            if text not in whole:
                raise _mismatch(key, text, plan)
        for quote in quotes_of(measure):
            text = passages.get(quote.passage, "")
            if not quote.exact or text[quote.start : quote.end] != quote.exact:
                raise _mismatch(quote.passage, quote.exact, plan)
    for finding in plan.findings:
        if finding.quote is not None and not finding.quote.exact:
            raise _mismatch(finding.quote.passage, finding.message, plan)


def _mismatch(passage: str, text: str, plan: Plan) -> ShisakuError:
    return ShisakuError(
        "quote-mismatch",
        f"the text 「{text[:40]}」 does not stand there when the document is read again.",
        f"{plan.source.name}: passage {passage}",
        "Publish again; if it stays, report it with the file.",
    )
