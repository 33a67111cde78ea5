"""The results of a batch for people at a terminal: a ranking for each class, and who could not be observed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table

from config.messages import text
from reports.batch.ranking import Ranking
from reports.batch.summary import BatchSummary
from reports.batch.units import Place, UnitResult
from reports.batch.words import class_name, unseen
from reports.explain import number, percent
from reports.wording import veto_words


def terminal(summary: BatchSummary) -> RenderableType:
    """All tables, one below the other."""
    return Group(*(_table(each, summary) for each in summary.rankings if each.observed), *_unseen(summary))


def _table(ranking: Ranking, summary: BatchSummary) -> Table:
    lang, sums = summary.lang, ranking.averages
    mean = "–" if sums.mean is None else number(sums.mean)
    facts = {"rubric": summary.rubrics[ranking.rubric], "unit_class": class_name(ranking.unit_class, lang)}
    table = Table(title=text("cli.batch.title", lang, scored=sums.scored, mean=mean, **facts))
    for key in ("rank", "unit", "verdict", "score", "vetoes", "confirmed", "suspected", "coverage"):
        table.add_column(text(f"batch.sheet.{key}", lang), justify="left" if key in ("unit", "vetoes") else "right")
    for each in ranking.ranked:
        table.add_row(str(each.rank), *_cells(each.result, lang))
    for place, results in ((Place.DISQUALIFIED, ranking.disqualified), (Place.UNSCORED, ranking.unscored)):
        for result in results:
            table.add_row(text(f"batch.place.{place.value}", lang), *_cells(result, lang))
    return table


def _cells(result: UnitResult, lang: str) -> Iterator[str]:
    yield result.unit.name
    yield text(f"standing.{result.card['verdict']}", lang) if result.card else ""
    yield "–" if result.score is None else number(result.score)
    yield veto_words([str(veto["title"]) for veto in result.vetoes], len(result.open_vetoes), lang)
    yield str(result.confirmed)
    yield str(result.suspected)
    yield percent(result.coverage or Decimal(0))


def _unseen(summary: BatchSummary) -> Iterator[Table]:
    if not summary.not_observed:
        return
    table = Table(title=text("cli.batch.unseen-title", summary.lang))
    for key in ("unit", "rubric", "remark"):
        table.add_column(text(f"batch.sheet.{key}", summary.lang), overflow="fold")
    for each in summary.not_observed:
        table.add_row(each.unit.name, summary.rubrics[each.rubric], unseen(each, summary.lang))
    yield table
