"""What `xuncha audit` says about the links of a site."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from benchmarks.differential.programs import run
from benchmarks.differential.subjects import Subject
from benchmarks.differential.verdicts import Report, State, Verdict
from checks.links.href import ABOVE_ROOT, PREVIEW_ADDRESS
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl
from xuncha import __version__

NAME = "xuncha"
OPTIONS = ("--allow-private", "--rate", "0", "--concurrency", "16", "--timeout", "5", "--profile", "full")
SAME_PAGE = "same page"
MAY_OPEN = frozenset({ABOVE_ROOT, PREVIEW_ADDRESS})
"""Codes about addresses that open for visitors all the same: they say nothing about life or death."""


def ask(subject: Subject, work: Path) -> Report:
    """Audit `subject` as a user would and read its links and findings. Raises `RuntimeError` when the audit fails."""
    folder = work / "run"
    command = [sys.executable, "-m", "xuncha", "audit", subject.start, "--out", str(folder), *OPTIONS]
    command += [f"--allow-host={host}" for host in subject.names.hosts]
    command += [] if subject.outside else ["--no-external"]
    ran = run(command, work)
    if not (folder / "findings.jsonl").exists():
        raise RuntimeError(f"xuncha audit {subject.start}: {(work / 'stderr').read_text(encoding='utf-8')[-2000:]}")
    report = Report(NAME, __version__, ran.seconds, ran.finished)
    report.add(subject.names.target(subject.start), Verdict(State.ALIVE, "start page"))  # the peers list it as well
    _read_links(folder, subject, report)
    return report


def _read_links(folder: Path, subject: Subject, report: Report) -> None:
    names = subject.names
    accused, written_wrong = _findings(folder)
    with Crawl.open(folder / "crawl.sqlite") as crawl:
        columns = ["page_url", "url", "href", "fragment", "answer"]
        links = crawl.links_frame()[columns].drop_duplicates(["url", "href", "fragment", "page_url"])
    for page, url, href, fragment, answer in links.itertuples(index=False):
        pages = (names.target(page),) if isinstance(page, str) else ()
        if not isinstance(url, str):
            if href in written_wrong:
                report.add(names.target(href), Verdict(State.DEAD, written_wrong[href], pages))
            continue
        if url in accused:
            verdict = Verdict(State.DEAD, accused[url], pages)
        elif href in written_wrong:
            verdict = Verdict(State.DEAD, written_wrong[href], pages)
        elif answer == AnswerKind.CONTENT:
            verdict = Verdict(State.ALIVE, "", pages)
        else:
            verdict = Verdict(State.SKIPPED, str(answer) if isinstance(answer, str) else "not requested", pages)
        report.add(names.target(url), verdict)
        if fragment:
            report.add(names.target(f"{url}#{fragment}"), _of_place(page, url, fragment, verdict, accused))


def _of_place(page: str, url: str, fragment: str, of_page: Verdict, accused: dict[str, str]) -> Verdict:
    if of_page.state is not State.ALIVE:
        return of_page
    if f"{url}#{fragment}" in accused:
        return Verdict(State.DEAD, accused[f"{url}#{fragment}"], of_page.pages)
    if page == url:
        return Verdict(State.SKIPPED, SAME_PAGE, of_page.pages)
    return of_page


def _findings(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Code and state of what was found, by URL of the target and by href as written."""
    found: dict[str, dict[str, str]] = {"broken-link": {}, "bad-href": {}}
    for line in (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines():
        finding = json.loads(line)
        if finding["check"] in found and finding["code"] not in MAY_OPEN:
            found[finding["check"]][finding["url"]] = f"{finding['code']}, {finding['state']}"
    return found["broken-link"], found["bad-href"]
