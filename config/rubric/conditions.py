"""When an indicator applies at all: unit class, tags, attributes, another indicator's outcome.

All answers have three values. None means that nobody can tell yet (a department whose service function is unknown, an
attribute that the registry does not give, an indicator without an outcome): then the item stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.registry import Unit
from config.rubric.terms import Fate

Scalar = str | int | bool


class AppliesIf(StrictModel):
    """Conditions that must all hold. Tags and attributes are those of the unit in the registry."""

    tags: tuple[str, ...] = Field(default=(), description="the unit has all of these tags")
    without_tags: tuple[str, ...] = Field(default=(), description="the unit has none of these tags")
    attributes: dict[str, tuple[Scalar, ...]] = Field(
        default_factory=dict, description="attribute -> accepted values; not given in the registry: unknown"
    )
    outcomes: dict[str, tuple[Fate, ...]] = Field(
        default_factory=dict, description="id of another indicator -> outcomes of it under which this one applies"
    )

    @model_validator(mode="after")
    def _says_something(self) -> AppliesIf:
        if not (self.tags or self.without_tags or self.attributes or self.outcomes):
            raise broken("condition-empty")
        return self

    def holds(self, unit: Unit, fates: Mapping[str, Fate]) -> bool | None:
        """Whether all conditions hold for `unit`; `fates` are the outcomes so far, by indicator id."""
        tags = set(unit.tags)
        answers: list[bool | None] = [set(self.tags) <= tags, not tags & set(self.without_tags)]
        answers += [_among(unit.attributes.get(name), accepted) for name, accepted in self.attributes.items()]
        answers += [_among(fates.get(name), accepted) for name, accepted in self.outcomes.items()]
        return all_hold(answers)


def all_hold(answers: Iterable[bool | None]) -> bool | None:
    """False when one is false; otherwise None when one is unknown."""
    given = tuple(answers)
    if False in given:
        return False
    return None if None in given else True


def _among(value: Scalar | None, accepted: tuple[Scalar, ...]) -> bool | None:
    return None if value is None else any(value == one and type(value) is type(one) for one in accepted)
