"""检查通报: what an assessment of many units came to, in the skeleton that offices use.

Suspected problems name no unit: whoever reads a bulletin takes what stands there for proven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from itertools import chain

from config.messages import text
from reports.explain import percent
from reports.office.kinds import by_kind, distinct
from reports.office.matters import UnitMatters, cards_of
from reports.office.scores import basis, standing, veto_line
from reports.office.visits import visit
from reports.office.vocabulary import Bulletin, Letter, OpenMatter, Tally
from reports.result import AuditResult, Judgement
from reports.scorecard import Scorecard
from reports.scorecard import Standing as Verdict
from reports.scoring.standing import SHARE_DIGITS

Arranged = Mapping[str, UnitMatters]
"""The problems of every unit by its id."""
Judged = tuple[Judgement, Scorecard]


def bulletin(results: Sequence[AuditResult], arranged: Sequence[Arranged], letter: Letter) -> Bulletin:
    """The bulletin on one or several results; `arranged` are their problems, in the same order."""
    lang = results[0].lang
    every = [matters for each in arranged for matters in each.values()]
    confirmed = list(chain.from_iterable(matters.found for matters in every))
    cards = [card for result in results for judgement in result.judgements for card in judgement.scorecards]
    return Bulletin(
        letter=letter,
        visits=tuple(visit(result) for result in results),
        tallies=_tallies(results, arranged),
        vetoes=tuple(veto_line(card, veto, lang) for card in cards for veto in card.vetoes),
        kinds=by_kind(confirmed, {unit.id: unit.name for result in results for unit in result.units}, lang),
        confirmed=distinct(confirmed),
        suspected=distinct(chain.from_iterable(matters.suspected for matters in every)),
        accepted=sum(len(matters.accepted) for matters in every),
        by_hand=sum(len(matters.by_hand) for matters in every),
        open=_open(every),
        unseen=sum(len(result.not_observed) for result in results),
        unconfirmed=any(card.unconfirmed_used for card in cards),
    )


def _tallies(results: Sequence[AuditResult], arranged: Sequence[Arranged]) -> tuple[Tally, ...]:
    """The results by rubric: two rubrics are two verdicts, and one rate over both would mean nothing."""
    by_rubric: dict[str, list[tuple[Judged, UnitMatters]]] = {}
    for result, matters in zip(results, arranged, strict=True):
        for unit in result.units:
            for judged in cards_of(result, unit.id):
                by_rubric.setdefault(judged[0].rubric.id, []).append((judged, matters[unit.id]))
    return tuple(_tally(judged, results[0].lang) for judged in by_rubric.values())


def _tally(judged: Sequence[tuple[Judged, UnitMatters]], lang: str) -> Tally:
    cards = [card for (_, card), _ in judged]
    counted = Counter(card.verdict for card in cards)
    decided = counted[Verdict.QUALIFIED] + counted[Verdict.UNQUALIFIED]
    without = [
        card.unit_name for (_, card), matters in judged if card.verdict is Verdict.QUALIFIED and not matters.wanting
    ]
    return Tally(
        basis=basis(judged[0][0][0].rubric),
        units=len(cards),
        decided=decided,
        qualified=counted[Verdict.QUALIFIED],
        unqualified=counted[Verdict.UNQUALIFIED],
        undecided=counted[Verdict.NOT_SCORED],
        rate=_rate(counted[Verdict.QUALIFIED], decided),
        vetoed=sum(bool(card.vetoes) for card in cards),
        standings=tuple(standing(*each, matters.excused, lang) for each, matters in judged),
        without=text("report.list-joint", lang).join(without),
    )


def _rate(qualified: int, decided: int) -> str:
    """The share of qualified units among those that have a verdict; empty where none has."""
    if not decided:
        return ""
    return percent((Decimal(qualified) / decided).quantize(SHARE_DIGITS, rounding=ROUND_DOWN))


def _open(every: Sequence[UnitMatters]) -> tuple[OpenMatter, ...]:
    counted: Counter[tuple[str, str]] = Counter()
    for matters in every:
        for item in matters.open:
            counted[item.name, item.reason] += item.count
    return tuple(OpenMatter(name, reason, count) for (name, reason), count in sorted(counted.items()))
