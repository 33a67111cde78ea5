"""Which runs are of one portal: one rule for `--previous` and for `xuncha compare`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.registry import Portal, same_portal
from tests.xuncha.runs import run_card, xuncha
from tests.xuncha.small_site import SmallSite
from xuncha.targets import portal_of_url

QUICKLY = ("--rate", "0", "--timeout", "1", "--allow-private", "--no-external", "--no-browser", "--as-of", "2026-06-30")
AT_ONCE = {"XUNCHA_RETRY_AFTER_S": "0.02", "XUNCHA_SPACING_HOURS": "0"}


def registered(name: str, url: str, *units: str) -> Portal:
    first = {"id": units[0] if units else name, "name": "县政府", "class": "portal"}
    others = [{"id": each, "name": each, "class": "department", "scope": [f"{url}{each}/"]} for each in units[1:]]
    return Portal.model_validate({"id": name, "name": "县政府", "start_urls": [url], "units": [first, *others]})


HERE, THERE = "http://www.xian.example/", "http://www.xian-new.example/"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (portal_of_url(HERE), portal_of_url(HERE), True),
        (portal_of_url(HERE), portal_of_url(f"{HERE}index.html"), True),
        (portal_of_url(HERE), portal_of_url(THERE), False),
        (portal_of_url("http://127.0.0.1:81/"), portal_of_url("http://127.0.0.1:82/"), False),
        (portal_of_url(HERE), registered("xian", HERE), True),
        (portal_of_url(HERE), registered("xian", THERE), False),
        (registered("xian", HERE), registered("xian", THERE), True),
        (registered("xian", HERE), registered("shi", HERE), False),
        (registered("xian", HERE, "xian", "ju"), registered("xian-2026", HERE, "xian", "ting"), True),
        (registered("xian", HERE, "xian"), registered("xian-2026", THERE, "xian"), False),
    ],
)
def test_the_rule(one: Portal, other: Portal, same: bool) -> None:
    assert (same_portal(one, other), same_portal(other, one)) == (same, same)


def registry(folder: Path, name: str, url: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(
        f"portals:\n  - id: {name}\n    name: 小县人民政府\n    start_urls: ['{url}']\n"
        f"    units: [{{id: {name}, name: 小县人民政府, class: portal}}]\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A site with a run by its plain address, and one by a registry after it."""
    folder = tmp_path_factory.mktemp("same")
    with SmallSite() as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", folder / "plain", **AT_ONCE)
        assert done.returncode == 0, done.stderr
        words = ("audit", "xian", "--registry", registry(folder, "xian", site.url), *QUICKLY)
        done = xuncha(*words, "--previous", folder / "plain", "--out", folder / "named", **AT_ONCE)
        assert done.returncode == 0, done.stderr
        yield site.url, folder


def test_a_run_by_plain_address_is_evidence_for_the_registered_portal(runs: tuple[str, Path]) -> None:
    _, folder = runs
    assert run_card(folder / "named")["previous"]["run_id"] == run_card(folder / "plain")["run_id"]


@pytest.mark.parametrize("order", [("plain", "named"), ("named", "plain")])
def test_and_both_are_compared_under_the_registered_name(runs: tuple[str, Path], order: tuple[str, str]) -> None:
    done = xuncha("compare", *(runs[1] / name for name in order), "--json")
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)["comparisons"]
    (unit,) = told["units"]
    assert (unit["unit"], len(unit["scores"])) == ("xian", 2)
    assert told["findings"] and {each["fate"] for each in told["findings"]} == {"standing"}


def test_another_registered_portal_on_the_same_host_is_refused_by_both(runs: tuple[str, Path], tmp_path: Path) -> None:
    url, folder = runs
    words = ("audit", "shi", "--registry", registry(tmp_path, "shi", url), *QUICKLY)
    done = xuncha(*words, "--previous", folder / "named", "--out", tmp_path / "shi", **AT_ONCE)
    assert (done.returncode, "另一个门户" in done.stderr, (tmp_path / "shi").exists()) == (2, True, False), done.stderr
    done = xuncha(*words, "--out", tmp_path / "shi", **AT_ONCE)
    assert done.returncode == 0, done.stderr
    done = xuncha("compare", folder / "named", tmp_path / "shi")
    assert (done.returncode, "不是同一个门户" in done.stderr) == (2, True), done.stderr


def test_other_hosts_of_the_same_portal_are_told_apart_from_another_portal(
    runs: tuple[str, Path], tmp_path: Path
) -> None:
    words = ("audit", "xian", "--registry", registry(tmp_path, "xian", "http://127.0.0.1:9/"), *QUICKLY)
    done = xuncha(*words, "--previous", runs[1] / "named", "--out", tmp_path / "out", **AT_ONCE)
    assert (done.returncode, "换了主机" in done.stderr, (tmp_path / "out").exists()) == (2, True, False), done.stderr
