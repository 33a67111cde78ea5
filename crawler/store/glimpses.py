"""Glimpses of pages elsewhere as rows of the crawl file, and back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.facts import Glimpse
from crawler.store.connection import CrawlFile

_COLUMNS = "title, heading, site_name, description, lang, text, hosts, files, complete"


def write(file: CrawlFile, url_id: int, glimpse: Glimpse | None) -> None:
    """Put a glimpse in the place of an older one; None removes that."""
    file.execute("DELETE FROM glimpse WHERE url_id = ?", (url_id,))
    if glimpse is None:
        return
    texts = (glimpse.title, glimpse.heading, glimpse.site_name, glimpse.description, glimpse.lang, glimpse.text)
    stored = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]  # no half surrogate pairs
    file.execute(
        f"INSERT INTO glimpse (url_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (url_id, *stored, json.dumps(glimpse.hosts), glimpse.files, int(glimpse.complete)),
    )


def read(file: CrawlFile) -> Iterator[tuple[str, Glimpse]]:
    """Every glimpse with the address as linked, in URL order."""
    rows = file.execute(f"SELECT u.url, {_COLUMNS} FROM glimpse g JOIN url u ON u.id = g.url_id ORDER BY u.url")
    for url, title, heading, site_name, description, lang, text, hosts, files, complete in rows:
        named = tuple(json.loads(hosts))
        yield url, Glimpse(title, heading, site_name, description, lang, text, named, files, bool(complete))


def to_json(glimpse: Glimpse) -> dict[str, Any]:
    """A glimpse as JSON values, for the answers that audits share."""
    return dataclasses.asdict(glimpse)


def from_json(values: Mapping[str, Any]) -> Glimpse:
    """The glimpse that `to_json` wrote. Raises `TypeError` for other names, `KeyError` without hosts."""
    return Glimpse(**{**values, "hosts": tuple(values["hosts"])})
