"""Pictures show the recorded page, with the place framed, and ask nobody for anything."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest

from crawler.evidence.archive import Archive
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
