"""Carries the records of pages that are unchanged over from the run that fetched them, as far as that run kept them."""

from __future__ import annotations

from pathlib import Path

from config.errors import UserError
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry
from crawler.evidence.spool import Taker


class Carrier:
    """From the earlier run in `folder` (None: there is none) to `taker`."""

    def __init__(self, folder: Path | None, taker: Taker) -> None:
        self._taker = taker
        self._archive = _archive(folder) if folder is not None and taker.wanted else None

    def carry(self, url: str, at: str) -> None:
        """The exchange with `url` at that moment. What was not kept, or cannot be read, is left: the run then says of
        the findings that need it that it is missing."""
        for entry in self._entries(url, at):
            assert self._archive is not None
            try:
                self._taker.take_over(entry, self._archive.packed(entry.answer), self._archive.packed(entry.request))
            except UserError:
                self._archive = None
                return

    def lacks(self, url: str, at: str) -> bool:
        """Whether evidence is taken down, and there is none of that exchange."""
        return self._taker.wanted and not self._entries(url, at)

    def _entries(self, url: str, at: str) -> list[Entry]:
        found = self._archive.of(url) if self._archive is not None else []
        return [entry for entry in found if entry.at == at and not entry.has_no_body]


def _archive(folder: Path) -> Archive | None:
    try:
        return Archive.open(folder)
    except UserError:  # no index that can be read: nothing can be carried over
        return None
