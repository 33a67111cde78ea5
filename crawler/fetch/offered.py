"""One page outside a crawl: what the files that its article offers answer, by their first bytes."""

from __future__ import annotations

from config.policy import policy
from crawler.facts import PageReading
from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.look import Look, Trail
from crawler.fetch.verdict import Judge
from crawler.kinds import TargetKind

MOST_FILES = 10
"""Files of one article that are asked for (own rule: nearly all articles have fewer)."""


async def file_looks(reading: PageReading, client: Client, judge: Judge) -> tuple[Look, ...]:
    """A look at each attachment in order, at most `MOST_FILES`; only the beginning of a file is read."""
    article = reading.facts.article
    addresses = dict.fromkeys(each.url for each in article.attachments) if article else {}
    return tuple([await _look(url, client, judge) for url in list(addresses)[:MOST_FILES]])


async def _look(url: str, client: Client, judge: Judge) -> Look:
    trail = Trail(url, TargetKind.ATTACHMENT)
    brief = policy().probe.head_bytes
    return await client.look(trail, judge, nobody_forbids, limit=brief, whole=False, method="GET")
