"""`xuncha compare`: two runs of a small portal, one link repaired and another broken in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.xuncha.runs import xuncha
from tests.xuncha.small_site import SmallSite, send

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")


class Gone:
    """Answers that one article is missing: which one can be changed."""

    def __init__(self) -> None:
        self.missing = "/tz/t3"

    def __call__(self, handler: BaseHTTPRequestHandler) -> bool:
        if not handler.path.startswith(self.missing):
            return False
        send(handler, 404, "<html><body>404 Not Found</body></html>")
        return True


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    folder, gone = tmp_path_factory.mktemp("compare"), Gone()
    with SmallSite(gone) as site:
        for name, missing in (("a", "/tz/t3"), ("b", "/tz/t5")):
            gone.missing = missing
            done = xuncha("audit", site.url, *QUICKLY, "--out", folder / name, XUNCHA_RETRY_AFTER_S="0.05")
            assert done.returncode == 0, done.stderr
        few = ("--max-pages", "2", "--out", folder / "few")
        done = xuncha("audit", site.url, *QUICKLY, *few, XUNCHA_RETRY_AFTER_S="0.05")
        assert done.returncode == 0, done.stderr
    yield folder / "a", folder / "b"


def test_what_was_repaired_and_what_is_new_is_told(runs: tuple[Path, Path]) -> None:
    done = xuncha("compare", *reversed(runs), "--json")
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)["comparisons"]
    dead = {each["fate"]: each["url"] for each in told["findings"] if each["code"] == "http-404"}
    assert set(dead) == {"fixed", "new"}
    assert "/tz/t3" in dead["fixed"] and "/tz/t5" in dead["new"]
    assert {each["fate"] for each in told["findings"] if each["code"] != "http-404"} <= {"standing"}
    assert len(told["units"][0]["scores"]) == 2


def test_what_a_short_run_did_not_approach_is_not_called_fixed(runs: tuple[Path, Path]) -> None:
    done = xuncha("compare", runs[0], runs[0].parent / "few", "--json")
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)["comparisons"]
    assert {each["fate"] for each in told["findings"] if each["code"] == "http-404"} == {"unseen"}


def test_people_get_a_table_and_lists(runs: tuple[Path, Path]) -> None:
    done = xuncha("compare", *runs)
    assert done.returncode == 0, done.stderr
    for words in ("历次巡查比较", "已整改", "新增", "/tz/t5"):
        assert words in done.stdout, done.stdout


def test_one_run_or_a_folder_without_one_is_an_error(runs: tuple[Path, Path], tmp_path: Path) -> None:
    assert xuncha("compare", runs[0]).returncode == 2
    done = xuncha("compare", runs[0], tmp_path)
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr
