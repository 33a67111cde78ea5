"""What a unit must have published: the items of the `mandated-item` check, written in a rubric.

An item holds all that is needed to decide the six codes of the check:

* `missing`     nothing in the unit's columns, link texts or article titles `matches` the item (only suspected unless
                `by_name`); or (with `yearly`) the item is there but nothing in it is for the year that was last due
* `empty`       the column that matches is proven to be empty
* `stale`       the newest date in it lies before `max_age.since(as_of)`
* `late`        (with `yearly`) the entry of the year last due is dated after `deadline`
* `too-few`     fewer than `min_items` rows (dated within `min_items_within`, when given)
* `incomplete`  an element matches no row title, no child column and no link text of the item, and (with `inside`)
                stands in no text of its pages and files either
* `year-gap`    (with `yearly.series`) years between the first entry and the one last due have none

Whether the item could be looked for at all (coverage, unreadable lists) is for the check to say.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from pydantic import Field, model_validator

from config.item_words import ItemWording, item_words
from config.model import broken
from config.month_day import MonthDay
from config.registry import UnitClass
from config.rubric import Status
from config.window import Window
from config.wording import WORD_LISTS, Pattern, Wording, entry_named, joined

W = TypeVar("W", bound=Wording)


class ItemForm(StrEnum):
    """In which form an item may stand on a portal."""

    COLUMN = "column"
    ARTICLE = "article"
    EITHER = "column-or-article"


class SharedWording(Wording):
    """A wording that may take over an entry of the lexicon (`words`); what it writes itself is added to it."""

    _lists: ClassVar[tuple[str, ...]] = WORD_LISTS

    words: str | None = Field(default=None, description="entry of config/lexicons/item-words.yaml")

    @model_validator(mode="before")
    @classmethod
    def _take_over(cls, data: Any) -> Any:
        entry = entry_named(data, lambda: item_words().entries, "unknown-words")
        return data if entry is None else {**data, **joined(entry, data, cls._lists)}


class Element(SharedWording):
    """A required part of an item: some row title, child column or link text in it must match.

    With `inside` it may also stand in the text of the item's pages and files; such a part is only ever suspected to
    be absent.
    """

    title: str
    inside: tuple[Pattern, ...] = Field(
        default=(),
        description="regular expressions that are looked for in the plain text of the item's pages and files",
    )

    @model_validator(mode="after")
    def _can_match(self) -> Element:
        return self if self.inside else _require_words(self)

    def stands_in(self, plain_text: str) -> bool:
        """Whether a text that is already `plain` has this part in it."""
        return any(re.search(pattern, plain_text) for pattern in self.inside)


class Yearly(ItemWording, SharedWording):
    """One entry per year. An entry is a row or article whose title matches (without names: any row of the item); of a
    title that is only `likely` one, a person has to say.

    The entry *for* year Y is owed in year Y + `lag`: by `due[unit class]` where the rules name a date, otherwise by
    the end of that year, and then it cannot be late.
    """

    _lists: ClassVar[tuple[str, ...]] = (*WORD_LISTS, "rows", "likely")

    lag: int = Field(default=1, ge=0, le=2, description="years between the year in the title and the year it is owed")
    inside: tuple[Pattern, ...] = Field(
        default=(),
        description="a row of the item is an entry too when its page or files have one of these in their plain text",
    )
    series: int = Field(
        default=0,
        ge=0,
        description="so many years up to the one last due must not have gaps between them (0: not asked)",
    )
    due: dict[UnitClass, MonthDay] = Field(default_factory=dict, description="last day for publication, by unit class")

    def is_entry(self, title: str) -> bool:
        """Whether a row of the item's own places with this title counts as a yearly entry."""
        return not (self.names or self.patterns) or self.in_rows.matches(title)

    def deadline(self, unit_class: UnitClass, year: int) -> date | None:
        """The last day for publishing the entry for `year`; None when no rule names one for this class."""
        month_day = self.due.get(unit_class) or self.due.get(unit_class.base)
        return date.fromisoformat(f"{year + self.lag}-{month_day}") if month_day else None

    def last_due_year(self, unit_class: UnitClass, as_of: date) -> int:
        """The latest year whose entry must be there on `as_of` (the day of the deadline itself is still in time)."""
        year = as_of.year - self.lag
        last_day = self.deadline(unit_class, year) or date(as_of.year, 12, 31)
        return year if as_of > last_day else year - 1


class MandatedItem(SharedWording):
    """Something that a unit of these classes must publish, by this clause.

    `names`, `patterns` and `excludes` (see `Wording`) say how it is called; `id` is the stable `facts.item`.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str
    form: ItemForm = ItemForm.EITHER
    by_name: bool = Field(
        default=True,
        description="false: the clause asks for information on a subject, which may stand under any heading; then "
        "`missing` is only suspected, however the search ended",
    )
    applies_to: tuple[UnitClass, ...] = Field(min_length=1)
    max_age: Window | None = None
    min_items: int | None = Field(default=None, ge=1)
    min_items_within: Window | None = None
    yearly: Yearly | None = None
    elements: tuple[Element, ...] = ()
    waiver: SharedWording | None = Field(
        default=None, description="a statement of this name says which elements do not concern the unit"
    )
    clause: str = Field(description="the requirement, as quoted in the source")
    source: str
    status: Status
    note: str | None = None

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """Everything of the item that is looked for by name: itself, its yearly entries, the statement."""
        perhaps = self.yearly.perhaps if self.yearly else None
        return tuple(each for each in (self, self.yearly, perhaps, self.waiver) if each is not None)

    @model_validator(mode="after")
    def _consistent(self) -> MandatedItem:
        if self.min_items_within and self.min_items is None:
            raise broken("within-without-count", at=("min_items_within",))
        if self.waiver is not None:
            _require_words(self.waiver)
        return _require_words(self)


def _require_words(wording: W) -> W:
    if not (wording.names or wording.patterns):
        raise broken("no-words")
    return wording
