"""No picture shows a page with personal data or a mark of secrecy, whatever else was found on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from checks.catalogue import checks_by_id
from checks.content.personal_data import PersonalData
from crawler.evidence.archive import Archive
from crawler.evidence.shots import Album, Shot
from reports.evidence.checking import check
from tests.xuncha.runs import findings, run_card, xuncha
from tests.xuncha.small_site import BODY, PAGE, SmallSite, pages
from tests.xuncha.test_evidence import QUICKLY

NUMBER = "379999199001010010"


def an_article(more: str) -> str:
    body = f"<h1>名单公示</h1><p>发布时间：2026-06-20</p><p>{BODY}</p><p>{more}</p>"
    return PAGE.format(title="名单公示 - 小县", body=body)


def content() -> dict[str, str]:
    """Articles with dead links: one with a person's number, the same under another address, one that is harmless."""
    site = pages()
    private = an_article(f"甲某 {NUMBER} <a href='/lost-a.html'>附表</a><a href='/lost-c.html'>附表二</a>")
    site |= {"/tz/a.html": private, "/tz/copy.html": private}
    site["/tz/b.html"] = an_article("<a href='/lost-b.html'>附表</a><a href='/lost-c.html'>附表二</a>")
    rows = "".join(
        f'<li><a href="/tz/{name}.html">名单公示{name}</a><span>2026-06-20</span></li>' for name in ("a", "b", "copy")
    )
    site["/tz/"] = site["/tz/"].replace("<ul class='list'>", f"<ul class='list'>{rows}")
    return site


class Camera:
    """Stands where the browser does: says which pages were to be shown, and from what."""

    def __init__(self) -> None:
        self.pages: set[str] = set()
        self.known: set[str] = set()

    def __call__(self, archive: Archive, shots: Sequence[Shot], *, browser: str, seconds: float) -> Album:
        self.pages |= {shot.page.url for shot in shots}
        self.known |= {entry.url for entry in archive.entries}
        made = {shot.fingerprint: b"\x89PNG" + shot.page.url.encode() for shot in shots}
        return Album(made, frozenset(made))


@pytest.fixture(scope="module")
def site() -> Iterator[SmallSite]:
    with SmallSite(content=content()) as served:
        yield served


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Camera:
    found = Camera()
    monkeypatch.setattr("xuncha.pictures.shoot", found)
    return found


def audited(site: SmallSite, folder: Path) -> None:
    environment = {"XUNCHA_CACHE_DIR": "none", "XUNCHA_RETRY_AFTER_S": "0.05", "XUNCHA_SCREENSHOTS": "50"}
    done = xuncha("audit", site.url, *QUICKLY, "--out", folder, **environment)
    assert done.returncode == 0, done.stderr


def pictures(folder: Path) -> set[str]:
    return {path.read_bytes().removeprefix(b"\x89PNG").decode() for path in (folder / "evidence" / "shots").glob("*")}


def test_a_page_with_a_persons_number_is_in_no_picture(site: SmallSite, camera: Camera, tmp_path: Path) -> None:
    run = tmp_path / "run"
    audited(site, run)
    private = {f"{site.url}tz/a.html", f"{site.url}tz/copy.html"}
    told = {line["check"]: line for line in findings(run)}
    assert told["personal-data"]["url"] in private and "screenshot" not in told["personal-data"]["evidence"]
    assert f"{site.url}tz/b.html" in camera.pages, "what is harmless is shown"
    assert not private & camera.pages and not private & camera.known
    assert not private & pictures(run)
    assert any("个人信息" in note for note in run_card(run)["evidence_notes"])
    assert not check(run).troubles
    before = {path.name for path in (run / "evidence" / "shots").iterdir()}
    assert len(before) >= 2, "a fault on both kinds of pages is shown on the harmless one"
    assert xuncha("judge", run).returncode == 0
    assert {path.name for path in (run / "evidence" / "shots").iterdir()} == before


def test_pictures_that_were_made_before_go_when_judging_knows_better(
    site: SmallSite, camera: Camera, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "run"
    with monkeypatch.context() as patch:
        patch.setattr(PersonalData, "sensitive", False)
        audited(site, run)
    private = {f"{site.url}tz/a.html", f"{site.url}tz/copy.html"}
    assert private & pictures(run), "nothing said then that the pages are private"
    assert not check(run).troubles
    assert xuncha("judge", run).returncode == 0
    assert pictures(run) == {f"{site.url}tz/b.html"}
    for line in findings(run):
        picture = line["evidence"].get("screenshot")
        assert picture is None or (run / picture).is_file()
    assert not check(run).troubles


def test_checks_say_themselves_what_must_not_be_shown() -> None:
    assert {name for name, each in checks_by_id().items() if each.sensitive} >= {"personal-data", "leak-mark"}
