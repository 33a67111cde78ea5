"""The values of the manifest of real saved pages must come out exactly; nothing is ever called empty there.

The pages lie outside the project (they belong to third parties) and are read where they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from crawler.reading.inspection import describe
from crawler.reading.read_page import read_page
from crawler.urls import resolve

PAGES = Path(__file__).resolve().parents[4] / "shared" / "real-pages"
UNREAD_FAMILIES = {"ucap-jiangxi-sthjt-column.html"}
"""Lists whose family has no reader yet: an honest unknown source is expected."""

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason=f"no saved real pages in {PAGES}")


def _manifest() -> list[dict[str, Any]]:
    manifest = PAGES / "MANIFEST.yaml"
    return list(YAML(typ="safe").load(manifest.read_text(encoding="utf-8"))) if manifest.is_file() else []


@pytest.fixture(params=_manifest(), ids=lambda entry: entry["file"])
def entry(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def shown(entry: dict[str, Any]) -> dict[str, Any]:
    return describe(read_page(entry["url"], (PAGES / entry["file"]).read_bytes(), None))


def test_kind_and_identity(entry: dict[str, Any], shown: dict[str, Any]) -> None:
    unread = bool(shown["column"]) and shown["column"]["list_source"] == "unknown"
    assert (shown["judgeable"], shown["reason"] is None) == (not unread, not unread)
    assert shown["kind"] == entry["kind"]
    for field in ("site_code", "column_type"):
        if field in entry:
            assert shown["identity"][field] == entry[field]
    if "column_name" in entry:
        assert shown["column"]["name"] == entry["column_name"]


def test_article(entry: dict[str, Any], shown: dict[str, Any]) -> None:
    if entry["kind"] != "article":
        assert shown["article"] is None
        return
    assert shown["article"]["title"] == entry["title"]
    assert shown["article"]["date"] == entry["date"].isoformat()
    assert shown["article"]["conflicts"] == []
    assert shown["column"]["list_source"] is None


def test_list(entry: dict[str, Any], shown: dict[str, Any]) -> None:
    if entry["kind"] != "column":
        return
    column = shown["column"]
    assert column["empty_proof"] is None
    assert column["construction"] is None
    if entry["file"] in UNREAD_FAMILIES:
        assert column["list_source"] == "unknown"
        assert column["obstacle"] == "list-inline-json"
        return
    assert column["obstacle"] is None
    assert len(column["rows"]) == entry["rows_on_page"]
    assert column["pages"] == entry["pages"]
    assert column["newest_date"] == entry["newest_date"].isoformat()
    assert column["total"] == entry.get("total_items")
    assert len(column["further_pages"]) == entry["pages"] - 1


def test_named_rows(entry: dict[str, Any], shown: dict[str, Any]) -> None:
    found = {(row["title"], row["date"], row["url"]) for row in shown["column"]["rows"]}
    for row in entry.get("rows", ()):
        assert (row["title"], row["date"].isoformat(), resolve(entry["url"], row["url"]).url) in found
