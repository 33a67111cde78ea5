"""A whole rubric: its marks, its tree of groups and indicators, and what must be true of them together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.problems import Loc
from config.registry import Unit, UnitClass, require_unique
from config.rubric.conditions import all_hold
from config.rubric.defaults import Defaults, with_defaults
from config.rubric.indicator import Group, Indicator, Line
from config.rubric.references import require_conditions, require_reweighting
from config.rubric.reweighting import Reweighting
from config.rubric.rules import CountedFindings, Points
from config.rubric.sharing import with_shared
from config.rubric.sums import require_sums
from config.rubric.terms import PARTS_OF_FORM, Fate, Form, Part, Status
from config.rubric.tree import MAX_LEVELS, Tree

Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class CheckParameters(StrictModel):
    """Parameters that this rubric gives to a check, with the clause they come from."""

    values: dict[str, Any] = Field(
        description="`use: ID` in a mapping takes over that entry of config/parameters/<check>.yaml; what stands "
        "beside it replaces the entry's own"
    )
    clause: str
    source: str
    status: Status
    note: str | None = Field(default=None, description="what is doubtful about the numbers, or decided by us")


class Rubric(StrictModel):
    """A dated set of indicators and the rules by which they become a score, or (a check-list) outcomes alone."""

    id: Slug
    title: str
    issuer: str
    document_number: str | None = Field(
        default=None, description="文号; None: the document bears none, or nobody knows it"
    )
    source: str
    family: Slug | None = Field(default=None, description="versions of one rubric share it; their dates never overlap")
    effective_from: date
    effective_until: date | None = Field(default=None, description="last day; None: until another version follows")
    form: Form = Form.DEDUCTION
    base_points: Points | None = Field(default=None, description="None: a check-list, no score")
    bonus_points: Points | None = Field(default=None, description="the most that bonuses add; None: there are none")
    pass_mark: Points | None = Field(default=None, description="below it: unqualified; None: no verdict by score")
    bonus_gate: Points | None = Field(default=None, description="bonus counts only strictly above it; None: always")
    coverage_floor: Decimal = Field(ge=0, le=1, description="share of known pages that must have been observed")
    min_pages: int = Field(ge=1, description="with fewer observed pages there is no score")
    levels: tuple[str, ...] = Field(default=(), max_length=MAX_LEVELS, description="names of the levels, top first")
    defaults: Defaults = Defaults()
    checks: dict[str, CheckParameters] = Field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    reweighting: tuple[Reweighting, ...] = ()
    notes: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, data: Any) -> Any:
        return with_shared(with_defaults(data))

    @model_validator(mode="after")
    def _ids_differ(self) -> Rubric:
        require_unique((indicator.id for indicator in self.indicators), "indicators", "id")
        require_unique((group.key for group in self.groups), "groups", "id")
        first: dict[str, str] = {}
        for number, indicator in enumerate(self.indicators):
            for position, rule in enumerate(indicator.rules):
                if rule.id in first:
                    at = ("indicators", number, "rules", position, "id")
                    raise broken("duplicate", at=at, value=rule.id, first=first[rule.id])
                first[rule.id] = f"indicators.{number}.rules.{position}"
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> Rubric:
        tree = self.tree
        require_conditions(self.groups, self.indicators, tree)
        require_reweighting(self.reweighting, self.groups, self.indicators)
        for at, counted in self.bindings():
            if counted.check not in self.checks:
                raise broken("check-without-parameters", at=(*at, "check"), check=counted.check)
        return self

    @model_validator(mode="after")
    def _points_fit_form(self) -> Rubric:
        without = self.form is Form.CHECKLIST
        if not without and self.base_points is None:
            raise broken("base-missing", form=self.form.value)
        for field in ("base_points", "bonus_points", "pass_mark", "bonus_gate"):
            if without and getattr(self, field) is not None:
                raise broken("checklist-points", at=(field,), field=field)
        if self.bonus_points is None and not without and any(line.part is Part.BONUS for line in self.indicators):
            raise broken("bonus-missing")
        allowed = PARTS_OF_FORM[self.form]
        listed: tuple[tuple[str, Sequence[Line]], ...] = (("groups", self.groups), ("indicators", self.indicators))
        for name, lines in listed:
            for number, line in enumerate(lines):
                if line.part not in allowed:
                    parts = ", ".join(part.value for part in allowed)
                    at = (name, number, "part")
                    raise broken("part-of-form", at=at, part=line.part.value, form=self.form.value, allowed=parts)
        return self

    @model_validator(mode="after")
    def _marks_in_order(self) -> Rubric:
        marks = [mark for mark in (self.pass_mark, self.bonus_gate, self.base_points) if mark is not None]
        if marks != sorted(marks):
            raise broken("marks-order", at=("pass_mark" if self.pass_mark is not None else "bonus_gate",))
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise broken("dates-order", at=("effective_until",))
        return self

    @model_validator(mode="after")
    def _points_add_up(self) -> Rubric:
        totals = {Part.DEDUCTION: self.base_points, Part.CREDIT: self.base_points, Part.BONUS: self.bonus_points}
        for part, total in totals.items():
            require_sums(part, total, self.groups, self.indicators, self.tree)
        return self

    @cached_property
    def tree(self) -> Tree:
        """The groups above each indicator."""
        return Tree(self.groups, self.indicators, len(self.levels) or None)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Rubric:
        """A copy with some fields replaced; its tree is built anew."""
        copied = super().model_copy(update=update, deep=deep)
        copied.__dict__.pop("tree", None)
        return copied

    def in_force(self, on: date) -> bool:
        """Whether the rubric is in force on this day."""
        return self.effective_from <= on and (self.effective_until is None or on <= self.effective_until)

    def heading(self, indicator: Indicator) -> str:
        """The name of an indicator's group."""
        above = self.tree.ancestors(indicator)
        return above[0].name if above else indicator.group

    def is_for(self, indicator: Indicator, unit_class: UnitClass) -> bool | None:
        """Whether an indicator is for units of this class; None when their service function would have to be known."""
        answers = [unit_class.among(item.applies_to) for item in self.tree.path(indicator)]
        return all_hold([*answers, None if indicator.undecided_for(unit_class) else True])

    def applies(self, indicator: Indicator, unit: Unit, fates: Mapping[str, Fate]) -> bool | None:
        """Whether an indicator applies to a unit: its class and every condition, its own and those of its groups.

        `fates` are the outcomes of other indicators so far, by id. None: nobody can tell yet, so it stays open.
        """
        conditions = (item.applies_if for item in self.tree.path(indicator))
        answers = [condition.holds(unit, fates) for condition in conditions if condition is not None]
        return all_hold([self.is_for(indicator, unit.unit_class), *answers])

    def bindings(self) -> Iterator[tuple[Loc, CountedFindings]]:
        """Everything that rules count, each with its place in the rubric."""
        for number, indicator in enumerate(self.indicators):
            for at, counted in indicator.bindings():
                yield ("indicators", number, *at), counted
