"""What trials of the portal showed, as rows of the crawl file, and back."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crawler.facts import Observation
from crawler.kinds import TrialKind
from crawler.store.connection import CrawlFile


def write(file: CrawlFile, seen: Observation) -> None:
    """Add one observation. Its values must be JSON values."""
    values = json.dumps(dict(seen.values), ensure_ascii=False, sort_keys=True)
    file.execute(
        'INSERT INTO observation (kind, subject, at, reason, "values") VALUES (?, ?, ?, ?, ?)',
        (seen.kind, seen.subject, seen.at, seen.reason, values),
    )


def read(file: CrawlFile, kind: TrialKind) -> Iterator[Observation]:
    """Every observation of one kind, in the order in which they were made."""
    rows = file.execute(
        'SELECT kind, subject, at, "values", reason FROM observation WHERE kind = ? ORDER BY id', (kind,)
    )
    for name, subject, at, values, reason in rows:
        yield Observation(TrialKind(name), subject, at, json.loads(values), reason)
