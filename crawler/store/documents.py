"""What files say, as rows of the crawl file, and back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator

from pydantic import ValidationError

from crawler.facts import DOCUMENT_FACTS, DocumentFacts
from crawler.store.connection import CrawlFile, damaged

_COLUMNS = "SELECT d.facts FROM document d JOIN url u ON u.id = d.url_id"


def write(file: CrawlFile, url_id: int, facts: DocumentFacts) -> None:
    """Put what was read out of a file in the place of an older reading."""
    plain = DOCUMENT_FACTS.dump_python(facts, mode="json", exclude_defaults=True)
    stored = zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 9)
    file.execute(
        "INSERT OR REPLACE INTO document (url_id, type, reason, facts) VALUES (?, ?, ?, ?)",
        (url_id, facts.type, facts.reason, stored),
    )


def read(file: CrawlFile) -> Iterator[DocumentFacts]:
    """Every file that was read, in URL order. Raises `UserError` when the crawl file is damaged."""
    return (_unpack(file, facts) for (facts,) in file.execute(f"{_COLUMNS} ORDER BY u.url"))


def find(file: CrawlFile, url: str) -> DocumentFacts | None:
    """The file at this canonical address; None when it was not read. Raises `UserError` as `read`."""
    row = file.execute(f"{_COLUMNS} WHERE u.url = ?", (url,)).fetchone()
    return _unpack(file, row[0]) if row else None


def _unpack(file: CrawlFile, stored: bytes) -> DocumentFacts:
    try:
        return DOCUMENT_FACTS.validate_json(zlib.decompress(stored))
    except (zlib.error, ValidationError, TypeError) as fault:
        raise damaged(file.path) from fault
