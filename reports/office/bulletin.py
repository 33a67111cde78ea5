"""检查通报: what an assessment of many units came to, in the skeleton that offices use.

Suspected problems name no unit: whoever reads a bulletin takes what stands there for proven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

from checks.finding import Finding
from config.messages import text
from reports.explain import percent
from reports.office.faults import Charged, Faults, charged, distinct
from reports.office.kinds import by_kind
from reports.office.letter import holds
from reports.office.matters import UnitMatters, cards_of, open_matters
from reports.office.scores import basis, standing, veto_line
from reports.office.visits import visit
from reports.office.vocabulary import Bulletin, Deadline, Letter, OpenMatter, Tally
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
    confirmed = _charged(results, arranged, lambda matters: matters.found)
    cards = [
        (matters[card.unit], card)
        for result, matters in zip(results, arranged, strict=True)
        for judgement in result.judgements
        for card in judgement.scorecards
    ]
    return Bulletin(
        letter=letter,
        deadlines=_deadlines(every, letter),
        visits=tuple(visit(result) for result in results),
        tallies=_tallies(results, arranged),
        vetoes=tuple(
            veto_line(card, veto, matters.accepted_prints, lang) for matters, card in cards for veto in card.vetoes
        ),
        kinds=by_kind(confirmed, lang),
        confirmed=distinct(confirmed),
        suspected=distinct(_charged(results, arranged, lambda matters: matters.suspected)),
        accepted=distinct(_charged(results, arranged, lambda matters: matters.excused)),
        by_hand=sum(len(matters.by_hand) for matters in every),
        open=_open(results, arranged),
        unseen=sum(len(result.not_observed) for result in results),
        unconfirmed=any(card.unconfirmed_used for _, card in cards),
    )


def _charged(
    results: Sequence[AuditResult], arranged: Sequence[Arranged], part: Callable[[UnitMatters], Sequence[Finding]]
) -> list[Charged]:
    """One part of all units' problems. Each part is counted by itself: proven of one unit is not proven of another."""
    return [
        each
        for result, units in zip(results, arranged, strict=True)
        for each in charged(result.portal, (found for matters in units.values() for found in part(matters)))
    ]


def _deadlines(every: Sequence[UnitMatters], letter: Letter) -> tuple[Deadline, ...]:
    """The deadlines under which there is anything to repair."""
    urgent = {severity for matters in every for severity in matters.urgent}
    return tuple(each for each in letter.deadlines if any(holds(each, severity) for severity in urgent))


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
        standings=tuple(standing(*each, matters.aside, lang) for each, matters in judged),
        without=text("report.list-joint", lang).join(without),
    )


def _rate(qualified: int, decided: int) -> str:
    """The share of qualified units among those that have a verdict; empty where none has."""
    if not decided:
        return ""
    return percent((Decimal(qualified) / decided).quantize(SHARE_DIGITS, rounding=ROUND_DOWN))


def _open(results: Sequence[AuditResult], arranged: Sequence[Arranged]) -> tuple[OpenMatter, ...]:
    """What nobody could judge, once where it lies in the subtrees of two units."""
    each_once = {
        faults.open(item): item
        for result, units in zip(results, arranged, strict=True)
        for faults in (Faults(result.portal),)
        for matters in units.values()
        for item in matters.unjudged
    }
    return open_matters(each_once.values(), results[0].lang)
