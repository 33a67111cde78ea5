"""Groups and indicators: the lines of a rubric's table, with the clauses that they quote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.problems import Loc
from config.registry import UnitClass
from config.rubric.conditions import AppliesIf
from config.rubric.rules import CountedFindings, Points, Rule, VetoRule
from config.rubric.terms import Automation, Evidence, Part, Status

ALL_CLASSES = tuple(UnitClass)

RequirementId = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")]
"""A requirement that several rubrics share, in capitals: INT-SYNC, ZONE."""


class PointRange(StrictModel):
    """The rubric states only between what an indicator's points lie for different units ("0.5–3.5分")."""

    low: Points
    high: Points

    @model_validator(mode="after")
    def _in_order(self) -> PointRange:
        if self.high < self.low:
            raise broken("range-order", at=("high",), low=str(self.low), high=str(self.high))
        return self


class Quote(StrictModel):
    """A further verbatim passage that asks for the same thing: an annex row, another document."""

    text: str
    pointer: str | None = None
    source: str | None = Field(default=None, description="None: the indicator's own source")


class Deadline(StrictModel):
    """Until when a task must be done: in the document's words, and as a date where they name one."""

    text: str
    by: date | None = None


class Line(StrictModel):
    """What groups and indicators share: points, the clause with its place and source, and to whom they apply.

    What a group says about units holds for everything below it.
    """

    part: Part
    points: Points | None = Field(default=None, description="None: not known yet, or the part has none")
    clause: str = Field(description="verbatim")
    pointer: str | None = Field(default=None, description="where in the source: 一(二), 附件第5行")
    source: str
    status: Status
    applies_to: tuple[UnitClass, ...] = Field(default=ALL_CLASSES, min_length=1)
    applies_if: AppliesIf | None = None
    note: str | None = Field(default=None, description="what is doubtful about the numbers, or decided by us")


class Group(Line):
    """A heading with its total. When a rubric lists groups, every indicator belongs to one of them.

    Groups form a tree through `parent`; the top ones are level 1.
    """

    id: str | None = Field(default=None, description="None: its name is its id")
    name: str
    parent: str | None = Field(default=None, description="id of the group above; None: level 1")

    @property
    def key(self) -> str:
        """By which indicators and other groups name it."""
        return self.id or self.name


class Variant(StrictModel):
    """What replaces parts of an indicator for units of some classes; what is not given stays."""

    classes: tuple[UnitClass, ...] = Field(min_length=1)
    points: Points | None = None
    points_range: PointRange | None = None
    clause: str | None = None
    pointer: str | None = None
    source: str | None = None
    status: Status | None = None
    rules: tuple[Rule, ...] | None = None
    manual_reason: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _replaces_something(self) -> Variant:
        if not (self.model_fields_set - {"classes"}):
            raise broken("variant-empty")
        return self


class Indicator(Line):
    """One line of the rubric. Without rules it is assessed by hand, and `manual_reason` says why.

    With rules, `manual_reason` names the sub-clauses that no rule covers, which stay open for a person.
    """

    id: str
    group: str = Field(description="id of its group")
    title: str
    points_range: PointRange | None = Field(default=None, description="instead of points that differ between units")
    quotes: tuple[Quote, ...] = ()
    variants: tuple[Variant, ...] = ()
    rules: tuple[Rule, ...] = ()
    manual_reason: str | None = Field(default=None, description="why a person must assess it; required without rules")
    look_at: str | None = Field(default=None, description="what an assessor looks at, for the score sheet")
    automation: Automation | None = Field(default=None, description="if given, must be what the rules make of it")
    evidence: tuple[Evidence, ...] = (Evidence.ONLINE,)
    requirements: tuple[RequirementId, ...] = Field(
        default=(), description="ids that several rubrics share, such as INT-SYNC"
    )
    responsible: tuple[str, ...] = Field(default=(), description="responsible units, verbatim")
    deadline: Deadline | None = None

    @model_validator(mode="after")
    def _sound(self) -> Indicator:
        self._require_variants()
        for at, view in self._views():
            _require_hand(view, at)
            _require_points(view, at)
        if self.automation not in (None, self.decided_by):
            raise broken("automation-other", at=("automation",), indicator=self.id, found=self.decided_by.value)
        return self

    @property
    def decided_by(self) -> Automation:
        """Who decides it, as its rules and its manual reason say."""
        bound = [rule.bound for rule in self.rules]
        if not any(bound):
            return Automation.MANUAL
        return Automation.PARTLY if self.manual_reason or not all(bound) else Automation.AUTO

    def undecided_for(self, unit_class: UnitClass) -> bool:
        """Whether it depends on a service function that is not known which variant holds for the unit."""
        return any(unit_class.among(variant.classes) is None for variant in self.variants)

    def for_class(self, unit_class: UnitClass) -> Indicator:
        """The indicator as it stands for units of this class, without variants."""
        for variant in self.variants:
            if unit_class.among(variant.classes):
                return self._replaced(variant)
        return self.model_copy(update={"variants": ()}) if self.variants else self

    def bindings(self) -> Iterator[tuple[Loc, CountedFindings]]:
        """Everything that its rules and those of its variants count, each with its place in the indicator."""
        for at, view in self._views():
            if at and self.variants[int(at[1])].rules is None:
                continue
            for number, rule in enumerate(view.rules):
                for place, counted in enumerate(rule.count):
                    yield (*at, "rules", number, "count", place), counted

    def _views(self) -> Iterator[tuple[Loc, Indicator]]:
        """The indicator itself and as each variant makes it, with the place of what says so."""
        yield (), self
        for number, variant in enumerate(self.variants):
            yield ("variants", number), self._replaced(variant)

    def _replaced(self, variant: Variant) -> Indicator:
        given = {name: getattr(variant, name) for name in variant.model_fields_set - {"classes"}}
        if "points_range" in given:
            given.setdefault("points", None)
        elif "points" in given:
            given["points_range"] = None
        return self.model_copy(update=given | {"variants": ()})

    def _require_variants(self) -> None:
        for number, variant in enumerate(self.variants):
            at = ("variants", number, "classes")
            for unit_class in variant.classes:
                if not unit_class.among(self.applies_to):
                    raise broken("variant-class", at=at, indicator=self.id, unit_class=unit_class.value)
        for unit_class in ALL_CLASSES:
            twice = [place for place, variant in enumerate(self.variants) if unit_class.among(variant.classes)]
            if len(twice) > 1:
                at = ("variants", twice[1], "classes")
                raise broken("duplicate", at=at, value=unit_class.value, first=f"variants.{twice[0]}")


def _require_hand(line: Indicator, at: Loc) -> None:
    """What no check decides needs a reason."""
    if line.manual_reason:
        return
    if not line.rules:
        raise broken("manual-reason", at=at, indicator=line.id)
    for number, rule in enumerate(line.rules):
        if not rule.bound:
            raise broken("manual-rule", at=(*at, "rules", number), rule=rule.id, mode=rule.mode)


def _require_points(line: Indicator, at: Loc) -> None:
    """Modes and amounts must fit the part, and no rule may be worth more than the indicator."""
    without = line.part in (Part.VETO, Part.CLAUSE)
    if without and (line.points is not None or line.points_range):
        field = "points" if line.points is not None else "points_range"
        raise broken("part-without-points", at=(*at, field), indicator=line.id, part=line.part.value)
    if line.points is not None and line.points_range:
        raise broken("points-and-range", at=(*at, "points_range"), indicator=line.id)
    most = line.points_range.high if line.points_range else line.points
    for number, rule in enumerate(line.rules):
        place = (*at, "rules", number)
        if (line.part is Part.VETO) != isinstance(rule, VetoRule) and rule.mode != "manual":
            raise broken("mode-of-part", at=(*place, "mode"), rule=rule.id, mode=rule.mode, part=line.part.value)
        if rule.mode == "bonus" and line.part is not Part.BONUS:
            raise broken("mode-of-part", at=(*place, "mode"), rule=rule.id, mode=rule.mode, part=line.part.value)
        for name, value in rule.amounts.items():
            if without:
                raise broken("amount-without-points", at=(*place, name), rule=rule.id, part=line.part.value)
            if most is not None and value > most:
                raise broken("points-over-cap", at=(*place, name), rule=rule.id, points=str(most))
    _require_credits(line, at)


def _require_credits(line: Indicator, at: Loc) -> None:
    """In the additive form the rules' worth makes up the indicator's points, as far as both are known."""
    if line.part is not Part.CREDIT or line.points is None or not line.rules:
        return
    worth = [rule.worth for rule in line.rules]
    known = sum(value for value in worth if value is not None)
    if known > line.points or (None not in worth and known != line.points):
        raise broken("points-sum", at=(*at, "rules"), name=line.id, known=str(known), total=str(line.points))
