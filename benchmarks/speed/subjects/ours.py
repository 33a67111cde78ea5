"""xuncha: the whole audit, its crawl alone, and judging alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.speed.portal.plan import AS_OF
from benchmarks.speed.portal.truth import CODES
from benchmarks.speed.subjects.contract import Command, Score, Task
from crawler.store.crawl import Crawl
from xuncha.rundir import CRAWL_FILE

_PROGRAMS = Path(__file__).parents[1] / "programs"
_ABSENCES = frozenset(
    {"mandated-item", "topic-coverage", "event-series", "annual-report", "leader-info"}
    | {"interpretation-topic", "interpretation-forms"}
)
"""Checks that tell what a portal does not have; what they say of this one is not scored."""
_TREE = str(Path(__file__).parents[3])
_ENVIRONMENT = {"XUNCHA_RETRY_AFTER_S": "0.5", "XUNCHA_CACHE_DIR": "none", "PYTHONPATH": _TREE}
"""A second look follows soon, nothing is known from other audits, and it is this tree that is measured."""
_FOLDER = "run"


class Audit:
    """`xuncha audit` as a user calls it, with every check and all reports."""

    name, title, slow = "xuncha", "xuncha audit (full profile, every check, reports)", False
    browser: str | None = None

    def command(self, task: Task) -> Command:
        """The whole audit."""
        manner = ["--allow-private", "--rate", "0", "--concurrency", str(task.concurrency), "--profile", "full"]
        manner += ["--timeout", f"{task.timeout_s:g}", *([] if self.browser else ["--no-browser"])]
        what = ["--rubric", str(task.rubric), "--as-of", AS_OF.isoformat(), "--out", str(task.work / _FOLDER)]
        return Command([sys.executable, "-m", "xuncha", "audit", task.base, *what, *manner], _ENVIRONMENT)

    def score(self, task: Task) -> Score:
        """Findings held against the truth file."""
        lines = (task.work / _FOLDER / "findings.jsonl").read_text(encoding="utf-8").splitlines()
        held = of_findings(task, list(map(json.loads, lines)))
        return replace(held, pages=_pages(task), store_bytes=_crawl_file(task).stat().st_size)


class AuditWithBrowser(Audit):
    """The same with a browser: pages that scripts fill, trials on a phone's screen, pictures of findings."""

    name, title = "xuncha-browser", "xuncha audit, with browser and pictures"
    browser = "auto"


class CrawlAlone:
    """Fetching, reading and storing, without judging."""

    name, title, slow = "xuncha-crawl", "xuncha, crawl alone", False

    def command(self, task: Task) -> Command:
        """The crawl of the same audit."""
        given = [task.base, str(task.work / _FOLDER), str(task.rubric), f"{task.timeout_s:g}", str(task.concurrency)]
        return Command([sys.executable, str(_PROGRAMS / "crawling.py"), *given], _ENVIRONMENT)

    def score(self, task: Task) -> Score:
        """It judges nothing."""
        return Score(pages=_pages(task), store_bytes=_crawl_file(task).stat().st_size)


class JudgeAlone:
    """Judging a stored crawl and writing all reports."""

    name, title, slow = "xuncha-judge", "xuncha judge alone (checks, reports)", False

    def command(self, task: Task) -> Command:
        """Judge a crawl that is made now and not measured."""
        crawl = CrawlAlone().command(task)
        subprocess.run(crawl.arguments, check=True, env=os.environ | dict(crawl.environment), stdout=subprocess.DEVNULL)
        given = [str(task.work / _FOLDER), "--rubric", str(task.rubric), "--as-of", AS_OF.isoformat()]
        return Command([sys.executable, "-m", "xuncha", "judge", *given], _ENVIRONMENT)

    def score(self, task: Task) -> Score:
        """As of the whole audit."""
        return Audit().score(task)


def of_findings(task: Task, findings: list[dict[str, Any]]) -> Score:
    """Recall and false alarms of findings. A fault found under another code than its own counts as found and false."""
    left = {(finding["check"], finding["code"], finding["url"]) for finding in findings}
    beyond = {each for each in left if each[0] in _ABSENCES}
    left -= beyond
    found = dict.fromkeys(("broken", "soft-404", "columns"), 0)
    missed = []
    for group, wanted in _wanted(task):
        accused = any((check, url) == (wanted[0], wanted[2]) for check, _, url in left)
        left.discard(wanted)
        if accused:
            found[group] += 1
        else:
            missed.append(" ".join(wanted))
    return Score(
        broken=found["broken"],
        soft_404=found["soft-404"],
        columns=found["columns"],
        missed=tuple(missed),
        false=tuple(sorted(" ".join(each) for each in left - _of_site(task))),
        beyond=len(beyond),
    )


def _crawl_file(task: Task) -> Path:
    return task.work / _FOLDER / CRAWL_FILE


def _pages(task: Task) -> int:
    with Crawl.open(_crawl_file(task)) as crawl:
        return int(crawl.counts["pages"])


def _wanted(task: Task) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """The findings that the truth file asks for: what they are counted with, and (check, code, address)."""
    for fault in task.truth.faults:
        group = "soft-404" if fault.kind == "soft-404" else "broken"
        yield group, ("broken-link", CODES[fault.kind], fault.url(task.base))
    root = task.base.rstrip("/")
    for check, code, paths in (
        ("stale-column", "stale", task.truth.stale),
        ("empty-column", "empty", task.truth.empty),
    ):
        for path in paths:
            yield "columns", (check, code, root + path)


def _of_site(task: Task) -> set[tuple[str, str, str]]:
    """What is right about the portal as a whole: it has no search box, and no entrance for the elderly …"""
    return {
        (check, code, task.base) for check, code in (("site-search", "missing"), ("accessibility", "entry-missing"))
    }
