"""The cheapest set of repairs that lifts a veto, reaches the pass mark, or passes the bonus gate.

Cost is the number of findings to repair. Findings that every rule counts alike are interchangeable, so a choice is how
many of each kind to repair (always those with the lowest fingerprints, so that the answer is the same every time).

Exact where all choices can be tried (`MOST_CHOICES`), where there is only one kind, and where vetoes that share no
finding are lifted with just what each has too many. Otherwise greedy: kind by kind, the step that brings most per
finding; then everything that turns out superfluous is put back, so that no part of the answer would do, though another
set might be smaller. `RepairPlan.exact` says which it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import product
from math import prod

from config.rubric import Rubric
from reports.scorecard import RepairPlan, Scorecard
from reports.scoring import Scoring
from reports.scoring.judged import RuleAt, Work
from reports.scoring.lines import work_on
from reports.scoring.modes import veto_of
from reports.scoring.unit import Gist

LIFT_VETO = "lift-veto"
PASS = "pass"
BONUS_GATE = "bonus-gate"

MOST_CHOICES = 300
"""So many choices are tried one by one; each takes a millisecond."""

Counts = tuple[int, ...]
Reached = Callable[[Gist], bool]


def cheapest_repairs(scoring: Scoring, card: Scorecard) -> tuple[RepairPlan, ...]:
    """A plan for every goal that the unit has not reached: its veto lifted, the pass mark, the bonus gate.

    None for a unit without findings that count, nor for one whose audit saw too little for a verdict.
    """
    if not card.vetoes and card.without_veto is None:
        return ()
    now = scoring.gist(scoring.works)
    goals = [(goal, reached) for goal, reached in _goals(scoring.rubric, card) if not reached(now)]
    kinds = _kinds(scoring)
    if not goals or not kinds:
        return ()
    search = _Search(scoring, kinds)
    return tuple(search.plan(goal, reached) for goal, reached in goals)


def _goals(rubric: Rubric, card: Scorecard) -> Iterator[tuple[str, Reached]]:
    yield LIFT_VETO, lambda gist: gist.beyond == 0
    if card.without_veto is None:
        return
    if rubric.pass_mark is not None:
        mark = Fraction(rubric.pass_mark)
        yield PASS, lambda gist: gist.beyond == 0 and gist.main is not None and gist.main >= mark
    if rubric.bonus_gate is not None:
        gate = Fraction(rubric.bonus_gate)
        yield BONUS_GATE, lambda gist: gist.beyond == 0 and gist.main is not None and gist.main > gate


def _kinds(scoring: Scoring) -> tuple[tuple[str, ...], ...]:
    """Confirmed findings by the rules that count them and what those read in them, each kind in a fixed order."""
    signatures: dict[str, list[str]] = {}
    for name, work in scoring.works.items():
        if work.rule.amounts or work.rule.mode == "veto":
            read = [word for word in (getattr(work.rule, "distinct", None), "observed", "expected") if word]
            for print_ in work.found.confirmed:
                facts = work.found.facts[print_]
                signatures.setdefault(print_, []).append(f"{name} {[facts.get(word) for word in read]!r}")
    kinds: dict[tuple[str, ...], list[str]] = {}
    for print_ in sorted(signatures):
        kinds.setdefault(tuple(signatures[print_]), []).append(print_)
    return tuple(tuple(kinds[signature]) for signature in sorted(kinds))


class _Search:
    """Looks for the fewest repairs, trying numbers of each kind."""

    def __init__(self, scoring: Scoring, kinds: Sequence[tuple[str, ...]]) -> None:
        self._scoring = scoring
        self._kinds = kinds
        self._sizes: Counts = tuple(len(kind) for kind in kinds)
        self._touched = {
            name: [place for place, kind in enumerate(kinds) if kind[0] in work.found.confirmed]
            for name, work in scoring.works.items()
        }
        self.gist = cache(self._gist)
        self._work = cache(self._worked)

    def plan(self, goal: str, reached: Reached) -> RepairPlan:
        """The plan for one goal; without a cost when repairing everything would not reach it."""
        within_reach = reached(self.gist(self._sizes))
        counts, exact = self._fewest(reached) if within_reach else (self._sizes, True)
        exact = exact or (goal == LIFT_VETO and sum(counts) == self._due)
        chosen = tuple(sorted(self._chosen(counts)))
        after = self._scoring.scorecard(chosen)
        if not within_reach:
            return RepairPlan(goal, None, (), True, after.score, after.verdict)
        return RepairPlan(goal, len(chosen), chosen, exact, after.score, after.verdict)

    @property
    def _due(self) -> int | None:
        """What vetoes that share no finding need: no set can do with fewer. None where they share one."""
        vetoes = [work for work in self._scoring.works.values() if work.vetoes]
        prints = [print_ for work in vetoes for print_ in work.found.confirmed]
        if len(prints) > len(set(prints)):
            return None
        return sum(len(work.found.confirmed) - (veto_of(work.rule) or 1) + 1 for work in vetoes)

    def _fewest(self, reached: Reached) -> tuple[Counts, bool]:
        if len(self._sizes) == 1:
            return (self._least(self._sizes, 0, reached),), True
        if prod(size + 1 for size in self._sizes) <= MOST_CHOICES:
            choices = sorted(product(*(range(size + 1) for size in self._sizes)), key=lambda each: (sum(each), each))
            return next(each for each in choices if reached(self.gist(each))), True
        counts = self._pruned(self._greedy(reached), reached)
        return counts, sum(counts) == 1

    def _greedy(self, reached: Reached) -> Counts:
        counts: Counts = (0,) * len(self._sizes)
        while not reached(self.gist(counts)):
            counts = max(self._steps(counts), key=lambda step: self._merit(counts, step))
        return counts

    def _steps(self, counts: Counts) -> Iterator[Counts]:
        """For each kind: as many as it takes to change anything, as many as bring that much each, and all of it."""
        now = _worth(self.gist(counts))

        def better(gist: Gist) -> bool:
            return _worth(gist) > now

        for place, size in enumerate(self._sizes):
            if counts[place] < size:
                whole = _with(counts, place, size)
                if better(self.gist(whole)):
                    least = _with(counts, place, self._least(whole, place, better, counts[place]))
                    yield least
                    yield self._stretched(counts, least, place)
                yield whole

    def _stretched(self, counts: Counts, least: Counts, place: int) -> Counts:
        """The step `least`, lengthened as long as every repair brings as much as in it."""
        low, high = least[place], self._sizes[place]
        rate = self._rate(counts, least)
        while low < high:
            middle = (low + high + 1) // 2
            as_much = self._rate(counts, _with(counts, place, middle)) >= rate
            low, high = (middle, high) if as_much else (low, middle - 1)
        return _with(counts, place, low)

    def _rate(self, counts: Counts, step: Counts) -> tuple[Fraction, Fraction]:
        """What a step brings for each finding."""
        after, before = _worth(self.gist(step)), _worth(self.gist(counts))
        cost = sum(step) - sum(counts)
        return (after[0] - before[0]) / cost, (after[1] - before[1]) / cost

    def _merit(self, counts: Counts, step: Counts) -> tuple[tuple[Fraction, Fraction], int]:
        """The rate; of steps with the same rate the longest, whose surplus is put back in the end."""
        return self._rate(counts, step), sum(step)

    def _least(self, counts: Counts, place: int, reached: Reached, low: int = 0) -> int:
        """The fewest of one kind that do, where `counts` does: more repairs never make a scorecard worse."""
        high = counts[place]
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if reached(self.gist(_with(counts, place, middle))) else (middle + 1, high)
        return high

    def _pruned(self, counts: Counts, reached: Reached) -> Counts:
        """Without what is superfluous, the kinds with most repairs first."""
        for place in sorted(range(len(counts)), key=lambda each: (-counts[each], each)):
            counts = _with(counts, place, self._least(counts, place, reached))
        return counts

    def _chosen(self, counts: Counts) -> list[str]:
        return [print_ for kind, count in zip(self._kinds, counts, strict=True) for print_ in kind[:count]]

    def _gist(self, counts: Counts) -> Gist:
        works = {
            name: self._work(name, tuple(counts[place] for place in touched)) for name, touched in self._touched.items()
        }
        return self._scoring.gist(works)

    def _worked(self, name: RuleAt, counts: Counts) -> Work:
        """A rule after so many repairs of each kind that it counts."""
        work = self._scoring.works[name]
        if not any(counts):
            return work
        kinds = [self._kinds[place] for place in self._touched[name]]
        gone = frozenset(print_ for kind, count in zip(kinds, counts, strict=True) for print_ in kind[:count])
        return work_on(work.rule, work.found.without(gone))


def _worth(gist: Gist) -> tuple[Fraction, Fraction]:
    """How good a scorecard is: the fewer findings beyond what vetoes permit the better, then the score."""
    return Fraction(-gist.beyond), gist.main or Fraction(0)


def _with(counts: Counts, place: int, count: int) -> Counts:
    return (*counts[:place], count, *counts[place + 1 :])
