"""Small crawls against loopback hosts, and a look into the file that came of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from config.registry import Politeness, Portal, Unit
from crawler.facts import PAGE_FACTS
from crawler.fetch.engine import run_crawl
from crawler.fetch.plan import CrawlEnd, CrawlPlan, Progress
from crawler.kinds import AnswerKind
from crawler.store.connection import CrawlFile
from crawler.store.page_facts import FactsReader

AGENT = "xuncha-test/0.1 (+mailto:tests@example.org)"


@dataclass(frozen=True)
class Result:
    """How a crawl ended, and its file."""

    end: CrawlEnd
    path: Path

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What an SQL query finds, in which `told(facts, dictionary)` is what packed facts say."""
        connection = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)
        reader = FactsReader(cast(CrawlFile, connection))
        connection.create_function("told", 2, lambda *packed: PAGE_FACTS.dump_json(reader.unpack(*packed)))
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def answers(self) -> dict[str, tuple[AnswerKind, bool]]:
        """Every answer: its kind, and whether it is confirmed."""
        rows = self.rows("SELECT u.url, a.answer, a.confirmed FROM answer a JOIN url u ON u.id = a.url_id")
        return {url: (AnswerKind(kind), bool(confirmed)) for url, kind, confirmed in rows}

    def pages(self) -> set[str]:
        return {url for (url,) in self.rows("SELECT u.url FROM page p JOIN url u ON u.id = p.url_id")}

    def refused(self) -> dict[str, str]:
        query = "SELECT u.url, l.reason FROM ledger l JOIN url u ON u.id = l.url_id WHERE l.state = 2"
        return {str(url): str(reason) for url, reason in self.rows(query)}

    def detail(self, url: str) -> str:
        (row,) = self.rows("SELECT a.detail FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?", url)
        return row[0] or ""

    def content(self) -> list[tuple[Any, ...]]:
        """Everything but times: what two crawls of one site must have in common."""
        tables = {
            "url": "SELECT id, url FROM url ORDER BY id",
            "ledger": "SELECT * FROM ledger ORDER BY url_id",
            "answer": "SELECT url_id, answer, status, final_url, redirects, size, body_hash, confirmed FROM answer",
            "glimpse": "SELECT * FROM glimpse ORDER BY url_id",
            "page": "SELECT url_id, family, kind, told(facts, dictionary) FROM page",
            "block": "SELECT id, hash FROM block ORDER BY id",
            "page_block": "SELECT * FROM page_block",
        }
        return [(name, *row) for name, query in tables.items() for row in sorted(self.rows(query), key=repr)]


def a_portal(start: str, *, hosts: Iterable[str] = (), rate: float = 0, concurrency: int = 8, **more: Any) -> Portal:
    unit = Unit.model_validate({"id": "county", "name": "样例县", "class": "portal", **more.pop("unit", {})})
    politeness = Politeness(rate=rate, concurrency=concurrency, **more.pop("politeness", {}))
    return Portal(
        id="county",
        name="样例县",
        start_urls=(start,),
        hosts=tuple(hosts),
        units=(unit,),
        politeness=politeness,
        **more,
    )


def a_plan(portal: Portal, **changes: Any) -> CrawlPlan:
    quick = {"user_agent": AGENT, "timeout_s": 4.0, "retry_after_s": 0.02, "allow_private": True, "max_bytes": 200_000}
    return CrawlPlan(portal, **{**quick, **changes})


def crawl(plan: CrawlPlan, folder: Path, progress: Callable[[Progress], None] | None = None) -> Result:
    """Run a crawl into a new file below `folder`."""
    path = folder / f"crawl-{len(list(folder.iterdir()))}.sqlite"
    return Result(run_crawl(plan, path, progress), path)
