"""Scrapy spiders, as tuned as the crawl of xuncha could wish, and as Scrapy comes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.speed.subjects.contract import Command, Score, Task, by_addresses

_PROGRAM = Path(__file__).parents[1] / "programs/spider.py"


class TunedScrapy:
    """The measure of all others."""

    name, title, slow = "scrapy", "bare tuned Scrapy spider (selectolax)", False
    kind = "tuned"

    def command(self, task: Task) -> Command:
        """The spider in this interpreter, with the same Scrapy and the same parser as xuncha."""
        given = [self.kind, task.base, str(task.work / "report.jsonl"), f"{task.timeout_s:g}", str(task.concurrency)]
        return Command([sys.executable, str(_PROGRAM), *given])

    def score(self, task: Task) -> Score:
        """Every address that gave no answer or a status of 400 and more."""
        lines = (task.work / "report.jsonl").read_text(encoding="utf-8").splitlines()
        said = list(map(json.loads, lines))
        broken = (each["url"] for each in said if each["status"] >= 400 or not each["status"])
        return by_addresses(task, broken, pages=sum("links" in each for each in said))


class DefaultScrapy(TunedScrapy):
    """What most people write."""

    name, title = "scrapy-default", "Scrapy spider with the default LinkExtractor"
    kind = "default"
