"""Pictures show the recorded page, with the place framed, and ask nobody for anything."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from crawler.evidence import shots as shots_module
from crawler.evidence.archive import Archive, Message
from crawler.evidence.cdxj import Entry
from crawler.evidence.place import EVIDENCE, RECORDS
from crawler.evidence.shots import HEIGHT, WIDTH, Album, Place, Shot, shoot
from tests.browser import chromium_path
from tests.crawler.evidence.pages import HOST, HTML, recorded

STYLED = """<!doctype html><html><head><title>栏目</title><link rel="stylesheet" href="/style.css"></head><body>
<script>document.body.innerHTML = "<p>nothing is left</p>"</script>
<ul class="menu"><li>办事<ul style="display: none"><li><a href="/hidden.html">隐藏的链接</a></li></ul></li></ul>
<p style="height: 2500px">长长的页首</p>
<div class="list"><ul><li><a href="/a1.html">第一条</a></li><li><a href="/a2.html#x">第二条</a></li></ul></div>
<p>本栏目暂无<b>内容</b></p><a href="D:\\表格.xls">表格</a><img src="/missing.png" width="200" height="80">
<p style="height: 1500px">页脚</p></body></html>"""
SCRIPTED = """<!doctype html><html><head><title>脚本</title><script src="/load.js"></script></head>
<body><p id="here">载入中</p></body></html>"""
LOADER = "addEventListener('load', () => fetch('/data.json').then(r => r.text()).then(t => here.textContent = t))"
PLACES = {
    "link": Place(hrefs=(f"{HOST}/a2.html",)),
    "written": Place(hrefs=("D:\\表格.xls",)),
    "hidden": Place(hrefs=(f"{HOST}/hidden.html",)),
    "picture": Place(hrefs=(f"{HOST}/missing.png",)),
    "proof": Place(proofs=("本栏目暂无内容",), rows=(f"{HOST}/a1.html",)),
    "list": Place(rows=(f"{HOST}/a1.html", f"{HOST}/a2.html")),
    "words": Place(words=("第二条",)),
    "nowhere": Place(hrefs=(f"{HOST}/other.html",), words=("并无此文",)),
}
RED = (212, 0, 26)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    answers = {
        "/column/": (HTML, STYLED),
        "/style.css": ("text/css", "body { background: #eef } .list { width: 400px }"),
        "/script/": (HTML, SCRIPTED),
        "/load.js": ("text/javascript", LOADER),
        "/data.json": ("application/json", "来自记录的数据"),
    }
    return recorded(tmp_path_factory.mktemp("pages"), answers, {"/data.json": f"{HOST}/script/"})


@pytest.fixture(scope="module")
def album(archive: Archive) -> Iterator[Album]:
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    (column,), (script,) = archive.of(f"{HOST}/column/"), archive.of(f"{HOST}/script/")
    shots = [Shot(name, column, place, "说明") for name, place in PLACES.items()]
    shots.append(Shot("scripted", script, Place(words=("来自记录的数据",)), "说明", scripts=True))
    shots.append(Shot("unscripted", script, Place(words=("来自记录的数据",)), "说明"))
    yield shoot(archive, shots, browser=path, seconds=120)


@pytest.mark.browser
def test_every_place_that_is_there_is_framed(album: Album) -> None:
    assert set(album.pictures) == {*PLACES, "scripted"} - {"nowhere"}
    assert album.tried == {*PLACES, "scripted", "unscripted"} and album.reason is None


@pytest.mark.browser
@pytest.mark.parametrize("name", ["link", "list", "proof"])
def test_the_frame_is_in_the_picture_with_the_form_of_the_page(album: Album, name: str) -> None:
    image = pytest.importorskip("PIL.Image")
    picture = np.asarray(image.open(io.BytesIO(album.pictures[name])).convert("RGB"))
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert tuple(picture[300, WIDTH - 5]) == (238, 238, 255)  # the recorded style sheet
    lines = np.flatnonzero((picture == RED).all(axis=2).sum(axis=1) > 2)
    assert lines.size > 8
    assert lines.min() > 50 and lines.max() < HEIGHT - 30  # scrolled to, and above the caption
    assert tuple(picture[HEIGHT - 3, 3]) == (27, 27, 27)


def browsers() -> list[int]:
    """The processes of browsers that this one started, however far down."""
    parents: dict[int, int] = {}
    names: dict[int, str] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            name, _, rest = (folder / "stat").read_text().partition("(")[2].rpartition(")")
            parents[int(folder.name)], names[int(folder.name)] = int(rest.split()[1]), name

    def is_ours(process: int) -> bool:
        while process in parents and process != os.getpid():
            process = parents[process]
        return process == os.getpid()

    return [process for process, name in names.items() if "chrom" in name and is_ours(process)]


class Fatal(Archive):
    """An archive with whose answers the browser breaks down, so many times."""

    times = 1

    def answer(self, entry: Entry) -> Message:
        if self.times and entry.url.endswith("/column/"):
            self.times -= 1
            for process in browsers():
                os.kill(process, signal.SIGKILL)
        return super().answer(entry)


@pytest.mark.browser
@pytest.mark.parametrize(("times", "made", "reason"), [(1, {"script"}, None), (9, set(), "browser-breaks-down")])
def test_a_browser_that_breaks_down_costs_pictures_and_is_told(
    archive: Archive, tmp_path: Path, times: int, made: set[str], reason: str | None
) -> None:
    path = chromium_path()
    if path is None or not Path("/proc/self/stat").exists():
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium), or no /proc")
    (column,), (script,) = archive.of(f"{HOST}/column/"), archive.of(f"{HOST}/script/")
    fatal = Fatal(archive.folder, archive.entries)
    fatal.times = times
    shots = [Shot("link", column, PLACES["link"], "")]
    shots += (
        [
            replace(
                shots[0],
                fingerprint=f"again-{number}",
                page=replace(column, answer=replace(column.answer, id=f"x{number}")),
            )
            for number in range(3)
        ]
        if times > 1
        else []
    )
    shots.append(Shot("script", script, Place(words=("载入中",)), ""))
    album = shoot(fatal, shots, browser=path, seconds=120)
    assert set(album.pictures) == made and album.reason == reason
    assert "link" not in album.tried, "its turn comes again"


@pytest.mark.browser
def test_a_damaged_record_costs_what_it_held(tmp_path: Path) -> None:
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    whole = recorded(tmp_path, {"/column/": (HTML, STYLED), "/style.css": ("text/css", "body { background: #eef }")})
    (column,), (style,) = whole.of(f"{HOST}/column/"), whole.of(f"{HOST}/style.css")
    shots = [Shot("link", column, PLACES["link"], "")]
    records = tmp_path / EVIDENCE / RECORDS
    for entry, made in ((style, {"link"}), (column, set())):
        content = bytearray(records.read_bytes())
        content[entry.answer.offset + 20] ^= 255
        records.write_bytes(content)
        album = shoot(whole, shots, browser=path, seconds=60)
        assert set(album.pictures) == made and album.reason is None


def test_a_driver_that_dies_is_told(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    async def dies(*_: object) -> None:
        raise Exception("Connection closed while reading from the driver")

    monkeypatch.setattr(shots_module, "_shoot", dies)
    (column,) = archive.of(f"{HOST}/column/")
    album = shoot(archive, [Shot("link", column, PLACES["link"], "")], browser="auto", seconds=5)
    assert album == Album({}, frozenset(), "browser-breaks-down")


def test_without_a_browser_there_are_no_pictures_but_a_reason(archive: Archive) -> None:
    (column,) = archive.of(f"{HOST}/column/")
    shots = [Shot("link", column, PLACES["link"], "")]
    assert shoot(archive, shots, browser="none", seconds=5) == Album({}, frozenset(), "browser-off")


@pytest.mark.browser
def test_no_time_means_that_pictures_are_left(archive: Archive) -> None:
    (column,) = archive.of(f"{HOST}/column/")
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    assert shoot(archive, [Shot("link", column, PLACES["link"], "")], browser=path, seconds=0) == Album({})
