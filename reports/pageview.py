"""What the page shows, arranged: one section for each unit and rubric, and one list of problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from checks.columns.set_aside import KIND_UNKNOWN
from checks.finding import State
from config.registry import UnitClass
from config.rubric import CheckParameters, Indicator, Part, Rubric, Status
from reports.column_list import ColumnLine, column_lines
from reports.page.charts import LossBar, ScoreBar, loss_bars, score_bar
from reports.problem_list import Problem, ProblemList
from reports.result import AuditResult, Judgement, Unseen
from reports.scorecard import IndicatorLine, LineOutcome, RepairPlan, Scorecard
from reports.unjudged import OpenSubject, open_subjects
from reports.unseen import advice_key
from reports.whatif.words import assessed_words, plan_words
from reports.wording import standing_reasons

SHOWN_SUBJECTS = 50
"""So many open subjects of one check and reason stand on the page; problems.xlsx has all of them."""
SHOWN_COLUMNS = 300
"""So many columns of one unit stand on the page; problems.xlsx has all of them."""
SHOWN_ADDRESSES = 100
"""So many unobserved addresses of one reason stand on the page; run.json has all of them."""


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """What one check could not judge for one reason."""

    check: str
    reason: str
    shown: tuple[OpenSubject, ...]
    count: int


@dataclass(frozen=True, slots=True)
class UnseenGroup:
    """Addresses that could not be observed for one reason; `advice` is the key of what to do."""

    reason: str
    advice: str
    shown: tuple[Unseen, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """Everything about one unit under one rubric. `notes` are the rubric's own, by id of indicator or rule.

    `tasks` are the indicators that say where they stand, who is responsible or until when, by id.
    """

    anchor: str
    judgement: Judgement
    card: Scorecard
    reasons: tuple[str, ...]
    parts: Mapping[str, tuple[IndicatorLine, ...]]
    idle: tuple[IndicatorLine, ...]
    problems: tuple[Problem, ...]
    numbered: ProblemList
    open_groups: tuple[OpenGroup, ...]
    columns: tuple[ColumnLine, ...]
    bar: ScoreBar | None
    losses: tuple[LossBar, ...]
    parameters: Mapping[str, CheckParameters]
    notes: Mapping[str, str]
    tasks: Mapping[str, Indicator]
    lang: str

    @property
    def assessed(self) -> str:
        """How much of the base is assessed, in words."""
        return assessed_words(self.card, self.judgement.rubric, self.lang)

    @property
    def plans(self) -> list[tuple[RepairPlan, str]]:
        """The cheapest repairs, each with its sentence."""
        rubric = self.judgement.rubric
        return [(plan, plan_words(plan, rubric, self.lang)) for plan in self.card.repairs]

    @property
    def columns_asked(self) -> int:
        """How many columns had to be updated within a window."""
        return sum(line.taken.aside is None for line in self.columns)

    @property
    def columns_unknown(self) -> int:
        """How many columns nobody asked for updates because their names tell no kind."""
        return sum(line.taken.aside == KIND_UNKNOWN for line in self.columns)

    @property
    def unweighted(self) -> bool:
        """Whether no point of the unit was re-weighted, so that the lines' own numbers add up to the score."""
        return not any(line.factor for line in self.card.indicators)

    def line_anchor(self, line: IndicatorLine) -> str:
        """Where an indicator's line stands on the page."""
        return f"{self.anchor}i{self.card.indicators.index(line) + 1}"

    def related(self, prints: Iterable[str]) -> list[Problem]:
        """The problems with these fingerprints, in the order of their numbers."""
        known = (self.numbered.known(self.judgement.rubric.id, print_) for print_ in prints)
        return sorted((problem for problem in known if problem), key=lambda problem: problem.number)

    @property
    def confirmed(self) -> int:
        """How many problems are proven."""
        return sum(1 for problem in self.problems if problem.finding.state is State.CONFIRMED)

    @property
    def suspected(self) -> int:
        """How many problems wait for a person."""
        return len(self.problems) - self.confirmed

    @property
    def lost(self) -> Decimal:
        """Points lost in the deduction part."""
        return sum((line.lost for line in self.parts[Part.DEDUCTION.value]), Decimal(0))

    @property
    def open_points(self) -> Decimal:
        """Points of the deduction part that open items could still cost."""
        known = sum((line.open_points for line in self.parts[Part.DEDUCTION.value]), Decimal(0))
        return known + self.card.unknown_points


def sections(result: AuditResult, numbered: ProblemList) -> list[Section]:
    """One section per scorecard, in the order of rubrics and units."""
    return [
        _section(result, judgement, card, numbered, f"r{rubric}u{place}")
        for rubric, judgement in enumerate(result.judgements, start=1)
        for place, card in enumerate(judgement.scorecards, start=1)
    ]


def unseen(result: AuditResult) -> list[UnseenGroup]:
    """The addresses that could not be observed, by reason."""
    ordered = sorted(result.not_observed, key=lambda item: (item.reason, item.url))
    groups = [(reason, list(items)) for reason, items in groupby(ordered, key=lambda item: item.reason)]
    return [
        UnseenGroup(reason, advice_key(reason, result.run), tuple(items[:SHOWN_ADDRESSES]), len(items))
        for reason, items in groups
    ]


def _section(result: AuditResult, judgement: Judgement, card: Scorecard, numbered: ProblemList, anchor: str) -> Section:
    unit_class = result.unit(card.unit).unit_class
    live = [line for line in card.indicators if line.outcome is not LineOutcome.NOT_APPLICABLE]
    return Section(
        anchor=anchor,
        judgement=judgement,
        card=card,
        reasons=tuple(standing_reasons(card, judgement.rubric, result.lang)),
        parts={part.value: tuple(line for line in live if line.part == part.value) for part in Part},
        idle=tuple(line for line in card.indicators if line.outcome is LineOutcome.NOT_APPLICABLE),
        problems=tuple(numbered.of(card.unit, judgement.rubric.id)),
        numbered=numbered,
        open_groups=tuple(_open_groups(open_subjects(judgement.outcomes, card.unit))),
        columns=tuple(column_lines(judgement, card.unit)),
        bar=score_bar(judgement.rubric, card),
        losses=tuple(loss_bars(card)),
        parameters={
            check: given
            for check, given in judgement.rubric.checks.items()
            if given.note or given.status is Status.UNCONFIRMED
        },
        notes=_notes(judgement.rubric, unit_class),
        tasks={
            line.id: line for line in judgement.rubric.indicators if line.pointer or line.responsible or line.deadline
        },
        lang=result.lang,
    )


def _notes(rubric: Rubric, unit_class: UnitClass) -> dict[str, str]:
    lines = [indicator.for_class(unit_class) for indicator in rubric.indicators]
    notes = {line.id: line.note for line in lines}
    notes |= {rule.id: rule.note for line in lines for rule in line.rules}
    return {name: note for name, note in notes.items() if note}


def _open_groups(subjects: Sequence[OpenSubject]) -> list[OpenGroup]:
    groups = [(key, list(items)) for key, items in groupby(subjects, key=lambda item: (item.check, item.reason))]
    return [OpenGroup(*key, tuple(items[:SHOWN_SUBJECTS]), len(items)) for key, items in groups]
