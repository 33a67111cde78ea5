"""What the reports of a batch say in words, the same on the page and in the workbook."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from config.batch import batch_limits
from config.messages import text
from config.rubric import Part
from reports.batch.indicators import Cell, GoodExample
from reports.batch.units import UnitResult
from reports.explain import percent
from reports.scorecard import LineOutcome
from reports.wording import label, reason

_LEAST = Decimal("0.01")


def class_name(unit_class: str, lang: str) -> str:
    """A class of units as offices call it."""
    return label(f"report.classes.{unit_class}", lang)


def unseen(result: UnitResult, lang: str) -> str:
    """Why a unit could not be observed, in one sentence."""
    portal, card = result.portal, result.card or {}
    if result.reason == "failed":
        return text(f"batch.failed.{portal.failed}", lang, detail=portal.detail)
    return text(
        f"batch.unseen.{result.reason}",
        lang,
        answer=reason(portal.start_answer, lang) or text("report.missing", lang),
        observed=card.get("pages_observed", 0),
        coverage=percent(result.coverage or Decimal(0)),
        end=text(f"cli.end.{portal.end_reason}", lang) if portal.end_reason else text("batch.not-begun", lang),
    )


def cell_text(cell: Cell, part: str, lang: str) -> str:
    """What stands in a cell of the heat map: short, and enough without its colour."""
    if cell.outcome == LineOutcome.NOT_APPLICABLE.value:
        return text("batch.cell.not-applicable", lang)
    if cell.share is None:
        return text(f"batch.cell.{cell.outcome}", lang)
    if part in (Part.VETO.value, Part.CLAUSE.value):
        return text(f"batch.cell.{part}-{'fail' if cell.share else 'open' if cell.open else 'pass'}", lang)
    shown = share_text(cell.share)
    return text("batch.cell.at-least", lang, share=shown) if cell.open else shown


def cell_words(cell: Cell, unit: str, indicator: str, lang: str) -> str:
    """The same in a sentence."""
    outcome = text(f"report.outcomes.{cell.outcome}", lang)
    if cell.share is None:
        return text("batch.cell.words-unknown", lang, unit=unit, indicator=indicator, outcome=outcome)
    key = "batch.cell.words-open" if cell.open else "batch.cell.words"
    return text(key, lang, unit=unit, indicator=indicator, share=share_text(cell.share))


def share_text(share: Decimal | None) -> str:
    """A share as whole per cent; what is lost at all is never shown as nothing, nor nearly all as all."""
    if share is None:
        return "–"
    if 0 < share < _LEAST:
        return "1%"
    rounded = share.quantize(_LEAST, ROUND_HALF_UP)
    return percent(min(rounded, Decimal("0.99")) if share < 1 else rounded)


def example_names(example: GoodExample, lang: str) -> str:
    """The units of a good example, at most as many as the settings name, and how many more there are."""
    most = batch_limits().good_examples
    names = text("report.list-joint", lang).join(each.unit.name for each in example.units[:most])
    more = len(example.units) - most
    return names + (text("batch.and-more", lang, count=len(example.units)) if more > 0 else "")
