"""What other hosts answered to earlier audits on this machine: a small SQLite file that many runs share.

The portals of a prefecture link to the same national and provincial sites; asking each of them once for all audits of a
week is enough. Only life is kept: a failure must be asked anew, every time. A cache is a convenience, so nothing that
is wrong with it (corrupt, locked, no room, no permission) ends an audit: it is `trouble`, and the run goes on without.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.policy import policy
from crawler.answer import Answer
from crawler.kinds import AnswerKind, TargetKind
from crawler.store import answer_rows

APPLICATION_ID = 0x58554E4F  # "XUNO"
VERSION = 1
_PATIENCE_S = 2.0
_NAMES = tuple(name.strip() for name in answer_rows.COLUMNS.split(","))
_SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
CREATE TABLE IF NOT EXISTS answer (
    url      TEXT NOT NULL,
    kind     TEXT NOT NULL,   -- TargetKind: an image is asked otherwise than a page
    asked_as TEXT NOT NULL,   -- who asked: user agent and version, for another one may be answered otherwise
    asked_at TEXT NOT NULL,   -- UTC ISO 8601 of the last attempt
    run      TEXT NOT NULL,   -- the run that asked, and its portal
    portal   TEXT NOT NULL,
    answer   TEXT NOT NULL,   -- JSON object of the columns of a crawl file's table `answer`
    facts    TEXT,            -- JSON object of what else was read there; NULL for nothing
    PRIMARY KEY (url, kind)
) WITHOUT ROWID;
"""
_PUT = """
INSERT INTO answer (url, kind, asked_as, asked_at, run, portal, answer, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url, kind) DO UPDATE SET
    asked_as = excluded.asked_as, asked_at = excluded.asked_at, run = excluded.run, portal = excluded.portal,
    answer = excluded.answer, facts = excluded.facts
    WHERE excluded.asked_at > asked_at OR excluded.asked_as <> asked_as
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that another host gave to the run `run` for `portal`. `facts` are JSON values."""

    url: str
    kind: TargetKind
    answer: Answer
    run: str
    portal: str
    facts: Mapping[str, Any] | None = None


@dataclass(slots=True)
class OutsideCache:
    """The answers in the file at `path`, as far as they were given to `asked_as` and are young enough (policy).

    The file and its folder are made when there is something to keep. `trouble` says why the cache is of no use (any
    more); None when all is well.
    """

    path: Path
    asked_as: str
    trouble: str | None = field(default=None, init=False)

    def look_up(self, targets: Iterable[tuple[str, TargetKind]]) -> list[Kept]:
        """What is known about these targets, in their order."""
        if self.trouble is not None or not self.path.exists():
            return []
        oldest, now = _span()
        found = []
        try:
            with closing(self._open("rw")) as file:
                for url, kind in targets:
                    row = file.execute(
                        "SELECT answer, run, portal, facts FROM answer "
                        "WHERE url = ? AND kind = ? AND asked_as = ? AND asked_at BETWEEN ? AND ?",
                        (url, kind, self.asked_as, oldest, now),
                    ).fetchone()
                    if row is not None:
                        found.append(_kept(url, kind, row))
        except (sqlite3.Error, OSError, ValueError, LookupError) as trouble:
            self.trouble = _said(trouble)
            return []
        return found

    def keep(self, answers: Iterable[Kept]) -> int:
        """Write down the answers that are life, over older ones, and forget what is too old. Returns how many."""
        rows = [self._row(each) for each in answers if each.answer.kind is AnswerKind.CONTENT]
        if self.trouble is not None or not rows:
            return 0
        oldest, _ = _span()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open("rwc")) as file, file:
                file.execute("BEGIN IMMEDIATE")
                file.execute("DELETE FROM answer WHERE asked_at < ?", (oldest,))
                file.executemany(
                    _PUT,
                    rows,
                )
        except (sqlite3.Error, OSError) as trouble:
            self.trouble = _said(trouble)
            return 0
        return len(rows)

    def _open(self, mode: str) -> sqlite3.Connection:
        """The file, made ready when it is new. Raises `sqlite3.Error` when it is none of ours."""
        file = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE_S, isolation_level=None
        )
        try:
            # Whoever makes the file puts its owner and version in before its table: asked in the other order, one that
            # another run is just making would look like a foreign one.
            (tables,) = file.execute("SELECT count(*) FROM sqlite_master").fetchone()
            (owner,), (version,) = (
                file.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
            )
            if tables and (owner != APPLICATION_ID or version != VERSION):
                raise sqlite3.DatabaseError("not a file of this version")
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = NORMAL")
            if not tables:
                file.executescript(_SCHEMA)
        except BaseException:
            file.close()
            raise
        return file

    def _row(self, kept: Kept) -> tuple[Any, ...]:
        answer = dict(zip(_NAMES, answer_rows.to_row(kept.answer), strict=True))
        texts = (json.dumps(answer, ensure_ascii=False), None if kept.facts is None else json.dumps(kept.facts))
        at = kept.answer.attempts[-1].moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")
        return kept.url, kept.kind, self.asked_as, at, kept.run, kept.portal, *texts


def _kept(url: str, kind: TargetKind, row: tuple[str, str, str, str | None]) -> Kept:
    answer, run, portal, facts = row
    said = json.loads(answer)
    values = [said[name] for name in _NAMES]
    return Kept(url, kind, answer_rows.from_row(values), run, portal, None if facts is None else json.loads(facts))


def _span() -> tuple[str, str]:
    """The oldest moment that is young enough, and now, as the file writes them."""
    now = dt.datetime.now(dt.UTC)
    oldest = now - dt.timedelta(days=policy().outside_cache.days)
    return oldest.isoformat(timespec="milliseconds"), now.isoformat(timespec="milliseconds")


def _said(trouble: Exception) -> str:
    return f"{type(trouble).__name__}: {trouble}"[:300]
