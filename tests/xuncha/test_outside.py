"""Answers of other hosts that audits share: the results are the same with and without, and the run card says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from config.settings import CACHE_FILE
from config.settings_sources import load_settings
from crawler.fetch.guard import Guard
from tests.xuncha.runs import run_card, xuncha
from tests.xuncha.small_site import PAGE, SmallSite, send
from xuncha.judging import load_rubrics
from xuncha.pipeline import AuditJob, judge_run, politeness_for, run_audit
from xuncha.targets import Target, portal_of_url

QUICK = {"rate": 0.0, "timeout_s": 1.0, "retry_after_s": 0.02, "browser": "none"}


class Outside:
    """Another site: `/alive/…` is there, everything else is not."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, handler: BaseHTTPRequestHandler) -> bool:
        if handler.path != "/robots.txt":
            self.asked.append(handler.path)
        if not handler.path.startswith("/alive/"):
            return False
        send(handler, 200, PAGE.format(title="外站", body="<p>外站的正文</p>"))
        return True


Sites = tuple[Outside, str, str]


@pytest.fixture
def sites() -> Iterator[Sites]:
    """The other site, its URL, and that of a portal that links to it."""
    outside = Outside()
    with SmallSite(outside) as other:
        links = "".join(f'<a href="{other.url}{path}">外站</a>' for path in ("alive/1", "alive/2", "dead"))

        def portal(handler: BaseHTTPRequestHandler) -> bool:
            if handler.path != "/":
                return False
            send(handler, 200, PAGE.format(title="小县人民政府", body=f"{links}<a href='/tz/'>通知公告</a>"))
            return True

        with SmallSite(portal) as site:
            yield outside, other.url, site.url


def audit(url: str, folder: Path, cache_dir: str) -> None:
    settings = load_settings({**QUICK, "cache_dir": cache_dir}, environ={})
    portal = portal_of_url(url)
    job = AuditJob(
        target=Target(portal, (portal.units[0].id,)),
        rubrics=load_rubrics(["national-2019"]),
        as_of=date(2026, 6, 30),
        settings=settings,
        politeness=politeness_for(portal, settings, QUICK | {"concurrency": 4}),
        allow_private=True,
    )
    folder.mkdir()
    run_audit(job, folder)
    judge_run(folder, job.rubrics, job.as_of, "zh")


def test_results_are_equal_with_and_without(sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Guard, "lies_outside", lambda guard, netloc: True)  # as other hosts do; here all is loopback
    outside, _, url = sites
    audit(url, tmp_path / "without", "none")
    audit(url, tmp_path / "first", str(tmp_path / "cache"))
    outside.asked.clear()
    audit(url, tmp_path / "second", str(tmp_path / "cache"))
    assert set(outside.asked) == {"/dead"}
    for name in ("findings.jsonl", "scorecard.json"):
        texts = {(tmp_path / run / name).read_bytes() for run in ("without", "first", "second")}
        assert len(texts) == 1
    assert '"http-404"' in (tmp_path / "second" / "findings.jsonl").read_text(encoding="utf-8")
    cards = {run: run_card(tmp_path / run) for run in ("without", "first", "second")}
    assert [(cards[run]["outside"]["asked"], cards[run]["outside"]["kept"]) for run in cards] == [
        (3, 0),
        (3, 0),
        (1, 2),
    ]
    assert cards["second"]["outside"]["from"][0]["run_id"] == cards["first"]["run_id"]
    assert len({card["configuration_hash"] for card in cards.values()}) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_spoilt_cache_is_one_note(sites: Sites, tmp_path: Path, lang: str) -> None:
    _, _, url = sites
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / CACHE_FILE).write_bytes(b"no database" * 500)
    words = ("audit", url, "--rate", "0", "--timeout", "1", "--allow-private", "--no-browser", "--lang", lang)
    environment = {"XUNCHA_CACHE_DIR": str(tmp_path / "cache"), "XUNCHA_RETRY_AFTER_S": "0.02"}
    done = xuncha(*words, "--out", tmp_path / "run", **environment)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("--no-cache") == 1 and "Traceback" not in done.stderr
    assert "not a database" in run_card(tmp_path / "run")["outside"]["trouble"]
    done = xuncha(*words, "--no-cache", "--out", tmp_path / "again", **environment)
    assert "--no-cache" not in done.stderr
    assert run_card(tmp_path / "again")["outside"]["trouble"] is None


def test_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert load_settings({}, environ={}).cache_file == tmp_path / "xuncha" / CACHE_FILE
    assert load_settings({"cache_dir": "none"}, environ={}).cache_file is None
    assert load_settings({}, environ={"XUNCHA_CACHE_DIR": "/srv/shared"}).cache_file == Path("/srv/shared") / CACHE_FILE
