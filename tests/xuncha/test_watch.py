"""`xuncha watch` writes a series, and `--watch` hands it to audit and judge."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from checks.finding import Outcome
from tests.crawler.trials.site import page, served
from xuncha.cli import main
from xuncha.judging import load_rubrics
from xuncha.pipeline import judged
from xuncha.rundir import WATCH_FILE

AS_OF = dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "xuncha.toml").write_text("cache_dir = 'none'\nretry_after_s = 0.01\nrate = 0\n")


def week(url: str, failed: int) -> str:
    """Twenty looks a day for a week, the first `failed` of each day closed while a control was open."""
    lines = []
    for back in range(7):
        day = AS_OF - dt.timedelta(days=back)
        for hour in range(20):
            kind = "timeout" if hour < failed else "content"
            at = f"{day}T{hour:02d}:00:00.000+08:00"
            lines.append({"at": at, "url": url, "kind": kind, "ms": 9, "limit_s": 15.0, "control": True})
    return "".join(json.dumps(line) + "\n" for line in lines)


def availability(folder: Path) -> Outcome:
    (judgement,) = judged(folder, load_rubrics(["national-2019"]), AS_OF, "zh").judgements
    return next(said for said in judgement.outcomes if said.check == "availability")


def test_series_is_written_judged_and_replaced(tmp_path: Path) -> None:
    with served({"/": page("样例县", "<p>首页</p>")}) as host:
        url, run, out = f"http://{host}/", tmp_path / "run", tmp_path / "watched"
        watching = ["watch", url, "--every", "0.001", "--rounds", "2", "--allow-private", "--out", str(out)]
        assert main(watching) == 0
        assert main(watching) == 0
        assert len((out / WATCH_FILE).read_text().splitlines()) == 4
        audit = ["audit", url, "--allow-private", "--no-browser", "--profile", "quick", "--as-of", str(AS_OF)]
        assert main([*audit, "--watch", str(out / WATCH_FILE), "--out", str(run)]) == 0
    assert (run / WATCH_FILE).is_file()
    assert availability(run).reason == "watch-too-short"
    series = tmp_path / "week.jsonl"
    series.write_text(week(url, failed=1))
    assert main(["judge", str(run), "--watch", str(series)]) == 0
    (found,) = availability(run).findings
    assert (found.code, found.facts["percent"], found.state) == ("unavailable", "5.0", "suspected")
    series.write_text("no series\n")
    assert main(["judge", str(run), "--watch", str(series)]) == 2
    assert availability(run).findings
