"""A site whose server says what changed: entity tags, and 304 for those who know the present one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.crawler.fetch.fault_server import Answerer, Asked, Says

Tag = Callable[[str, bytes], str]


def honest(_path: str, body: bytes) -> str:
    """A tag that changes with the content."""
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def lying(path: str, _body: bytes) -> str:
    """A tag that never changes."""
    return f'"{hashlib.sha256(path.encode()).hexdigest()[:16]}"'


class Revalidating:
    """Answers as `site` does, or as `instead` says of a path, with tags; remembers how it was asked."""

    def __init__(self, site: Answerer, tag: Tag | None = honest) -> None:
        self.site = site
        self.tag = tag
        self.instead: Mapping[str, Says] = {}
        self.conditional: list[str] = []
        self.unchanged: list[str] = []
        self.sent = 0

    def __call__(self, asked: Asked) -> Says:
        known = asked.headers.get("if-none-match")
        if known is not None:
            self.conditional.append(asked.path)
        says = self.instead[asked.path] if asked.path in self.instead else self.site(asked)
        if says.status != 200 or not says.body or self.tag is None:
            return self._sent(says)
        tag = self.tag(asked.path, says.body)
        if known == tag:
            self.unchanged.append(asked.path)
            return Says(304, headers=(("ETag", tag),))
        return self._sent(replace(says, headers=(*says.headers, ("ETag", tag))))

    def forget(self) -> None:
        """Begin to remember anew."""
        self.conditional, self.unchanged, self.sent = [], [], 0

    def _sent(self, says: Says) -> Says:
        self.sent += len(says.body)
        return says
