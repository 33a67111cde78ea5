"""Of which kind a column is (动态要闻, 通知公告 …), told by its names. The names are data: column-kinds.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from pydantic import Field, model_validator

from config.model import StrictModel, broken
from config.registry import require_unique
from config.rubric import Status
from config.wording import Wording, plain

_BETWEEN_TYPES = re.compile(r"[,，;；、|/\s]+")


class KindMatch(NamedTuple):
    """The kind of a column and what gave it: `name`, `column-type`, `breadcrumb` or `default`."""

    kind: str
    reason: str


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
        the column (and may end with its own), outermost first; the innermost that matches an inheriting kind counts.
        ColumnType comes second because real portals fill it with numbers and with the names of other columns.
        """
        above = [kind for step in reversed(breadcrumb) if (kind := self._named(step)) is not None]
        for kind in above:
            if kind.covers:
                return KindMatch(kind.kind, "breadcrumb")
        own = self._named(name)
        if own is not None:
            return KindMatch(own.kind, "name")
        typed = self._typed(column_type or "")
        if typed is not None:
            return KindMatch(typed.kind, "column-type")
        for kind in above:
            if kind.inherits:
                return KindMatch(kind.kind, "breadcrumb")
        return KindMatch(self.default, "default")

    def _named(self, name: str) -> ColumnKind | None:
        return next((kind for kind in self.kinds if kind.matches(name)), None)

    def _typed(self, column_type: str) -> ColumnKind | None:
        values = {plain(column_type), *(plain(part) for part in _BETWEEN_TYPES.split(column_type))} - {""}
        for kind in self.kinds:
            if any(plain(known) in values for known in kind.column_types):
                return kind
        return None
