"""Audits that are cut off at any moment and go on end as if nothing had happened: same results, no page asked twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawler.evidence.archive import Archive
from crawler.store.alone import alone_at
from crawler.store.crawl_file import UNFINISHED
from crawler.store.writer import CrawlStore
from reports.evidence.checking import check
from tests.builders import crawl_file, home
from tests.crawler.store.test_older_files import without_dictionaries
from tests.xuncha.runs import command, findings, quick_environment, run_card, xuncha
from tests.xuncha.small_site import BODY, PAGE, SmallSite, send
from xuncha.cli.status import INTERRUPTED

ROWS = 20
NAMES = ("通知公告", "政府文件", "工作动态")
QUICKLY = ("--rate", "0", "--allow-private", "--no-browser", "--as-of", "2026-06-30", "--concurrency", "2")
SOON = {"XUNCHA_RETRY_AFTER_S": "0.02", "XUNCHA_EVIDENCE": "all"}


def _page(title: str, body: str) -> str:
    return PAGE.format(title=f"{title} - 小县", body=f"<link rel='stylesheet' href='/s.css'>{body}")


def content() -> dict[str, str]:
    """Path to HTML: columns of two list pages, articles with pictures and dead links, a page under two addresses."""
    bars = "".join(f"<a href='/c{column}/'>{name}</a>" for column, name in enumerate(NAMES))
    site = {"/": PAGE.format(title="小县人民政府", body=f"<div class='nav'>{bars}</div><a href='/old.html'>旧版</a>")}
    for column, name in enumerate(NAMES):
        crumbs = f"<div>当前位置：<a href='/'>首页</a> &gt; <a href='/c{column}/'>{name}</a></div>"
        for part in range(2):
            rows = "".join(
                f'<li><a href="/c{column}/t{number}.html">小县关于第{column}-{number}号事项的通知</a>'
                f"<span>2026-06-{number + 1:02}</span></li>"
                for number in range(part * ROWS // 2, (part + 1) * ROWS // 2)
            )
            pager = f"<div class='page'><a href='/c{column}/index_1.html'>下一页</a></div>"
            path = f"/c{column}/" if part == 0 else f"/c{column}/index_{part}.html"
            site[path] = _page(name, f"{crumbs}<ul class='list'>{rows}</ul>{pager}")
        for number in range(ROWS):
            dead = f"<a href='/gone/{column}-{number}.html'>附件说明</a>" if number % 6 == 0 else ""
            image = f"<img src='/img/{column}-{number}.png'>" if number % 4 == 0 else ""
            file = f"<a href='/f/{column}-{number}.csv'>附件：名单</a>" if number % 9 == 0 else ""
            alias = f"<a href='/c{column}/index.html'>返回栏目</a>"
            more = dead + image + file + alias
            body = f"<h1>第{number}号通知</h1><p>发布时间：2026-06-{number + 1:02}</p><p>{BODY}</p>{more}"
            site[f"/c{column}/t{number}.html"] = _page(f"第{number}号通知", crumbs + body)
        site[f"/c{column}/index.html"] = site[f"/c{column}/"]
    return site


class Log:
    """What was asked for, and whether the process that asked is to be ended at some request."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.requests = 0  # of a whole audit
        self.at: tuple[int, Callable[[], None]] | None = None
        self._lock = threading.Lock()

    def __call__(self, handler: BaseHTTPRequestHandler) -> bool:
        with self._lock:
            self.asked.append(handler.path)
            due = self.at is not None and len(self.asked) == self.at[0]
        if due and self.at is not None:
            self.at[1]()
        if handler.path == "/old.html":
            handler.send_response(302)
            handler.send_header("Location", "/c0/t1.html")
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return True
        if handler.path == "/s.css":
            send(handler, 200, "body {}", "text/css")
            return True
        if handler.path.startswith("/f/"):
            send(handler, 200, f"姓名,单位\n张三,{handler.path}\n", "text/csv")
            return True
        if handler.path.startswith("/img/") and not handler.path.startswith("/img/1-"):
            send(handler, 200, "picture", "image/png")
            return True
        return False


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[SmallSite, Log]]:
    log = Log()
    with SmallSite(log, content()) as site:
        yield site, log


@pytest.fixture(scope="module")
def whole(served: tuple[SmallSite, Log], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit that nobody interrupts."""
    out = tmp_path_factory.mktemp("whole") / "run"
    done = xuncha("audit", served[0].url, *QUICKLY, "--out", out, **SOON)
    assert done.returncode == 0, done.stderr
    served[1].requests = len(served[1].asked)
    assert {"broken-link"} <= {line["check"] for line in findings(out)}
    return out


def cut_off(
    served: tuple[SmallSite, Log],
    out: Path,
    after: int,
    number: int,
    *more: str | Path,
    flags: tuple[str, ...] = QUICKLY,
    **environment: str,
) -> set[str]:
    """Begin an audit in a process and signal it at its `after`-th request; the paths of what it had recorded then."""
    site, log = served
    log.asked.clear()
    words = ["audit", site.url, *flags, "--out", out, *more]
    environment = {**os.environ, **quick_environment(SOON | environment)}
    process = subprocess.Popen(
        command(words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    )
    log.at = (after, lambda: process.send_signal(number))
    _, said = process.communicate(timeout=60)
    log.at = None
    assert "Traceback" not in said, said
    assert process.returncode == (INTERRUPTED if number == signal.SIGINT else -number)
    return recorded(out)


def recorded(out: Path) -> set[str]:
    """The paths that have an answer in the state from which the crawl goes on."""
    aside = out / UNFINISHED
    with closing(sqlite3.connect(aside if aside.exists() else out / "crawl.sqlite")) as file:
        rows = file.execute("SELECT u.url FROM answer a JOIN url u ON u.id = a.url_id").fetchall()
    return {"/" + url.split("/", 3)[3] for (url,) in rows}


def exchanges(out: Path) -> list[tuple[str, int | None]]:
    """What was asked of the site and kept, without what a crawl asks each time it starts: robots.txt and nonsense."""
    return [
        (entry.url, entry.status)
        for entry in Archive.open(out).entries
        if any(part in entry.url for part in ("/c0/", "/c1/", "/c2/", "/f/", "/img/", "/gone/", "/old", "/s.css"))
    ]


def assert_same(out: Path, whole: Path) -> None:
    for name in ("findings.jsonl", "scorecard.json"):
        assert (out / name).read_bytes() == (whole / name).read_bytes(), name
    assert exchanges(out) == exchanges(whole), "none lost, none twice"
    assert not (out / UNFINISHED).exists() and not list((out / "evidence").glob("spool*"))
    assert not check(out).troubles
    assert run_card(out)["counts"] == run_card(whole)["counts"]


CHANCE = random.Random(20260630)
MOMENTS = [round(CHANCE.uniform(*part), 2) for part in ((0.1, 0.5), (0.5, 0.8), (0.8, 0.97))]
"""Shares of the requests of a whole audit, after which it is killed: among pages, second looks, and targets."""


@pytest.mark.parametrize("share", MOMENTS)
def test_a_killed_audit_goes_on(served: tuple[SmallSite, Log], whole: Path, tmp_path: Path, share: float) -> None:
    out, log = tmp_path / "run", served[1]
    known = cut_off(served, out, int(share * log.requests), signal.SIGKILL)
    assert known or share < 0.3
    if share == MOMENTS[1]:
        judged = xuncha("judge", out, **SOON)
        assert judged.returncode == 0, judged.stderr
        card = run_card(out)
        assert (card["end_reason"], card["partial"], card["interruptions"]) == ("interrupted", True, [])
    log.asked.clear()
    done = xuncha("audit", "--resume", out, **SOON)
    assert done.returncode == 0, done.stderr
    again = {path for path in known & set(log.asked) if not path.startswith(("/gone/", "/img/1-"))}
    assert not again, "only faults are asked again when they were recorded"
    assert_same(out, whole)
    card = run_card(out)
    assert (card["end_reason"], len(card["interruptions"])) == ("finished", 1)


def test_an_interrupted_audit_is_judged_and_goes_on(served: tuple[SmallSite, Log], whole: Path, tmp_path: Path) -> None:
    out, log = tmp_path / "run", served[1]
    known = cut_off(served, out, int(0.65 * log.requests), signal.SIGINT)
    partial = run_card(out)
    assert partial["end_reason"] == "interrupted" and partial["crawl_hash"] and known
    assert not check(out).troubles
    before = {entry.id for entry in Archive.open(out).entries}
    log.asked.clear()
    done = xuncha("audit", "--resume", out, "--rate", "0", "--timeout", "9", **SOON)
    assert done.returncode == 0, done.stderr
    assert not {path for path in known & set(log.asked) if not path.startswith(("/gone/", "/img/1-"))}
    assert_same(out, whole)
    assert run_card(out)["run_id"] == partial["run_id"]
    assert before <= {entry.id for entry in Archive.open(out).entries}, "what earlier results rest on stays"
    assert list((out / "earlier").iterdir()), "what the interrupted run was judged as is kept"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_going_on_that_fails_changes_nothing(served: tuple[SmallSite, Log], whole: Path, tmp_path: Path) -> None:
    """Nobody's flags, lock or missing earlier run take an interrupted run apart."""
    out, before = tmp_path / "run", tmp_path / "before"
    shutil.copytree(whole, before)
    cut_off(served, out, int(0.5 * served[1].requests), signal.SIGINT, "--previous", before)
    held = everything(out)

    def refused(*flags: str) -> str:
        done = xuncha("audit", "--resume", out, "--lang", "en", *flags, **SOON)
        assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
        assert held.items() <= everything(out).items()
        return done.stderr

    assert "--timeout: written is “9999”; it must be a number above 0 and up to 300" in refused("--timeout", "9999")
    assert "--rate: written is “-1”; it must be a number from 0 to 1,000,000,000" in refused("--rate", "-1")
    with alone_at(out / "crawl.sqlite"):
        assert "Another program" in refused()
    with closing(sqlite3.connect(out / UNFINISHED)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "Another program" in refused()
    before.rename(tmp_path / "elsewhere")
    assert str(before) in refused()
    assert everything(out) == held, "and leaves nothing behind"
    (tmp_path / "elsewhere").rename(before)
    done = xuncha("audit", "--resume", out, **SOON)
    assert done.returncode == 0, done.stderr
    assert run_card(out)["end_reason"] == "finished" and run_card(out)["previous"]


def test_a_killed_run_is_judged_without_browser_and_earlier_run(
    served: tuple[SmallSite, Log], whole: Path, tmp_path: Path
) -> None:
    out, before, browser = tmp_path / "run", tmp_path / "before", tmp_path / "browser"
    shutil.copytree(whole, before)
    shutil.copy(sys.executable, browser)
    flags = tuple(flag for flag in QUICKLY if flag != "--no-browser")
    told = {"flags": flags, "XUNCHA_BROWSER": str(browser)}
    cut_off(served, out, int(0.5 * served[1].requests), signal.SIGKILL, "--previous", before, **told)  # type: ignore[arg-type]
    browser.unlink()
    shutil.rmtree(before)
    judged = xuncha("judge", out, **SOON)
    assert judged.returncode == 0, judged.stderr
    assert run_card(out)["end_reason"] == "interrupted" and (out / UNFINISHED).exists()


def test_what_another_version_left_unsealed_is_judged_as_it_lies(
    served: tuple[SmallSite, Log], whole: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    cut_off(served, out, int(0.8 * served[1].requests), signal.SIGKILL)
    ours = of_version(out, '"0.0.1"')
    judged = xuncha("judge", out, "--lang", "en", **SOON)
    assert judged.returncode == 0, judged.stderr
    card = run_card(out)
    assert (card["end_reason"], card["crawl_hash"], card["tool_version"]) == ("interrupted", None, "0.0.1")
    refused = xuncha("audit", "--resume", out, "--lang", "en", **SOON)
    assert refused.returncode == 2 and "0.0.1" in refused.stderr
    of_version(out, ours)
    done = xuncha("audit", "--resume", out, **SOON)
    assert done.returncode == 0, done.stderr
    assert_same(out, whole)


def test_an_unsealed_file_of_an_older_version_is_judged_as_it_lies(
    served: tuple[SmallSite, Log], tmp_path: Path
) -> None:
    """The program may have one version over many versions of the file, between two of its own."""
    out = tmp_path / "run"
    cut_off(served, out, int(0.8 * served[1].requests), signal.SIGKILL)
    with closing(sqlite3.connect(out / "crawl.sqlite")) as file, file:
        without_dictionaries(file)
        file.execute("PRAGMA user_version = 5")
    refused = xuncha("audit", "--resume", out, "--lang", "en", **SOON)
    assert refused.returncode == 2 and "format version 5" in refused.stderr and "Traceback" not in refused.stderr
    judged = xuncha("judge", out, **SOON)
    assert judged.returncode == 0, judged.stderr
    assert (run_card(out)["end_reason"], run_card(out)["crawl_hash"]) == ("interrupted", None)


def of_version(out: Path, version: str) -> str:
    """Say that another version began the crawl; the one that did."""
    with closing(sqlite3.connect(out / "crawl.sqlite")) as file, file:
        (before,) = file.execute("SELECT value FROM meta WHERE key = 'tool_version'").fetchone()
        file.execute("UPDATE meta SET value = ? WHERE key = 'tool_version'", (version,))
    return str(before)


def test_a_crawl_that_no_audit_made_is_one_clear_error(tmp_path: Path) -> None:
    crawl_file(tmp_path / "crawl.sqlite", [home()], end=None)
    for words in (["judge", tmp_path], ["score", tmp_path], ["audit", "--resume", tmp_path]):
        done = xuncha(*words, "--lang", "en")
        assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr


KILLED_AT = """
import os, signal, sys
from crawler.store.connection import CrawlFile
from xuncha.cli import main

execute = CrawlFile.execute

def until(file, sql, parameters=()):
    if sql == sys.argv[1]:
        os.killpg(0, signal.SIGKILL)
    return execute(file, sql, parameters)

CrawlFile.execute = until
main(sys.argv[2:])
"""


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("ANALYZE", ("audit", "--resume")),
        ("ANALYZE", ("judge",)),
        ("PRAGMA journal_mode = DELETE", ("judge",)),
    ],
)
def test_a_kill_while_the_crawl_is_sealed(
    served: tuple[SmallSite, Log], whole: Path, tmp_path: Path, step: str, words: tuple[str, ...]
) -> None:
    out = tmp_path / "run"
    audit = [sys.executable, "-c", KILLED_AT, step, "audit", served[0].url, *QUICKLY, "--out", str(out)]
    environment = {**os.environ, **quick_environment(SOON)}
    killed = subprocess.run(
        audit, env=environment, check=False, capture_output=True, timeout=60, start_new_session=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    served[1].asked.clear()
    if step != "ANALYZE":
        refused = xuncha("audit", "--resume", out, **SOON)
        assert refused.returncode == 2 and "xuncha judge" in refused.stderr, "all that is left is judging"
    done = xuncha(*words, out, **SOON)
    assert done.returncode == 0, done.stderr
    assert run_card(out)["end_reason"] == "finished"
    assert not served[1].asked, "everything was recorded"
    assert_same(out, whole)


def test_what_was_altered_before_going_on_is_noted(served: tuple[SmallSite, Log], tmp_path: Path) -> None:
    out, log = tmp_path / "run", served[1]
    cut_off(served, out, max(20, int(0.65 * log.requests)), signal.SIGINT)
    assert (out / UNFINISHED).exists() and not check(out).troubles
    (out / "findings.jsonl").write_bytes((out / "findings.jsonl").read_bytes() + b"{}\n")
    (out / "scorecard.json").unlink()
    (out / "added.txt").write_bytes(b"x")
    done = xuncha("audit", "--resume", out, "--rate", "0", **SOON)
    assert done.returncode == 0, done.stderr
    card = run_card(out)
    (cut,) = card["interruptions"]
    assert cut["altered"] == [
        {"kind": "changed", "name": "findings.jsonl"},
        {"kind": "missing", "name": "scorecard.json"},
        {"kind": "stray", "name": "added.txt"},
    ]
    assert any("findings.jsonl" in notice for notice in card["notices"])
    assert not check(out).troubles


@pytest.mark.parametrize("flags", [("--max-pages", "5"), ("--no-external",), ("http://127.0.0.1/",)])
def test_what_was_decided_is_not_decided_again(tmp_path: Path, flags: tuple[str, ...]) -> None:
    done = xuncha("audit", "--resume", tmp_path, *flags, "--lang", "en")
    assert done.returncode == 2
    assert (flags[0] if flags[0].startswith("--") else "URL|UNIT") in done.stderr


def test_only_an_unfinished_run_goes_on(whole: Path, tmp_path: Path) -> None:
    finished = xuncha("audit", "--resume", whole, "--lang", "en")
    assert finished.returncode == 2 and "sealed" in finished.stderr
    nothing = xuncha("audit", "--resume", tmp_path, "--lang", "en")
    assert nothing.returncode == 2 and "crawl.sqlite" in nothing.stderr
    assert xuncha("audit", "--lang", "en").returncode == 2


def test_another_version_is_refused(tmp_path: Path) -> None:
    with CrawlStore.create(tmp_path / "crawl.sqlite", {"tool_version": "0.0.1", "job": {}}):
        pass
    done = xuncha("audit", "--resume", tmp_path, "--lang", "en")
    assert done.returncode == 2 and "0.0.1" in done.stderr
