"""Pieces of a page as data: what `report.js` builds elements of. Texts are places in `Texts`, never markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from config.messages import text
from reports.moments import beijing
from reports.page.texts import Node, Texts
from reports.wording import label, reason


def is_web(address: object) -> bool:
    """Whether an address may become a link: `javascript:`, `data:` and the like never do."""
    return isinstance(address, str) and address.lower().startswith(("http://", "https://"))


class Nodes:
    """Makes pieces in one language.

    Kinds: `a` link, `b` bold, `s` soft, `t` tag, `l` list, `d` pairs of name and content, `r` table of headings and
    rows, `x` a part with its title (1: open at first), `g` parts in a row, `i` a picture, `f` a link to a file,
    `m` a link to the method of a check.
    """

    def __init__(self, texts: Texts, lang: str) -> None:
        """Place all texts in `texts`."""
        self.texts = texts
        self.lang = lang

    def say(self, key: str, **facts: Any) -> int:
        """A text of the catalogue below `report.`."""
        return self.texts.place(text(f"report.{key}", self.lang, **facts))

    def address(self, url: str) -> Node:
        """An address: a link if it may be one."""
        return ["a", self.texts.place(url)] if is_web(url) else self.texts.place(url)

    def pairs(self, *pairs: tuple[int, Node | None]) -> Node:
        """Names with their contents; what has none is left out."""
        return ["d", *(part for name, content in pairs if content is not None for part in (name, content))]

    def tree(self, value: Any, key: str = "") -> Node:
        """Facts or evidence as they are: mappings as pairs, lists as lists, lists of mappings as tables."""
        if isinstance(value, Mapping):
            return ["d", *(part for name, own in value.items() for part in (self._name(name), self.leaf(name, own)))]
        if value and all(isinstance(part, Mapping) for part in value):
            return self.table(value)
        return ["l", *(self.leaf(key, part) for part in value)]

    def table(self, rows: list[Mapping[str, Any]]) -> Node:
        """Rows under every heading that one of them has."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        cells = [[self.leaf(name, row.get(name)) for name in names] for row in rows]
        return ["r", [self._name(name) for name in names], cells]

    def leaf(self, key: str, value: Any) -> Node:
        """One value in words: those of the catalogue for answers, moments and other keys."""
        place = self.texts.place
        match value:
            case None | "":
                return self.say("missing")
            case bool():
                return self.say("yes" if value else "no")
            case Mapping() | list() | tuple():
                return self.tree(value, key) if value else self.say("none")
            case str() if is_web(value):
                return self.address(value)
            case str() if key == "answer":
                return place(reason(value, self.lang))
            case str() if key == "at":
                return place(beijing(value))
        return place(label(f"report.value.{key}.{value}", self.lang, otherwise=str(value)))

    def _name(self, key: str) -> int:
        return self.texts.place(label(f"report.fact.{key}", self.lang, otherwise=str(key)))
