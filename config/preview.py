"""Addresses that editors and testers use before something is published: `config/lexicons/preview-addresses.yaml`."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import NamedTuple

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml

_ADDRESS = re.compile(r"(?:https?:)?//(?P<host>[^/?#\\@:\s]+)(?P<port>:\d+)?(?P<path>[^?#]*)", re.IGNORECASE)
_USUAL_PORTS = frozenset({"", ":80", ":443"})


class Mark(StrictModel):
    """A regular expression for a whole name or step, in lower case."""

    pattern: Pattern
    source: str
    status: Status


class PreviewMark(NamedTuple):
    """What gives an address away: the name, step or beginning of a path, as it is written there."""

    where: str
    word: str


class PreviewAddresses(StrictModel):
    """All of preview-addresses.yaml."""

    hosts: tuple[Mark, ...] = Field(
        min_length=1, description="first names of a host below a domain (sample.gov.cn, example.org)"
    )
    steps: tuple[Mark, ...] = Field(min_length=1, description="steps of a path")
    backends: tuple[Mark, ...] = Field(min_length=1, description="beginnings of a path behind an unusual port")

    def mark_in(self, href: str) -> PreviewMark | None:
        """The mark of a preview in `href` as it is written; None for ordinary addresses."""
        if not self.may_mark(href):
            return None
        address = _ADDRESS.match(href.strip())
        host, port, path = (address["host"], address["port"] or "", address["path"]) if address else ("", "", href)
        first, _, domain = host.lower().rstrip(".").partition(".")
        names = [first] if domain.count(".") >= (2 if domain.endswith(".cn") else 1) else []
        steps = path.partition("?")[0].partition("#")[0].lower().split("/")
        for where, words, marks in (("host", names, self.hosts), ("path", steps, self.steps)):
            for word in words:
                if any(re.fullmatch(mark.pattern, word) for mark in marks):
                    return PreviewMark(where, word)
        if port not in _USUAL_PORTS and any(re.match(mark.pattern, path.lower()) for mark in self.backends):
            return PreviewMark("path", f"{port}{path}")
        return None

    def may_mark(self, href: str) -> bool:
        """The quick look: False only where `mark_in` gives None."""
        return self._hint.search(href) is not None

    @cached_property
    def _hint(self) -> re.Pattern[str]:
        """Found in every address with a mark, and in few others: a portal has a million links."""
        words = "|".join(mark.pattern for mark in (*self.hosts, *self.steps))
        paths = "|".join(mark.pattern for mark in self.backends)
        return re.compile(rf"(?:^|[/.])\s*(?:{words})(?=[/.:?#]|\s*$)|:\d+(?:{paths})", re.IGNORECASE)


@cache
def preview_addresses() -> PreviewAddresses:
    """The marks of previews and tests. Raises `ConfigError` when the data file is broken."""
    return load_yaml(LEXICONS / "preview-addresses.yaml", PreviewAddresses)
