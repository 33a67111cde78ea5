"""What libraries and the operating system object to, in our own words and the user's language.

Which of their words means what is data (`faults.yaml`). Their own words are shown only where we have none for them,
and then in brackets as what they are: technical information.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Protocol, runtime_checkable

from pydantic_core import ValidationError

from config.messages import has_text, text
from config.parsing import own_data

_LONGEST = 200
"""Letters of a library's own words that are shown at most (own rule): more is no reason but a record."""


@runtime_checkable
class Spoken(Protocol):
    """What can say itself in a language."""

    def text(self, lang: str = "zh") -> str:
        """The words, without a full stop at the end where they stand within a sentence."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with something that was read: `key` names the text `fault.<key>`, which `facts` fill.

    `line` and `column` count from 1 and are told when both are known.
    """

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    column: int | None = None

    def text(self, lang: str = "zh") -> str:
        """The words for it, to stand within a sentence."""
        what = text(self.key if "." in self.key else f"fault.{self.key}", lang, **self.facts)
        if self.line is None or self.column is None:
            return what
        return text("fault.at", lang, line=self.line, column=self.column, what=what)


def fault_of(error: BaseException, said: str | None = None) -> Fault:
    """What an error means. `said` are the library's words where they are not `str(error)`."""
    if isinstance(error, OSError) and error.errno is not None:
        return _of_system(error)
    if isinstance(error, UnicodeDecodeError):
        return Fault("not-utf8", {"line": error.object.count(b"\n", 0, error.start) + 1})
    if isinstance(error, ValidationError):
        return Fault("field", {"name": ".".join(map(str, error.errors(include_url=False)[0]["loc"])) or "-"})
    words = " ".join((str(error) if said is None else said).split())
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    for pattern, key in _meanings(error):
        found = pattern.search(words)
        if found:
            facts = {name: value for name, value in found.groupdict().items() if value is not None}
            return Fault(key, facts, line, column)
    if isinstance(error, (TypeError, AttributeError, LookupError)):  # it is JSON, say, but not of the form expected
        return Fault("shape")
    return Fault("other", {"said": f"{type(error).__name__}: {words}"[:_LONGEST]})


def _of_system(error: OSError) -> Fault:
    key = f"system.{errno.errorcode.get(error.errno or 0, '')}"
    return Fault(key) if has_text(key) else Fault("other", {"said": error.strerror or str(error)})


def _meanings(error: BaseException) -> Iterator[tuple[re.Pattern[str], str]]:
    known = _table()
    for kind in type(error).__mro__:
        yield from known.get(f"{kind.__module__}.{kind.__qualname__}", ())


@cache
def _table() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    data = own_data((resources.files("config") / "faults.yaml").read_text(encoding="utf-8"))
    return {kind: [(re.compile(each["says"]), each["means"]) for each in lines] for kind, lines in data.items()}
