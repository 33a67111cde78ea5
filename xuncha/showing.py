"""Finds what a run keeps about a finding or an address."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.errors import Place, UserError
from crawler.answer import of_earlier_crawls
from crawler.evidence.archive import Archive
from crawler.evidence.cdxj import Entry
from crawler.evidence.place import BASIS, EVIDENCE
from crawler.store.crawl import Crawl
from reports import findings_jsonl
from xuncha.rundir import CRAWL_FILE

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """The records of a finding (its line of findings.jsonl) or of an address, in their order."""

    archive: Archive
    entries: tuple[Entry, ...]
    about: Mapping[str, Any]
    finding: Mapping[str, Any] | None = None
    missing: tuple[str, ...] = ()
    screenshot: Path | None = None
    bodies: Mapping[str, str] = field(default_factory=dict)
    """By address the earlier run whose records hold a page that was unchanged, where the address was asked with a
    condition."""

    def record(self, number: int) -> Entry:
        """The record with this number, from 1 on. Raises `UserError`."""
        if not 1 <= number <= len(self.entries):
            raise UserError("evidence-no-record", number=number, count=len(self.entries))
        return self.entries[number - 1]


def shown(folder: Path, word: str) -> Shown:
    """What the run in `folder` keeps about a finding (its fingerprint or the beginning of it) or an address.

    Raises `UserError` for a run without records, and for a word that is neither.
    """
    archive = Archive.open(folder)
    if not archive.entries:
        raise UserError("evidence-none-kept", place=Place(folder))
    if word.startswith(("http://", "https://")):
        url = word.partition("#")[0]
        entries = (*archive.of(url), *archive.parts(url))
        if not entries:
            raise UserError("evidence-unknown", place=Place(folder), word=word)
        return Shown(archive, entries, {"url": url}, bodies=_bodies(folder, entries))
    finding = _finding(folder, word)
    fingerprint = finding["fingerprint"]
    basis = _basis(folder, fingerprint)
    by_id = {entry.id: entry for entry in archive.entries}
    screenshot = basis.get("screenshot")
    about = {"fingerprint": fingerprint, "url": finding["url"], "screenshot": screenshot, "missing": basis["missing"]}
    entries = tuple(by_id[name] for name in basis["records"] if name in by_id)
    return Shown(
        archive,
        entries,
        about,
        finding,
        tuple(basis["missing"]),
        folder / screenshot if screenshot else None,
        _bodies(folder, entries),
    )


def _bodies(folder: Path, entries: Iterable[Entry]) -> dict[str, str]:
    unchanged = {entry.url for entry in entries if entry.has_no_body}
    if not unchanged:
        return {}
    with Crawl.open(folder / CRAWL_FILE, checked=True) as crawl:
        answers = {url: crawl.answer(url) for url in unchanged}
    earlier = {url: of_earlier_crawls(answer.attempts) for url, answer in answers.items() if answer is not None}
    return {url: attempts[0].run for url, attempts in earlier.items() if attempts}


def _finding(folder: Path, word: str) -> dict[str, Any]:
    found = {
        line["fingerprint"]: line
        for line in _lines(folder / findings_jsonl.NAME)
        if word and str(line["fingerprint"]).startswith(word)
    }
    if not found:
        raise UserError("evidence-unknown", place=Place(folder), word=word)
    if len(found) > 1:
        raise UserError(
            "evidence-ambiguous", place=Place(folder), word=word, known=", ".join(sorted(found)[:_MOST_NAMED])
        )
    return next(iter(found.values()))


def _basis(folder: Path, fingerprint: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"records": [], "missing": []}
    return next((each for each in _lines(folder / EVIDENCE / BASIS) if each.get("finding") == fingerprint), nothing)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    except (OSError, ValueError) as fault:
        raise UserError("file-unreadable", place=Place(path), detail=fault) from fault
