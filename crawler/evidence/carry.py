"""Carries the records of what is unchanged over from the run that fetched it, as far as that run kept them whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

from config.errors import UserError
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry
from crawler.evidence.spool import Taker


class Carrier:
    """From the earlier run in `folder` (None: there is none) to `taker`.

    What that run did not keep, or what was damaged since, is left: the new run then says of the findings that need it
    that it is missing.
    """

    def __init__(self, folder: Path | None, taker: Taker) -> None:
        self._taker = taker
        self._archive = _archive(folder) if folder is not None and taker.wanted else None

    def carry(self, url: str, at: str) -> None:
        """Take the exchange with `url` at that moment over."""
        for entry in self._whole(url, at):
            assert self._archive is not None
            self._taker.take_over(entry, self._archive.packed(entry.answer), self._archive.packed(entry.request))

    def lacks(self, url: str, at: str) -> bool:
        """Whether evidence is taken down, and there is none of that exchange."""
        return self._taker.wanted and not self._whole(url, at)

    def _whole(self, url: str, at: str) -> list[Entry]:
        found = self._archive.of(url) if self._archive is not None else []
        return [entry for entry in found if entry.at == at and not entry.has_no_body and self._is_whole(entry)]

    def _is_whole(self, entry: Entry) -> bool:
        assert self._archive is not None
        try:
            self._archive.request(entry)
            block = self._archive.answer(entry).whole
        except UserError:
            return False
        return f"sha256:{hashlib.sha256(block).hexdigest()}" == entry.block


def _archive(folder: Path) -> Archive | None:
    try:
        return Archive.open(folder)
    except UserError:  # no index that can be read: nothing can be carried over
        return None
