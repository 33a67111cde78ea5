"""Of which kind a column is (动态要闻, 通知公告 …), told by its names. The names are data: column-kinds.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.registry import require_unique
from config.rubric import Status
from config.wording import Wording, plain
from config.years import years_in_numerals

_BETWEEN_TYPES = re.compile(r"[,，;；、|/\s]+")


_YEAR = re.compile(r"(?<!\d)(?:19[5-9]|20\d)\d(?!\d)")
_NUMERAL = "[〇零○一二三四五六七八九十]"
_PLAN = re.compile(rf"(?<!{_NUMERAL})十([一二三四五六七八九])(?:五(?!{_NUMERAL})|个五年)")
_PLANS_COUNT_FROM = 1955
"""The n-th five-year plan ended, and ends, 5n years after that: the sixth in 1985, the thirteenth in 2020."""


class KindMatch(NamedTuple):
    """The kind of a column and what gave it: `name`, `column-type`, `breadcrumb` or `default`.

    `word`: the name or pattern of the lexicon that the column's name fits, the value of ColumnType, or the name of the
    column above it.
    """

    kind: str
    reason: str
    word: str = ""


class ColumnKind(Wording):
    """A kind of column. `names`, `patterns` and `excludes` are compared with one name at a time (see `Wording`)."""

    kind: str
    static: bool = Field(default=False, description="has no update window by nature (机构职能, 领导信息 …)")
    inherits: bool = Field(default=True, description="columns below a column of this kind are of this kind too")
    covers: bool = Field(
        default=False, description="whatever lies below is of this kind, even if its name says another"
    )
    column_types: tuple[str, ...] = Field(default=(), description="values of meta ColumnType, compared when plain")
    source: str
    status: Status
    note: str | None = None


class ColumnKinds(StrictModel):
    """All kinds, in order of precedence: where two kinds match the same name, the first one in the file counts."""

    kinds: tuple[ColumnKind, ...] = Field(min_length=1)
    default: str = Field(description="the kind of a column that matches nothing")

    @model_validator(mode="after")
    def _kinds_differ(self) -> ColumnKinds:
        require_unique((kind.kind for kind in self.kinds), "kinds", "kind")
        if self.default not in self.names:
            raise broken("default-kind", at=("default",), default=self.default)
        return self

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The kinds that there are, in order of precedence."""
        return tuple(kind.kind for kind in self.kinds)

    @cached_property
    def static_kinds(self) -> frozenset[str]:
        """The kinds that have no update window by nature."""
        return frozenset(kind.kind for kind in self.kinds if kind.static)

    def classify(self, name: str, breadcrumb: Sequence[str] = (), column_type: str | None = None) -> KindMatch:
        """The kind of a column: by its own name, else by meta ColumnType, else by the columns above it.

        Only a kind that `covers` what lies below it (专题) comes before all that. `breadcrumb` holds the names above
        the column (and may end with its own), outermost first; the innermost that matches an inheriting kind counts,
        unless that kind rules the column's own name out. ColumnType comes second because real portals fill it with
        numbers and with the names of other columns.
        """
        above = [(step, kind) for step in reversed(breadcrumb) if (kind := self._named(step)) is not None]
        own = self._named(name)
        for step, kind in above:
            if kind.covers and kind is not own:
                return KindMatch(kind.kind, "breadcrumb", step)
        if own is not None:
            return KindMatch(own.kind, "name", own.word_in(name) or "")
        typed = self._typed(column_type or "")
        if typed is not None:
            return typed
        for step, kind in above:
            if kind.inherits and not kind.rules_out(name):
                return KindMatch(kind.kind, "breadcrumb", step)
        return KindMatch(self.default, "default")

    def _named(self, name: str) -> ColumnKind | None:
        return next((kind for kind in self.kinds if kind.matches(name)), None)

    def _typed(self, column_type: str) -> KindMatch | None:
        values = {plain(column_type), *(plain(part) for part in _BETWEEN_TYPES.split(column_type))} - {""}
        for kind in self.kinds:
            for known in kind.column_types:
                if plain(known) in values:
                    return KindMatch(kind.kind, "column-type", known)
        return None


def is_of_past_year(names: Iterable[str], year: int) -> bool:
    """Whether one of the `names` of a column and those above it says that it is kept for years before `year`.

    2019年, 二〇二四年, 2021-2023年度预算, 十三五规划 (2016 to 2020): what such a column holds is complete, so nobody
    updates it.
    """
    latest = (max(found) for name in names if (found := _years_in(unicodedata.normalize("NFKC", name))))
    return any(last < year for last in latest)


def _years_in(name: str) -> set[int]:
    """The years that a name says, and the last years of the five-year plans (十三五, 第十三个五年规划) that it says."""
    years = {int(found) for found in _YEAR.findall(name)} | years_in_numerals(name)
    plans = (11 + "一二三四五六七八九".index(found) for found in _PLAN.findall(name))
    return years | {_PLANS_COUNT_FROM + 5 * plan for plan in plans}
