"""The data that a page's script reads: every text once, and no byte of it that a browser could take for markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Any, TypeAlias

from reports.textclean import printable

Node: TypeAlias = int | list[Any]
"""A piece of the page: the place of a text, or a kind with its parts (`reports.page.nodes`)."""


class Texts:
    """Gives every text, and every piece that several findings share, one place."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._places: dict[str, int] = {}
        self._shared: dict[Hashable, int] = {}
        self._pieces: list[Node] = []

    def place(self, text: str) -> int:
        """Where `text` stands."""
        return self._places.setdefault(text, len(self._places))

    def share(self, key: Hashable, make: Callable[[], Node]) -> Node:
        """The piece known as `key`, made when it is asked for first."""
        if key not in self._shared:
            made = make()
            self._shared[key] = len(self._pieces)
            self._pieces.append(made)
        return ["n", self._shared[key]]

    def data(self, bodies: list[Node]) -> str:
        """Everything as JSON that is inert within a `script` element, whatever websites wrote into the texts."""
        whole = {"texts": [printable(text) for text in self._places], "shared": self._pieces, "bodies": bodies}
        written = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
        for char in "<>&\u0085\u2028\u2029":
            written = written.replace(char, f"\\u{ord(char):04x}")
        return written
