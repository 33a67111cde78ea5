"""The scorecards as a table for the terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from checks.finding import State
from config.messages import text
from reports.explain import number, percent
from reports.notices import notices
from reports.result import AuditResult, Judgement
from reports.scorecard import Scorecard, Standing
from reports.whatif.cheapest import LIFT_VETO
from reports.whatif.words import plan_words
from reports.wording import label, standing_reasons

COLOURS = {Standing.QUALIFIED: "green", Standing.UNQUALIFIED: "red", Standing.NOT_SCORED: "yellow"}


def summary(result: AuditResult) -> RenderableType:
    """One table per rubric, units in the registry's order, followed by the reasons for each verdict."""
    parts: list[RenderableType] = []
    for judgement in result.judgements:
        parts.append(_table(result, judgement))
        parts.extend(_reasons(result, judgement))
    parts.extend(Text(notice, style="yellow") for notice in notices(result))
    return Group(*parts)


def _table(result: AuditResult, judgement: Judgement) -> Table:
    lang = result.lang
    title = text(
        "report.terminal.title",
        lang,
        portal=result.portal.name,
        rubric=judgement.rubric.title,
        as_of=result.run.as_of.isoformat(),
    )
    table = Table(title=Text(title), title_justify="left", title_style="bold")
    for heading in ("unit", "class", "verdict"):
        table.add_column(text(f"report.{heading}", lang))
    for heading in ("score", "vetoes", "confirmed-short", "suspected-short", "coverage"):
        table.add_column(text(f"report.{heading}", lang), justify="right")
    for card in judgement.scorecards:
        table.add_row(*_row(card, judgement, lang))
    return table


def _row(card: Scorecard, judgement: Judgement, lang: str) -> list[Text]:
    states = [found.state for found in judgement.findings(card.unit)]
    cells = [
        card.unit_name,
        label(f"report.classes.{card.unit_class}", lang),
        text(f"standing.{card.verdict.value}", lang),
        _score(card, lang),
        _vetoes(card, lang),
        str(states.count(State.CONFIRMED)),
        str(states.count(State.SUSPECTED)),
        percent(card.coverage),
    ]
    return [Text(cell, style=COLOURS[card.verdict] if place == 2 else "") for place, cell in enumerate(cells)]


def _score(card: Scorecard, lang: str) -> str:
    if card.score is None or card.score_range is None:
        return text("report.no-score", lang)
    low, high = (number(end) for end in card.score_range)
    return number(card.score) if low == high else f"{number(card.score)} [{low}, {high}]"


def _vetoes(card: Scorecard, lang: str) -> str:
    if card.vetoes:
        return text("report.terminal.vetoed", lang, count=len(card.vetoes))
    if card.open_vetoes:
        return text("report.terminal.veto-open", lang, count=len(card.open_vetoes))
    return text("report.none", lang)


def _reasons(result: AuditResult, judgement: Judgement) -> list[Text]:
    """Why each verdict stands, each sentence once with its units; then the vetoes and how to lift them."""
    concerned: dict[str, list[str]] = {}
    for card in judgement.scorecards:
        for sentence in standing_reasons(card, judgement.rubric, result.lang):
            concerned.setdefault(sentence, []).append(card.unit_name)
    colon = text("report.colon", result.lang)
    lines = [Text(f"{_units(names, result.lang)}{colon}{sentence}") for sentence, names in concerned.items()]
    lines += [
        Text(f"{card.unit_name}{colon}{veto.title} {veto.found} ≥ {veto.limit}", style="red")
        for card in judgement.scorecards
        for veto in card.vetoes
    ]
    lines += [
        Text(f"{card.unit_name}{colon}{plan_words(plan, judgement.rubric, result.lang)}")
        for card in judgement.scorecards
        for plan in card.repairs
        if plan.goal == LIFT_VETO
    ]
    if any(card.unconfirmed_used for card in judgement.scorecards):
        lines.append(Text(text("report.unconfirmed-note", result.lang), style="yellow"))
    return lines


def _units(names: list[str], lang: str) -> str:
    if len(names) == 1:
        return names[0]
    return text("report.terminal.several", lang, first=names[0], count=len(names))
