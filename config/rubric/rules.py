"""Rules: the leaves of a rubric. Each is one sub-clause, judged in one of nine modes.

Every mode but `manual` may bind to checks through `count`; a rule without `count` is judged by hand. All amounts are
positive and say what is at stake: lost in the deduction form, not earned in the additive form. An amount that nobody
has read is null; in a check-list (part `clause`) no rule has amounts.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.rubric.terms import Status
from config.rubric.times import Due, Period
from config.window import Window

Points = Annotated[Decimal, Field(ge=0)]


class CountedFindings(StrictModel):
    """Which findings a rule counts: those of one check, with these codes and facts."""

    check: str
    codes: tuple[str, ...] = Field(min_length=1)
    where: dict[str, tuple[Any, ...]] = Field(
        default_factory=dict, description="fact name -> accepted values; all must hold; a missing fact never matches"
    )


class RuleBase(StrictModel):
    """What every rule has. `count` pools the findings of all its entries into one number."""

    id: str
    text: str = Field(description="the sub-clause, verbatim")
    count: tuple[CountedFindings, ...] = Field(default=(), description="findings pooled into one number; none: by hand")
    status: Status = Status.CONFIRMED
    look_at: str | None = Field(default=None, description="what an assessor looks at, for the score sheet")
    note: str | None = Field(default=None, description="what is doubtful about the numbers, or decided by us")

    @property
    def bound(self) -> bool:
        """Whether checks decide this rule."""
        return bool(self.count)

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Every amount of points in the rule, by the name of its field."""
        given = {name: getattr(self, name, None) for name in ("points", "points_each", "at_most")}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def worth(self) -> Decimal | None:
        """The most that the rule can cost or earn; None when that is unknown or has no limit of its own."""
        worth: Decimal | None = getattr(self, "points", None)
        return worth


class VetoRule(RuleBase):
    """Vetoed when at least `veto_at` findings are confirmed; worth a warning from `warn_at` on."""

    mode: Literal["veto"]
    count: tuple[CountedFindings, ...] = Field(min_length=1, description="findings pooled into one number")
    veto_at: int = Field(ge=1)
    warn_at: int | None = Field(default=None, ge=1, description="below `veto_at`")

    @model_validator(mode="after")
    def _warns_before(self) -> VetoRule:
        if self.warn_at is not None and self.warn_at >= self.veto_at:
            raise broken("rule-warning", at=("warn_at",), rule=self.id)
        return self


class BooleanRule(RuleBase):
    """Yes or no: one confirmed finding is a no, and it costs `points` once, however many there are."""

    mode: Literal["boolean"]
    points: Points | None = None


class OccurrenceRule(RuleBase):
    """`points_each` for every confirmed finding, at most `at_most` (and never more than the indicator has).

    With `distinct`, what counts is not findings but the different values of that fact in them ("每类只计一次").
    """

    mode: Literal["per-occurrence"]
    points_each: Points | None = None
    at_most: Points | None = None
    distinct: str | None = Field(default=None, description="name of a fact whose different values are counted")

    @property
    def worth(self) -> Decimal | None:
        """The rule's own cap."""
        return self.at_most


class Step(StrictModel):
    """From `at` on: so much is lost (`lose`, counting faults) or earned (`earn`, measuring what is there)."""

    at: Decimal = Field(ge=0)
    lose: Points | None = None
    earn: Points | None = None


class StepsRule(RuleBase):
    """Graded: the last step reached decides.

    `number` is what is compared with `at`: the `found` findings (steps `lose`), or the fact `observed`, or the `ratio`
    observed / expected in the finding (steps `earn`; below the first step nothing is earned).
    """

    mode: Literal["steps"]
    number: Literal["found", "observed", "ratio"] = "found"
    steps: tuple[Step, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _steps_climb(self) -> StepsRule:
        field, other = ("lose", "earn") if self.number == "found" else ("earn", "lose")
        for place, step in enumerate(self.steps):
            if getattr(step, field) is None or getattr(step, other) is not None:
                raise broken("step-amount", at=("steps", place), rule=self.id, field=field, number=self.number)
            if self.number == "ratio" and step.at > 1:
                raise broken("share-over-one", at=("steps", place, "at"), rule=self.id)
        for place, (low, high) in enumerate(pairwise(self.steps), start=1):
            if high.at <= low.at or getattr(high, field) <= getattr(low, field):
                raise broken("steps-order", at=("steps", place), rule=self.id)
        return self

    @property
    def amounts(self) -> dict[str, Decimal]:
        """What the highest step takes or gives."""
        return {"steps": self.worth}

    @property
    def worth(self) -> Decimal:
        """What the highest step takes or gives."""
        return max(value for step in self.steps for value in (step.lose, step.earn) if value is not None)


class QuotaRule(RuleBase):
    """At least `at_least` in a window. Bound to a check, the finding's facts say what was `expected` and `observed`.

    Missing the quota costs `points`; or `points_each` for every one missing, at most `points`; or, `proportional`,
    the missing share of `points`.
    """

    mode: Literal["quota"]
    at_least: int | None = Field(default=None, ge=1, description="None: what the check says it expected")
    window: Window | None = Field(default=None, description="counted back from the as-of date")
    period: Period | None = Field(default=None, description="between two dates")
    points: Points | None = None
    points_each: Points | None = None
    proportional: bool = False

    @model_validator(mode="after")
    def _whole(self) -> QuotaRule:
        if self.window is not None and self.period is not None:
            raise broken("quota-window", at=("period",), rule=self.id)
        if not self.bound and (self.at_least is None or (self.window is None and self.period is None)):
            raise broken("quota-incomplete", rule=self.id)
        if self.proportional and self.points_each is not None:
            raise broken("proportional-each", at=("proportional",), rule=self.id)
        return self


class DeadlineRule(RuleBase):
    """Done when `due`: bound findings are what is late or missing. Costs `points` once, or `points_each` per case."""

    mode: Literal["deadline"]
    due: Due
    points: Points | None = None
    points_each: Points | None = None


class RatioRule(RuleBase):
    """Coverage: observed / expected in the finding's facts must reach `at_least`; short of it costs `points`.

    `proportional`: what is earned of `points` is (observed / expected) / `at_least`.
    """

    mode: Literal["ratio"]
    at_least: Decimal = Field(default=Decimal(1), gt=0, le=1, description="share, 1 = all")
    points: Points | None = None
    proportional: bool = False


class BonusRule(RuleBase):
    """Extra points: `points`, or `points_each` up to `at_most`.

    With `count`, `points` are earned when none of the counted findings is there; `points_each` are counted by hand.
    """

    mode: Literal["bonus"]
    points: Points | None = None
    points_each: Points | None = None
    at_most: Points | None = None

    @model_validator(mode="after")
    def _one_amount(self) -> BonusRule:
        if self.points is not None and (self.points_each is not None or self.at_most is not None):
            raise broken("bonus-amount", at=("points",), rule=self.id)
        if self.bound and self.points_each is not None:
            raise broken("bonus-bound", at=("points_each",), rule=self.id)
        return self

    @property
    def worth(self) -> Decimal | None:
        """The most that can be earned."""
        return self.at_most if self.points is None else self.points


class ManualRule(RuleBase):
    """Judged by a person alone, who may take or give anything up to `points`."""

    mode: Literal["manual"]
    count: tuple[CountedFindings, ...] = Field(default=(), max_length=0, description="none: a person judges")
    points: Points | None = None


Rule: TypeAlias = Annotated[
    VetoRule | BooleanRule | OccurrenceRule | StepsRule | QuotaRule | DeadlineRule | RatioRule | BonusRule | ManualRule,
    Field(discriminator="mode"),
]
"""One sub-clause in the mode that its field `mode` names."""
