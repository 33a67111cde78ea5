"""The tricky site: its truth file names every link, and the server does what the file says."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from benchmarks.differential.addresses import Names, resolved
from benchmarks.differential.own_site import SITE, TruthFile, load_truth
from benchmarks.differential.truth import Truth

PAGES = SITE / "pages"
MARKS = {
    "@SITE@": "127.0.0.1:4711",
    "@SITE-ESCAPED@": "127.0.0.1%3A4711",
    "@OTHER@": "localhost:4711",
    "@PORT@": "4711",
}
NAMES = Names({"127.0.0.1:4711": "site.test", "localhost:4711": "other.test"})
OTHER_ENCODINGS = {"encoding-gbk.html", "encoding-header.html", "encoding-utf16.html", "encoding-none.html"}
READ_OTHERWISE = {
    "http://site.test/alive/quote-second.html": "Beautiful Soup takes the last of two equal attributes",
    "http://site.test/alive/quote-copy.html?a=1%C2%A9=2": "Beautiful Soup takes &copy= for a reference",
    "http://site.test/site.test/alive/three-slashes.html": "the RFC finds no host behind three slashes, browsers do",
}


def _filled(text: str) -> str:
    for mark, value in MARKS.items():
        text = text.replace(mark, value)
    return text


def _known() -> set[str]:
    return {
        NAMES.target(_filled(f"http://@SITE@{target}" if target.startswith("/") else target))
        for target in load_truth().targets
    }


def _links(page: Path) -> list[str]:
    """Targets of the plainest links of a page: anchors, areas, pictures and frames on the site."""
    soup = BeautifulSoup(_filled(page.read_text(encoding="utf-8-sig")), "html.parser")
    address = f"http://127.0.0.1:4711/{page.relative_to(PAGES)}"
    base = soup.find("base", href=True)
    base_address = resolved(address, str(base["href"])) if base else address
    written = [
        str(node[attribute]).translate({ord(blank): None for blank in "\t\n"}).replace("\\", "/")
        for attribute in ("href", "src")
        for node in soup.select(f"a[{attribute}], area[{attribute}], img[{attribute}], iframe[{attribute}]")
    ]
    targets = {NAMES.target(resolved(base_address, value)) for value in written if value.strip().strip("#")}
    return [target for target in targets if NAMES.are_home_of(target) and "#" not in target]


@pytest.mark.parametrize(
    "name",
    sorted(str(page.relative_to(PAGES)) for page in PAGES.glob("p/*.html") if page.name not in OTHER_ENCODINGS),
)
def test_every_plain_link_stands_in_the_truth_file(name: str) -> None:
    assert set(_links(PAGES / name)) - _known() - READ_OTHERWISE.keys() == set()


def test_every_kind_of_truth_is_there() -> None:
    assert {kind for kind, _ in load_truth().targets.values()} == set(Truth)


def test_pages_must_not_contradict_each_other() -> None:
    twice = TruthFile.model_validate({"/a": {"/x": ("alive", "")}, "/b": {"/x": ("dead", "")}})
    with pytest.raises(ValueError, match="/b says that /x is dead"):
        _ = twice.targets
