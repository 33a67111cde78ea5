"""What bad input gets: one clear message in either language, the promised exit status, nothing half-written."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from crawler.evidence.archive import Archive
from reports.evidence.checking import check
from tests.xuncha.runs import command, findings, run_card, scorecards, xuncha
from tests.xuncha.small_site import (
    PAGES,
    SmallSite,
    forbids_everybody,
    never_answers,
    pages,
    robots_forbid_all,
    slowly,
)
from xuncha.cli.status import INTERRUPTED

QUICKLY = ("--rate", "0", "--timeout", "1", "--allow-private", "--no-external", "--as-of", "2026-06-30")
SOON = {"XUNCHA_RETRY_AFTER_S": "0.05", "XUNCHA_SCREENSHOTS": "0"}


def one_message(stderr: str) -> str:
    """The last line of standard error; there must be no traceback."""
    assert "Traceback" not in stderr, stderr
    return stderr.strip().splitlines()[-1]


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_unknown_host(tmp_path: Path, lang: str) -> None:
    done = xuncha(
        "audit", "http://no-such-county.invalid/", *QUICKLY, "--out", tmp_path / "run", "--lang", lang, **SOON
    )
    assert done.returncode == 3, done.stderr
    assert ("无法访问" if lang == "zh" else "could not be reached") in one_message(done.stderr)
    assert run_card(tmp_path / "run")["end_reason"] == "unreachable"
    assert all(card["score"] is None for card in scorecards(tmp_path / "run"))


def test_closed_port(tmp_path: Path) -> None:
    done = xuncha("audit", f"http://127.0.0.1:{closed_port()}/", *QUICKLY, "--out", tmp_path / "run", **SOON)
    assert done.returncode == 3, done.stderr
    assert "无法访问" in one_message(done.stderr)


def test_host_that_never_answers(tmp_path: Path) -> None:
    with SmallSite(never_answers) as site:
        done = xuncha("audit", site.url, *QUICKLY, "--timeout", "0.3", "--out", tmp_path / "run", timeout=60, **SOON)
    assert done.returncode == 3, done.stderr
    assert run_card(tmp_path / "run")["end_reason"] == "unreachable"


def test_portal_that_answers_only_403(tmp_path: Path) -> None:
    with SmallSite(forbids_everybody) as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", tmp_path / "run", **SOON)
    assert done.returncode == 0, done.stderr
    [card] = scorecards(tmp_path / "run")
    assert (card["verdict"], card["score"]) == ("not-scored", None)
    assert "页" in done.stdout and card["reasons"]
    assert not [found for found in findings(tmp_path / "run") if found["state"] == "confirmed"]


def test_a_start_page_that_is_gone_does_not_look_like_a_portal_that_was_seen(tmp_path: Path) -> None:
    with SmallSite(content={"/other": pages()["/"]}) as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", tmp_path / "run", **SOON)
    assert done.returncode == 0, done.stderr
    [card] = scorecards(tmp_path / "run")
    assert (card["coverage"], card["pages_observed"], card["score"]) == (0, 0, None)
    assert {"few-pages", "low-coverage"} <= set(card["reasons"])
    assert "100%" not in done.stdout


def test_robots_that_forbid_all(tmp_path: Path) -> None:
    with SmallSite(robots_forbid_all) as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", tmp_path / "run", **SOON)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 3)
    assert {entry["reason"] for entry in run_card(tmp_path / "run")["not_observed"]} == {"robots-forbidden"}
    assert [card["score"] for card in scorecards(tmp_path / "run")] == [None]


def test_private_address_is_refused_without_permission(tmp_path: Path) -> None:
    with SmallSite() as site:
        done = xuncha("audit", site.url, "--rate", "0", "--timeout", "1", "--out", tmp_path / "run", **SOON)
    assert done.returncode == 3, done.stderr
    assert {entry["reason"] for entry in run_card(tmp_path / "run")["not_observed"]} == {"private-address-refused"}
    assert "--allow-private" in done.stderr


def test_unknown_rubric_suggests_the_nearest(tmp_path: Path) -> None:
    done = xuncha("audit", "http://127.0.0.1/", "--rubric", "national-2018", "--out", tmp_path / "run")
    assert done.returncode == 2
    assert "national-2019" in one_message(done.stderr)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("value", ["2026-02-30", "yesterday", "2026/06/30"])
def test_bad_date(tmp_path: Path, value: str) -> None:
    done = xuncha("audit", "http://127.0.0.1/", "--as-of", value, "--out", tmp_path / "run", "--lang", "en")
    assert done.returncode == 2
    assert "YYYY-MM-DD" in one_message(done.stderr) and value in done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("line", ["www.sample-county.gov.cn=there"])
def test_bad_name(tmp_path: Path, line: str) -> None:
    done = xuncha("audit", "http://127.0.0.1/", "--resolve", line, "--out", tmp_path / "run", "--lang", "en")
    assert done.returncode == 2
    assert "--resolve" in one_message(done.stderr) and line in done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    "url", ["http://", "ftp://x.gov.cn/", "http://a b.gov.cn/", "http://[::1/", "http://127.0.0.1:/"]
)
def test_bad_url(tmp_path: Path, url: str) -> None:
    done = xuncha("audit", url, "--out", tmp_path / "run")
    assert done.returncode == 2
    assert "http://" in one_message(done.stderr)


def test_word_that_is_no_url_needs_a_registry() -> None:
    done = xuncha("audit", "pingyin")
    assert done.returncode == 2
    assert "--registry" in one_message(done.stderr)


def test_registry_with_a_wrong_field_names_its_line(tmp_path: Path) -> None:
    registry = tmp_path / "registry.yaml"
    registry.write_text(
        "portals:\n  - id: xian\n    name: 小县\n    start_url: [http://xian.example.invalid/]\n"
        "    units:\n      - {id: xian, name: 小县, class: portal}\n",
        encoding="utf-8",
    )
    done = xuncha("audit", "xian", "--registry", registry, "--lang", "en")
    assert done.returncode == 2
    assert f"{registry}:4" in done.stderr and "start_urls" in done.stderr


def test_folder_that_holds_another_run_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    done = xuncha("audit", "http://127.0.0.1/", "--out", tmp_path)
    assert done.returncode == 2
    assert "judge" in one_message(done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_folder_without_a_run_cannot_be_judged(tmp_path: Path) -> None:
    done = xuncha("judge", tmp_path)
    assert done.returncode == 2
    assert "crawl.sqlite" in one_message(done.stderr)


def limit_files_to_64_kb() -> None:
    """What a full disk does to a writer, without filling one: writes beyond the limit fail."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))


def test_full_disk(tmp_path: Path) -> None:
    out = tmp_path / "run"
    with SmallSite() as site:
        done = subprocess.run(
            command(["audit", site.url, *QUICKLY, "--out", out]),
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
            preexec_fn=limit_files_to_64_kb,
            env={**os.environ, **SOON},
        )
    assert done.returncode == 2, done.stderr
    assert "crawl.sqlite" in one_message(done.stderr)
    assert not (out / "report.html").exists() and not (out / "findings.jsonl").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_crawl_is_kept_and_judged_as_partial(tmp_path: Path, number: signal.Signals) -> None:
    out = tmp_path / "run"
    seen: list[str] = []

    def interrupting(handler: BaseHTTPRequestHandler) -> bool:
        if handler.path in pages():  # robots.txt and made-up addresses come before the first page
            seen.append(handler.path)
            if len(seen) == PAGES // 2:
                process.send_signal(number)
        return slowly(handler)

    with SmallSite(interrupting) as site:
        arguments = ["audit", site.url, *QUICKLY, "--concurrency", "1", "--out", out]
        process = subprocess.Popen(command(arguments), stderr=subprocess.PIPE, text=True, env={**os.environ, **SOON})
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED, stderr
    assert "中断" in stderr and "Traceback" not in stderr
    card = run_card(out)
    assert card["end_reason"] == "interrupted"
    assert 0 < card["counts"]["pages"] < PAGES
    assert [line["score"] for line in scorecards(out)] == [None]
    assert {"report.html", "problems.xlsx", "findings.jsonl"} <= {path.name for path in out.iterdir()}
    assert Archive.open(out).entries  # what was taken down until then is kept, too
    assert not check(out).troubles


def test_few_pages_give_no_score(tmp_path: Path) -> None:
    with SmallSite() as site:
        done = xuncha(
            "audit", site.url, *QUICKLY, "--max-pages", "5", "--out", tmp_path / "run", "--lang", "en", **SOON
        )
    assert done.returncode == 0, done.stderr
    [card] = scorecards(tmp_path / "run")
    assert (card["verdict"], card["score"], card["score_range"]) == ("not-scored", None, None)
    assert "few-pages" in card["reasons"]
    assert run_card(tmp_path / "run")["end_reason"] == "page-budget"
