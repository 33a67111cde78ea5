"""How the checks decide, for whoever reads a report: the pages of the checks, cut into what a template sets."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from checks.catalogue import checks_by_id
from checks.docs import title
from checks.page_texts import blocks


class Part(NamedTuple):
    """A `heading`, a `text` (one paragraph) or a `list` of a page. Words and code stand in turn, words first."""

    kind: str
    lines: tuple[tuple[str, ...], ...]


class Method(NamedTuple):
    """How a check decides. `anchor` is where it stands in the report."""

    check: str
    anchor: str
    title: str
    clause: str
    parts: tuple[Part, ...]


def methods(check_ids: Iterable[str], lang: str) -> tuple[Method, ...]:
    """The methods of these checks, in order of their ids; of one that is not installed any more there is none."""
    known = checks_by_id()
    wanted = [known[check_id] for check_id in sorted(set(check_ids)) if check_id in known]
    return tuple(
        Method(check.id, anchor(check.id), title(check, lang), check.clause, tuple(_parts(blocks(check, lang))))
        for check in wanted
    )


def anchor(check_id: str) -> str:
    """Where the method of a check stands in the report."""
    return f"method-{check_id}"


def _parts(pieces: Iterable[tuple[str, str]]) -> Iterable[Part]:
    for mark, same in groupby(pieces, key=lambda piece: piece[0]):
        lines = tuple(tuple(words.split("`")) for _, words in same)
        if mark == "*":
            yield Part("list", lines)
        else:
            yield from (Part("heading" if mark else "text", (line,)) for line in lines)
