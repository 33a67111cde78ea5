"""Applies a rubric to the outcomes of one unit: points, vetoes, range, verdict. Never looks at a page.

The form is that of 国办秘函〔2019〕19号 指标说明: any veto ends the audit; otherwise points are deducted from a base,
at most an indicator's own points each; below the pass mark a unit is unqualified; a bonus counts only above the gate.
Every number comes from the rubric. What nobody could decide costs nothing and earns nothing: it widens the range.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from checks.finding import Outcome
from config.errors import Place, UserError
from config.registry import Unit
from config.rubric import Form, Part, Rubric
from reports.manual_entry import ManualEntry
from reports.result import CoverageLike
from reports.scorecard import Scorecard, Standing
from reports.scoring.counting import by_check, tally
from reports.scoring.due import owed
from reports.scoring.exact import NOTHING
from reports.scoring.judged import Judged, RuleAt, Work
from reports.scoring.lines import work_on
from reports.scoring.order import for_unit, judge_all
from reports.scoring.pools import Pools
from reports.scoring.recognised import others, recognised_for
from reports.scoring.settle import Settled, settle
from reports.scoring.standing import (
    CHECKLIST,
    NO_INDICATOR,
    REWEIGHTING_OPEN,
    VETO,
    by_vetoes_only,
    refusals,
    share,
    tallied,
    with_score,
)
from reports.scoring.table import table_line, unconfirmed
from reports.scoring.totals import Totals, main_part, total
from reports.scoring.weights import Weights, weights


def score_unit(
    rubric: Rubric,
    unit: Unit,
    outcomes: Sequence[Outcome],
    coverage: CoverageLike,
    as_of: date,
    *,
    entries: Mapping[str, ManualEntry] | None = None,
) -> Scorecard:
    """The scorecard of `unit`. Outcomes of other units are ignored; their order does not matter.

    `entries` are what assessors decided, by indicator id. Raises `UserError` for an entry that does not fit the rubric.
    """
    return Scoring(rubric, unit, outcomes, coverage, as_of, entries=entries).scorecard()


@dataclass(frozen=True, slots=True)
class Gist:
    """How far a unit is beyond what its vetoes permit (findings), and its score before any bonus (None: no score)."""

    beyond: int
    main: Fraction | None


@dataclass(frozen=True, slots=True)
class _AddedUp:
    judged: tuple[Judged, ...]
    settled: tuple[Settled, ...]
    factors: Weights
    sums: Totals | None


class Scoring:
    """One unit under one rubric, its findings counted once; scored as often as somebody asks what if."""

    def __init__(
        self,
        rubric: Rubric,
        unit: Unit,
        outcomes: Sequence[Outcome],
        coverage: CoverageLike,
        as_of: date,
        *,
        entries: Mapping[str, ManualEntry] | None = None,
    ) -> None:
        self.rubric = rubric
        self.unit = unit
        self._coverage = coverage
        self._as_of = as_of
        self._entries = dict(entries or {})
        _require_known(self._entries, rubric)
        self.lines = [for_unit(indicator, unit) for indicator in rubric.indicators]
        said = by_check(outcomes, unit.id)
        self._said = said
        self.works: dict[RuleAt, Work] = {
            (line.id, place): work_on(rule, owed(rule, tally(rule.count, said), as_of))
            for line in self.lines
            for place, rule in enumerate(line.rules)
        }

    def scorecard(self, repaired: Collection[str] = frozenset()) -> Scorecard:
        """The scorecard, as if the findings with these fingerprints were repaired."""
        gone = frozenset(repaired)
        works = {name: work_on(work.rule, work.found.without(gone)) for name, work in self.works.items()}
        added = self._added_up(works if gone else self.works)
        return self._verdict(self._bare_card(added), added)

    def gist(self, works: Mapping[RuleAt, Work]) -> Gist:
        """What a search for repairs needs to know of a scorecard, with other `works`."""
        added = self._added_up(works)
        beyond = sum(veto.found - veto.limit + 1 for line in added.judged for veto in line.vetoes)
        return Gist(beyond, added.sums.main if added.sums else None)

    def _added_up(self, works: Mapping[RuleAt, Work]) -> _AddedUp:
        judged = judge_all(self.rubric, self.unit, works, self._entries)
        pools = Pools(self.rubric, self.lines, main_part(self.rubric), self.rubric.base_points)
        bonus = Pools(self.rubric, self.lines, Part.BONUS, self.rubric.bonus_points)
        settled = tuple(settle(line, bonus if line.indicator.part is Part.BONUS else pools) for line in judged)
        factors = weights(self.rubric, judged)
        scored = self.rubric.form is not Form.CHECKLIST
        sums = total(self.rubric, settled, factors, pools, bonus) if scored and factors else None
        return _AddedUp(judged, settled, factors or Weights(), sums)

    def _bare_card(self, added: _AddedUp) -> Scorecard:
        """Everything that is known before there is a verdict."""
        judged, factors, sums = added.judged, added.factors, added.sums
        counted = {term.indicator: term.points for term in sums.terms} if sums else {}
        lines = tuple(
            table_line(
                made,
                self.rubric,
                factors.of(self.rubric, made.judged.indicator),
                counted.get(made.judged.indicator.id, NOTHING),
            )
            for made in added.settled
        )
        lines = tuple(
            replace(line, recognised=recognised_for(made.judged.indicator, self._said) if made.judged.applies else ())
            for line, made in zip(lines, added.settled, strict=True)
        )
        return Scorecard(
            unit=self.unit.id,
            unit_name=self.unit.name,
            unit_class=self.unit.unit_class.value,
            rubric=self.rubric.id,
            rubric_title=self.rubric.title,
            as_of=self._as_of,
            verdict=Standing.NOT_SCORED,
            score=None,
            bonus=NOTHING,
            score_range=None,
            provisional=False,
            coverage=share(self._coverage),
            pages_observed=self._coverage.observed,
            pages_known=self._coverage.known,
            vetoes=tuple(veto for line in judged for veto in line.vetoes),
            open_vetoes=tuple(veto for line in judged for veto in line.open_vetoes),
            indicators=lines,
            reasons=(),
            unconfirmed_used=any(unconfirmed(line) for line in lines),
            tallied=tallied(lines) if self.rubric.form is Form.CHECKLIST else None,
            recognised=others(self._said, (each for line in lines for each in line.recognised)),
        )

    def _verdict(self, card: Scorecard, added: _AddedUp) -> Scorecard:
        sums = added.sums
        reasons = refusals(self.rubric, self._coverage)
        if reasons:
            proven = tuple(replace(veto, open=True, reason=reasons[0]) for veto in card.vetoes)
            return replace(card, vetoes=(), open_vetoes=proven + card.open_vetoes, reasons=reasons)
        applying = [line for line in added.judged if line.applies]
        points_apply = any(line.indicator.part is main_part(self.rubric) for line in applying)
        if sums and points_apply:
            card = with_score(card, self.rubric, sums)
        if card.vetoes:
            return replace(
                card, verdict=Standing.UNQUALIFIED, reasons=(VETO,), score=None, score_range=None, provisional=False
            )
        if self.rubric.form is Form.CHECKLIST:
            return replace(card, reasons=(CHECKLIST,) if applying else (NO_INDICATOR,))
        if not points_apply:
            return by_vetoes_only(card)
        return card if sums else replace(card, reasons=(REWEIGHTING_OPEN,))


def _require_known(entries: Mapping[str, ManualEntry], rubric: Rubric) -> None:
    known = {indicator.id for indicator in rubric.indicators}
    for name, entry in entries.items():
        if name not in known:
            raise UserError("entry-unknown", place=Place(entry.cell), indicator=name, rubric=rubric.id)
