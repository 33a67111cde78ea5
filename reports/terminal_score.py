"""One scorecard explained on the terminal: the terms of the score, the cheapest repairs, what is coming."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from config.messages import text
from config.rubric import Rubric
from reports.explain import number
from reports.scorecard import Scorecard
from reports.whatif.words import (
    assessed_words,
    becoming_words,
    limit_words,
    outlook_head,
    plan_words,
    standing,
    term_words,
    what_if,
)

SHOWN = 20
"""So many columns of the early warning stand on the terminal; scorecard.json has all."""


def explained(card: Scorecard, rubric: Rubric, lang: str) -> RenderableType:
    """How a unit stands, why, and what it can do about it."""
    return Group(*_parts(card, rubric, lang))


def what_if_line(card: Scorecard, after: Scorecard, repaired: Collection[str], lang: str) -> Text:
    """The sentence about repairs that a user asked for."""
    return Text(what_if(card, after, repaired, lang), style="bold")


def _parts(card: Scorecard, rubric: Rubric, lang: str) -> Iterator[RenderableType]:
    yield Text(f"\n{card.unit_name}{text('report.colon', lang)}{standing(card, lang)}", style="bold")
    if assessed := assessed_words(card, rubric, lang):
        yield Text(assessed)
    if card.tallied:
        counted = {name: getattr(card.tallied, name) for name in ("fulfilled", "unfulfilled", "open", "not_applicable")}
        yield Text(text("report.tallied", lang, **counted))
    if card.contributions:
        yield _terms(card, lang)
    if card.repairs:
        yield Text(text("report.whatif.repairs-head", lang), style="bold")
    for plan in card.repairs:
        yield Text(plan_words(plan, rubric, lang))
        if plan.findings:
            yield Text(f"  {' '.join(f'fix:{one}' for one in plan.findings)}", style="dim")
    yield from _outlook(card, lang)


def _terms(card: Scorecard, lang: str) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for term in card.contributions:
        table.add_row(Text(term_words(term, lang)), number(term.points))
    table.add_row(Text(text("report.term-sum", lang)), number(card.without_veto or card.bonus), style="bold")
    return table


def _outlook(card: Scorecard, lang: str) -> Iterator[RenderableType]:
    if card.outlook is None:
        return
    if card.outlook.limits or card.outlook.becoming:
        yield Text(text("report.whatif.warnings-head", lang), style="bold")
    for use in card.outlook.limits:
        yield Text(f"{limit_words(use, lang)} {use.text}", style="yellow")
    if card.outlook.becoming:
        yield Text(outlook_head(card.outlook, lang), style="yellow")
    for coming in card.outlook.becoming[:SHOWN]:
        yield Text(f"  {becoming_words(coming, lang)}")
