"""What the inline scripts and hidden inputs of a page say: values of variables, and objects with parameters.

A value counts only when it is written down: as a literal, as a variable or sum of such, in a hidden input, or in the
page's own address. What a script works out otherwise is not known, and nothing is put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crawler.reading.page import Page
from crawler.reading.scripts.literals import Expression, read_value, sane

_MOST_PLACES = 20
"""Places in the scripts of a page in which one name is looked at (own rule)."""
_REACH = 8_000
"""Characters of an object with parameters; real ones have a few hundred (own rule)."""
_OUTER = 3
"""Braces around a name that are tried as the beginning of its object."""
_STEPS = 6
"""Variables that may stand for one another."""
_PATH = r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*"
_STRING = r"\"[^\"\\\n]*\"|'[^'\\\n]*'"
_INPUT = (
    r"(?:\$|jQuery)\(\s*[\"']#(?P<jquery>[\w-]+)[\"']\s*\)\.val\(\s*\)"
    r"|document\.getElementById\(\s*[\"'](?P<dom>[\w-]+)[\"']\s*\)\.value"
)
_TERM = re.compile(rf"\s*(?:{_INPUT}|(?P<string>{_STRING})|(?P<number>\d{{1,15}})|(?P<path>{_PATH}))\s*(?:\+|$)")
_OF_ADDRESS = re.compile(rf"{_PATH}\(\s*[\"'](?P<name>[\w-]{{1,40}})[\"']\s*\)")


class ScriptValues:
    """The values on one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._known: dict[str, list[Any]] = {}

    def assigned(self, name: str) -> list[Any]:
        """All values that scripts assign to the variable `name`, in order."""
        if name not in self._known:
            self._known[name] = list(self._assigned(name))
        return self._known[name]

    def variable(self, name: str) -> Any:
        """The value of a variable; None when it has none, or several that differ."""
        values = self.assigned(name)
        return values[0] if values and all(value == values[0] for value in values) else None

    def first_object(self, name: str) -> dict[str, Any] | None:
        """The first object that is assigned to a variable."""
        return next((value for value in self.assigned(name) if isinstance(value, dict)), None)

    def objects(self, key: str) -> Iterator[tuple[dict[str, Any], str]]:
        """Objects that have `key`, the innermost first, each with the script in which it stands."""
        pattern = re.compile(rf"(?<![\w$.-])[\"']?{re.escape(key)}[\"']?\s*:")
        for script in self._page.scripts:
            places = pattern.finditer(script) if key in script else ()
            for _, found in zip(range(_MOST_PLACES), places, strict=False):
                holder = _object_around(script, found.start(), key)
                if holder is not None:
                    yield holder, script

    def text(self, value: Any, steps: int = _STEPS) -> str | None:
        """What a value is when it is sent in a request; None when the page does not tell it."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        if isinstance(value, str):
            return sane(value)
        if isinstance(value, Expression) and steps > 0:
            return self._worked_out(value.code, steps - 1)
        return None

    def _assigned(self, name: str) -> Iterator[Any]:
        pattern = re.compile(rf"(?<![\w$.])(?:window\s*\.\s*)?{re.escape(name)}\s*=(?![=>])")
        for script in self._page.scripts:
            places = pattern.finditer(script) if name in script else ()
            for _, found in zip(range(_MOST_PLACES), places, strict=False):
                try:
                    yield read_value(script, found.end())[0]
                except ValueError:
                    continue

    def _worked_out(self, code: str, steps: int) -> str | None:
        """The value of a sum of strings, numbers, variables and inputs, or of a parameter of the page's address."""
        asked = _OF_ADDRESS.fullmatch(code)
        if asked is not None:
            return _parameters(self._page.url).get(asked["name"].lower())
        parts: list[str] = []
        at = 0
        while at < len(code):
            term = _TERM.match(code, at)
            part = self._term(term, steps) if term is not None else None
            if term is None or part is None:
                return None
            parts.append(part)
            at = term.end()
        return "".join(parts) if not code.rstrip().endswith("+") else None

    def _term(self, term: re.Match[str], steps: int) -> str | None:
        if term["string"] is not None:
            return sane(term["string"][1:-1])
        if term["number"] is not None:
            return term["number"]
        if term["path"] is None:
            return self._input(term["jquery"] or term["dom"])
        name, *rest = term["path"].split(".")
        value = self.variable(name)
        for step in rest:
            value = value.get(step) if isinstance(value, dict) else None
        return self.text(value, steps)

    def _input(self, name: str) -> str | None:
        """The value of a hidden input; what stands in a field for visitors is theirs to write."""
        node = self._page.tree.css_first(f'input[id="{name}"]')
        hidden = node is not None and (node.attributes.get("type") or "").lower() == "hidden"
        return (node.attributes.get("value") or "") if node is not None and hidden else None


@lru_cache(maxsize=64)
def _parameters(url: str) -> dict[str, str]:
    """The parameters of an address by lower-case name; one that comes twice is not known."""
    pairs = [(name.lower(), value) for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
    names = [name for name, _ in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}


def _object_around(script: str, at: int, key: str) -> dict[str, Any] | None:
    """The object that has `key` at this position, or None."""
    piece = script[max(0, at - _REACH) : at + _REACH]
    position, level, tried = min(at, _REACH) - 1, 0, 0
    while position >= 0 and tried < _OUTER:
        char = piece[position]
        if char == "}":
            level += 1
        elif char == "{" and level > 0:
            level -= 1
        elif char == "{":
            tried += 1
            try:
                value, _ = read_value(piece, position)
            except ValueError:
                value = None
            if isinstance(value, dict) and key in value:
                return value
        position -= 1
    return None
