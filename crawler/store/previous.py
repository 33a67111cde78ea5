"""An earlier crawl of the same portal, as evidence for a new one: what its addresses answered, and when."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from config.errors import Place, UserError
from config.registry import Portal, same_portal
from crawler.answer import Answer, day_in_china
from crawler.kinds import EndReason
from crawler.store import answer_rows
from crawler.store.connection import CrawlFile, clear_errors, closed_on_error, damaged
from crawler.store.crawl_file import is_sealed, open_to_read, sha256
from crawler.store.reuse import KeptPages


class PreviousCrawl:
    """A sealed crawl file of the same portal, opened to look addresses up. Changes nothing."""

    def __init__(self, file: CrawlFile, meta: dict[str, Any], digest: str) -> None:
        self._file = file
        self._meta = meta
        self._digest = digest

    @classmethod
    def open(cls, path: Path, portal: Portal, told: str | None = None, *, checked: bool = False) -> Self:
        """Open the crawl file at `path`, made at an earlier visit to `portal`.

        `told` is its SHA-256 (hex) as its run told it; None where it did not: then all is read now that a crawl may ask
        of it, so that no damage ends the crawl later. A file that was `checked` before is not looked through again.

        Raises `UserError` when the file is missing, foreign, damaged or too new, was never sealed, is of another portal
        (`same_portal`), or is not what its run told of it.
        """
        if not is_sealed(path):
            raise UserError("previous-unsealed", place=Place(path))
        file = open_to_read(path, checked=checked)
        with closed_on_error(file):
            try:
                meta = {key: json.loads(value) for key, value in file.execute("SELECT key, value FROM meta")}
                visited = Portal.model_validate(meta.get("portal"))
            except ValueError as fault:  # pydantic's ValidationError among them
                raise UserError("crawl-unreadable", place=Place(path), detail=fault) from fault
            _require_same(path, visited, portal)
            digest = sha256(path)
            if told is not None and told != digest:
                raise UserError("previous-changed", place=Place(path))
            opened = cls(file, meta, digest)
            if told is None and not checked:
                opened.read_through()
        return opened

    def read_through(self) -> None:
        """Read all that a crawl may ask. Raises `UserError` for the first row that cannot be read."""
        with clear_errors(self._file.path):
            try:
                _sound(self._file)
                for (url,) in self._file.execute("SELECT url FROM url ORDER BY id"):
                    self.answer(url)
                    since = self.known_since(url)
                    _ = since and date.fromisoformat(since)
                if self.readers:  # else no page of it is taken over
                    self.pages.read_through()
                _ = self.card, self.day, [date.fromisoformat(day) for day in self.looks]
            except (ValueError, LookupError, TypeError, AttributeError) as fault:
                raise damaged(self._file.path) from fault

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @property
    def run_id(self) -> str:
        """The id of the run that made the file; for a crawl outside a run the beginning of its hash."""
        return str(self._meta.get("run_id") or self._digest[:32])

    @property
    def card(self) -> dict[str, Any]:
        """What a run card says about it, so that anyone can find the same file again (JSON values)."""
        return {
            "run_id": self.run_id,
            "crawl_hash": self._digest,
            "started": self._meta.get("started"),
            "finished": self._meta.get("finished"),
        }

    @property
    def day(self) -> str | None:
        """The day in China of its last answer (ISO); None when nothing answered."""
        (latest,) = self._file.execute("SELECT max(fetched_at) FROM answer WHERE fetched_at <> ''").fetchone()
        return day_in_china(latest) if latest else None

    @property
    def readers(self) -> dict[str, Any]:
        """By which readers its pages were read (`crawler.fetch.readers`); nothing in files that do not say."""
        return dict(self._meta.get("readers") or {})

    @property
    def pages(self) -> KeptPages:
        """Its pages, to be taken over into a new crawl."""
        return KeptPages(self._file)

    @property
    def looks(self) -> tuple[str, ...]:
        """The days (ISO, in order) of the complete crawls of its chain, itself included."""
        own = [self.day] if self.day and self._meta.get("end_reason") == EndReason.FINISHED else []
        return tuple(sorted({*self._meta.get("looks", ()), *own}))

    def known_since(self, url: str) -> str | None:
        """The first day (ISO) on which it or an earlier crawl of its chain saw the page at a canonical URL."""
        row = self._file.execute(
            "SELECT p.known_since, a.fetched_at FROM page p JOIN url u ON u.id = p.url_id "
            "LEFT JOIN answer a ON a.url_id = p.url_id WHERE u.url = ?",
            (url,),
        ).fetchone()
        if row is None:
            return None
        since, fetched_at = row
        return since or (day_in_china(fetched_at) if fetched_at else self.day)

    def answer(self, url: str) -> Answer | None:
        """The last word on a canonical URL in that crawl; None when it was not asked."""
        row = self._file.execute(
            f"SELECT {answer_rows.COLUMNS} FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?", (url,)
        ).fetchone()
        return answer_rows.from_row(row) if row else None


def _sound(file: CrawlFile) -> None:
    """Raises `UserError` when indexes do not fit their tables, or rows lead to none."""
    said = file.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok" or file.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise damaged(file.path, "database")


def _require_same(path: Path, visited: Portal, portal: Portal) -> None:
    """Raises `UserError` for another portal, and for hosts of which none was asked at that visit: a page there would
    look as if nobody had ever seen it."""
    names = [", ".join(sorted({each.id} | each.all_hosts)) for each in (visited, portal)]
    told = {"theirs": names[0], "ours": names[1]}
    if not same_portal(visited, portal):
        raise UserError("previous-other-portal", place=Place(path), **told)
    if visited.all_hosts.isdisjoint(portal.all_hosts):
        raise UserError("previous-other-hosts", place=Place(path), **told)
