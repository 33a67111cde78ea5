"""The generated site: the same every time, large enough, in both families, and sound wherever nothing is planted."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from config.registry import UnitClass
from tests.sample.conftest import Walk
from xuncha.sample import SamplePortal
from xuncha.sample.content import Column
from xuncha.sample.files import make_file
from xuncha.sample.hosts import Hosts
from xuncha.sample.legacy import OLE_MAGIC
from xuncha.sample.plan import Family, Shape, load_plan
from xuncha.sample.site import build_site
from xuncha.sample.truth import load_truth

WITH_ROWS = {Shape.LIST, Shape.GATHER, Shape.FILES, Shape.LINKS, Shape.TABLE}
HOSTS = Hosts(*(f"127.0.0.1:{port}" for port in range(1, 8)))
LONGEST_AGE = {
    **dict.fromkeys(("news",), 14),
    **dict.fromkeys(("notice", "policy", "reading"), 182),
    **dict.fromkeys(("personnel", "plan", "budget", "county-budget"), 365),
}
"""Days that national-2019 allows, by the kind of text (6 months before 2026-06-30 are 182 days)."""
ITEM_COLUMNS = {
    "zn": "disclosure-guide",
    "zd": "disclosure-rules",
    "fd": "statutory-content",
    "nb": "annual-report",
    "ysq": "on-request",
    "ml": "catalogue",
    "ldxx": "leaders",
    "jgzn": "functions",
    "czyjs": "budget",
}


def test_two_builds_are_byte_equal() -> None:
    first, second = (build_site(load_plan(), load_truth(), HOSTS) for _ in range(2))
    assert first.resources == second.resources
    assert len(first.resources) > 800


def test_hosts_decide_only_the_addresses() -> None:
    other = Hosts(*(f"127.0.0.1:{port}" for port in range(11, 18)))
    first, second = (build_site(load_plan(), load_truth(), hosts) for hosts in (HOSTS, other))
    assert first.resources.keys() == second.resources.keys()
    assert first.resources["portal", "/"].body != second.resources["portal", "/"].body


def test_size_and_units(sample: SamplePortal) -> None:
    classes = Counter(unit.unit_class for unit in sample.site.plan.units)
    assert len(sample.site.html_pages) >= 400
    assert classes[UnitClass.PORTAL] == 1
    assert classes[UnitClass.DEPARTMENT] >= 6
    assert classes[UnitClass.TOWNSHIP] >= 5
    families = {(unit.unit_class, unit.family) for unit in sample.site.plan.units if unit.path != "/"}
    assert families == {(each, family) for each in (UnitClass.DEPARTMENT, UnitClass.TOWNSHIP) for family in Family}


def test_every_page_can_be_reached_from_home(sample: SamplePortal, walk: Walk) -> None:
    assert {sample.hosts.address(f"portal:{path}") for path in sample.site.html_pages} == set(walk.pages)


def test_every_page_says_whose_it_is(sample: SamplePortal, walk: Walk) -> None:
    for url, text in walk.pages.items():
        if "location.href" in text:
            continue
        footer = LexborHTMLParser(text).css_first("#footer").text()
        assert sample.site.plan.site.code in footer, url
        assert "主办单位" in footer, url
        assert f"jiucuo.html?site_code={sample.site.plan.site.code}" in text, url


def test_titles_of_a_column_differ(sample: SamplePortal) -> None:
    for column in sample.site.columns.values():
        titles = [row.title for row in column.rows]
        assert len(titles) == len(set(titles)), column.reference


def test_gbk_subtree_is_really_gbk(sample: SamplePortal) -> None:
    resource = sample.site.resources["portal", "/xz/moshi/gzdt/list.html"]
    assert "磨石镇" in resource.body.decode("gb2312")
    with pytest.raises(UnicodeDecodeError):
        resource.body.decode("utf-8")
    assert "charset" not in resource.media_type


def test_columns_without_a_planted_fault_are_fresh(sample: SamplePortal) -> None:
    faulty = {defect.where for defect in load_truth().defects_of("stale-column", "empty-column")}
    judged = 0
    for column in sample.site.columns.values():
        limit = LONGEST_AGE.get(column.plan.texts or "")
        if limit is not None and column.plan.shape in WITH_ROWS and column.reference not in faulty:
            judged += 1
            assert _age(column, sample.as_of) <= limit, column.reference
    assert judged > 50


def test_columns_without_a_planted_fault_have_rows(sample: SamplePortal) -> None:
    empty = {column.reference for column in sample.site.columns.values() if _is_bare(column)}
    exempt = {column.reference for column in sample.site.columns.values() if column.plan.exempt}
    assert empty - exempt == {defect.where for defect in load_truth().defects_of("empty-column")}


def test_home_pages_without_a_planted_fault_are_fresh(sample: SamplePortal) -> None:
    asleep = {defect.where for defect in load_truth().defects_of("stale-home")}
    for unit in sample.site.plan.units:
        keys = ("qhyw", "tzgg") if unit.path == "/" else ("gzdt", "tzgg")
        newest = min(_age(sample.site.columns[f"{unit.id}/{key}"], sample.as_of) for key in keys)
        assert (newest > 14) == (unit.id in asleep), unit.id


def test_units_have_every_mandated_column_that_is_not_planted_away(sample: SamplePortal) -> None:
    missing = {(d.units[0], d.where) for d in load_truth().defects_of("mandated-item") if d.code == "missing"}
    absent = {
        (column.unit.id, ITEM_COLUMNS[column.plan.key])
        for column in sample.site.columns.values()
        if column.plan.absent and column.plan.key in ITEM_COLUMNS
    }
    assert absent == {each for each in missing if each[1] != "annual-report"}
    for unit in sample.site.plan.units:
        for key in ITEM_COLUMNS:
            assert f"{unit.id}/{key}" in sample.site.columns


@pytest.mark.parametrize(
    ("extension", "magic"),
    [("pdf", b"%PDF-"), ("png", b"\x89PNG\r\n\x1a\n"), ("doc", OLE_MAGIC), ("xls", OLE_MAGIC), ("wps", OLE_MAGIC)],
)
def test_files_begin_as_their_kind_does(extension: str, magic: bytes) -> None:
    assert make_file(extension, "标题").startswith(magic)


@pytest.mark.parametrize(
    ("extension", "member"),
    [("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml"), ("ofd", "OFD.xml"), ("zip", "readme.txt")],
)
def test_archives_hold_what_their_kind_holds(extension: str, member: str) -> None:
    with zipfile.ZipFile(io.BytesIO(make_file(extension, "标题"))) as archive:
        assert archive.testzip() is None
        assert "标题" in archive.read(member).decode()


def _age(column: Column, as_of: dt.date) -> int:
    return min((as_of - row.date).days for row in column.rows if row.date and row.date <= as_of)


def _is_bare(column: Column) -> bool:
    return column.plan.shape is Shape.EMPTY or (column.plan.shape in WITH_ROWS and not column.rows)
