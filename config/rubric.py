"""Rubrics (指标体系) as dated data: indicators, clauses quoted verbatim, scoring rules and check parameters.

No number of a rubric lives in Python. Every clause carries its source and whether the official text confirmed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.registry import UnitClass, require_unique


class Status(StrEnum):
    """Whether a clause or number was read in the official text."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


class Part(StrEnum):
    """The three parts of 国办秘函〔2019〕19号."""

    VETO = "veto"
    DEDUCTION = "deduction"
    BONUS = "bonus"


class CountedFindings(StrictModel):
    """Which confirmed findings a rule counts: those of one check, with these codes and facts."""

    check: str
    codes: tuple[str, ...] = Field(min_length=1)
    where: dict[str, tuple[Any, ...]] = Field(
        default_factory=dict, description="fact name -> accepted values; all must hold; a missing fact never matches"
    )


class Rule(StrictModel):
    """One way in which an indicator is lost: `veto_at` in a veto, else either `points_each` or `points_once`."""

    id: str
    text: str = Field(description="the sub-clause, verbatim")
    count: tuple[CountedFindings, ...] = Field(min_length=1, description="findings pooled into one number")
    veto_at: int | None = Field(default=None, ge=1, description="vetoed when at least so many are confirmed")
    warn_at: int | None = Field(default=None, ge=1, description="worth a warning from so many on; below `veto_at`")
    points_each: Decimal | None = Field(default=None, ge=0)
    points_once: Decimal | None = Field(default=None, ge=0, description="lost once however many are found")
    status: Status = Status.CONFIRMED
    note: str | None = Field(default=None, description="what is doubtful about the numbers, or decided by us")

    @model_validator(mode="after")
    def _one_effect(self) -> Rule:
        if len(self.effects) != 1:
            raise broken("rule-effect", rule=self.id, given=", ".join(self.effects) or "-")
        if self.warn_at is not None and (self.veto_at is None or self.warn_at >= self.veto_at):
            raise broken("rule-warning", at=("warn_at",), rule=self.id)
        return self

    @property
    def effects(self) -> tuple[str, ...]:
        """Which of the three effects are given; exactly one in a valid rule."""
        return tuple(name for name in ("veto_at", "points_each", "points_once") if getattr(self, name) is not None)


class Indicator(StrictModel):
    """One line of the rubric. Without rules it is assessed by hand, and `manual_reason` says why.

    With rules, `manual_reason` names the sub-clauses that no rule covers, which stay open for a person.
    """

    id: str
    part: Part
    group: str
    title: str
    points: Decimal | None = Field(default=None, ge=0, description="None: veto, or not known yet")
    clause: str
    source: str
    status: Status
    applies_to: tuple[UnitClass, ...] = Field(default=tuple(UnitClass), min_length=1)
    rules: tuple[Rule, ...] = ()
    manual_reason: str | None = Field(default=None, description="why a person must assess it; required without rules")
    note: str | None = Field(default=None, description="what is doubtful about the numbers, or decided by us")

    @model_validator(mode="after")
    def _auto_or_manual(self) -> Indicator:
        if not self.rules and not self.manual_reason:
            raise broken("manual-reason", indicator=self.id)
        return self

    @model_validator(mode="after")
    def _effects_fit_part(self) -> Indicator:
        is_veto = self.part is Part.VETO
        if is_veto and self.points is not None:
            raise broken("veto-points", at=("points",), indicator=self.id)
        for number, rule in enumerate(self.rules):
            if is_veto != (rule.veto_at is not None):
                raise broken("effect-of-part", at=("rules", number), rule=rule.id, part=self.part.value)
            most = max(rule.points_each or Decimal(0), rule.points_once or Decimal(0))
            if self.points is not None and most > self.points:
                raise broken("points-over-cap", at=("rules", number), rule=rule.id, points=str(self.points))
        return self


class Group(StrictModel):
    """A heading (一级指标) with its total. When a rubric lists groups, every indicator belongs to one of them."""

    name: str
    part: Part
    points: Decimal | None = Field(default=None, ge=0, description="None: not known yet")
    clause: str
    source: str
    status: Status


class CheckParameters(StrictModel):
    """Parameters that this rubric gives to a check, with the clause they come from."""

    values: dict[str, Any]
    clause: str
    source: str
    status: Status
    note: str | None = Field(default=None, description="what is doubtful about the numbers, or decided by us")


class Rubric(StrictModel):
    """A dated set of indicators and the rules by which they become a score."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    issuer: str
    document_number: str
    source: str
    effective_from: date
    effective_until: date | None = None
    base_points: Decimal
    bonus_points: Decimal
    pass_mark: Decimal = Field(description="below it: unqualified")
    bonus_gate: Decimal = Field(description="bonus counts only strictly above it")
    coverage_floor: Decimal = Field(ge=0, le=1, description="share of known pages that must have been observed")
    min_pages: int = Field(ge=1, description="with fewer observed pages there is no score")
    checks: dict[str, CheckParameters]
    groups: tuple[Group, ...] = ()
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Rubric:
        require_unique((indicator.id for indicator in self.indicators), "indicators", "id")
        require_unique((f"{group.part.value}/{group.name}" for group in self.groups), "groups", "name")
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
        groups = {(group.part, group.name) for group in self.groups}
        for number, indicator in enumerate(self.indicators):
            if groups and (indicator.part, indicator.group) not in groups:
                raise broken("unknown-group", at=("indicators", number, "group"), group=indicator.group)
            for position, rule in enumerate(indicator.rules):
                for place, counted in enumerate(rule.count):
                    if counted.check not in self.checks:
                        at = ("indicators", number, "rules", position, "count", place, "check")
                        raise broken("check-without-parameters", at=at, check=counted.check)
        return self

    @model_validator(mode="after")
    def _marks_in_order(self) -> Rubric:
        if not 0 <= self.pass_mark <= self.bonus_gate <= self.base_points:
            raise broken("marks-order", at=("pass_mark",))
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise broken("dates-order", at=("effective_until",))
        return self

    @model_validator(mode="after")
    def _points_add_up(self) -> Rubric:
        for part, total in ((Part.DEDUCTION, self.base_points), (Part.BONUS, self.bonus_points)):
            lines = [indicator for indicator in self.indicators if indicator.part is part]
            _require_sum(part.value, [line.points for line in lines], total, at=("indicators",))
            headings = [group for group in self.groups if group.part is part]
            _require_sum(part.value, [group.points for group in headings], total, at=("groups",))
            for group in headings:
                if group.points is not None:
                    points = [line.points for line in lines if line.group == group.name]
                    _require_sum(group.name, points, group.points, at=("groups", self.groups.index(group)))
        return self


def _require_sum(name: str, points: Sequence[Decimal | None], total: Decimal, at: tuple[str | int, ...]) -> None:
    """Known points must make up the total; while some are unknown, they must not exceed it."""
    known = sum((value for value in points if value is not None), Decimal(0))
    if known > total or (points and None not in points and known != total):
        raise broken("points-sum", at=at, name=name, known=str(known), total=str(total))
