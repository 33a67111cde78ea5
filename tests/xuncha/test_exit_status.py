"""How commands end: what scripts go by, and what people are told when they write a command line wrong."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from config.errors import UnreachableError
from tests.reports.latin import chinese
from tests.xuncha.runs import command, quick_environment, run_card, xuncha
from tests.xuncha.small_site import Asked, SmallSite
from xuncha.cli.status import BELOW, INTERRUPTED

CLOSED, ALSO_CLOSED = "http://127.0.0.1:9/", "http://127.0.0.1:19/"
QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--no-browser", "--as-of", "2026-06-30")
SOON = {"XUNCHA_RETRY_AFTER_S": "0.05"}


def interrupted(out: Path, asked: Asked, *urls: str) -> subprocess.CompletedProcess[str]:
    """An audit that is interrupted when its first crawl, of the site that counts what is `asked`, has some pages."""
    process = subprocess.Popen(
        command(["audit", *urls, *QUICKLY, "--concurrency", "1", "--out", out]),
        env={**os.environ, **quick_environment(SOON)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    asked.wait()
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, *said)


def test_one_portal_out_of_reach_holds_up_no_other(tmp_path: Path) -> None:
    with SmallSite() as site:
        done = xuncha("audit", CLOSED, site.url, *QUICKLY, "--out", tmp_path / "out", **SOON)
    assert done.returncode == 0, done.stderr
    ends = {path.parent.name: run_card(path.parent)["end_reason"] for path in (tmp_path / "out").glob("*/run.json")}
    assert sorted(ends.values()) == ["finished", "unreachable"]
    for name in ends:  # where the reports lie is told of both
        assert str(tmp_path / "out" / name) in done.stderr


def test_only_when_nobody_can_be_reached_is_that_the_status(tmp_path: Path) -> None:
    done = xuncha("audit", CLOSED, ALSO_CLOSED, *QUICKLY, "--out", tmp_path / "out", **SOON)
    assert done.returncode == UnreachableError.exit_status, done.stderr
    assert done.stderr.count("无法访问 127.0.0.1") == 2


def test_an_interruption_ends_the_audit_of_all_portals_and_goes_on_under_a_floor(tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = Asked()
    with SmallSite(asked) as one, SmallSite() as other:
        done = interrupted(out, asked, one.url, other.url)
        assert done.returncode == INTERRUPTED, done.stderr
        (run,) = out.glob("*/run.json")
        assert run_card(run.parent)["end_reason"] == "interrupted"
        again = xuncha("audit", "--resume", run.parent, "--fail-under", "101", **SOON)
        assert again.returncode == BELOW, again.stderr
    assert run_card(run.parent)["end_reason"] == "finished"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["audit", "--foo"], "没有选项 --foo。"),
        (["audit", "http://x/", "--rate", "fast"], "--rate: 写的是“fast”；应为不小于 0、不大于 1,000,000,000 的数。"),
        (["audit", "http://x/", "--concurrency", "99"], "--concurrency: 写的是“99”；应为不小于 1、不大于 64 的整数。"),
        (["audit", "http://x/", "--profile", "fast"], "--profile 的值只能是：quick、standard、full。"),
        (["inspect"], "缺少 URL|FILE。"),
        (["adit"], "没有这个命令。"),
        (["batch", "run", "--out"], "选项 --out 之后要写值"),
        (["compare", "one"], "请给出至少两次巡查的结果目录。"),
        (["audit", "wangzhuang"], "例如 https://www.pingyuan.example/"),
        (["rubric", "show", "nowhere-2020"], "没有编号为“nowhere-2020”的指标体系。"),
    ],
)
def test_a_wrong_command_line_is_told_in_the_readers_language(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XUNCHA_LANG", raising=False)
    done = xuncha(*words)
    assert (done.returncode, said in done.stderr, "Error" in done.stderr) == (2, True, False), done.stderr
    assert "--rubric" not in done.stderr
    english = xuncha("--lang", "en", *words)
    assert english.returncode == 2 and english.stderr and chinese(english.stderr) == []


def test_a_batch_that_cannot_begin_leaves_the_folder_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for where in (("--out", "."), ("--out", "a/b"), ()):
        done = xuncha("batch", "missing.yaml", *where)
        assert done.returncode == 2 and "missing.yaml" in done.stderr and "Traceback" not in done.stderr
        assert list(tmp_path.iterdir()) == []
