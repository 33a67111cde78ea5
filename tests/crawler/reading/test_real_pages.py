"""The values of the manifest of real saved pages must come out exactly; nothing is ever called empty there.

The pages lie outside the project (they belong to third parties) and are read where they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from ruamel.yaml import YAML

from crawler.listcall import call_at
from crawler.reading.inspection import describe
from crawler.reading.read_page import read_page
from crawler.urls import resolve

PAGES = Path(__file__).resolve().parents[4] / "shared" / "real-pages"

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason=f"no saved real pages in {PAGES}")


def _manifest() -> list[dict[str, Any]]:
    manifest = PAGES / "MANIFEST.yaml"
    return list(YAML(typ="safe", pure=True).load(manifest.read_text(encoding="utf-8"))) if manifest.is_file() else []


@pytest.fixture(params=_manifest(), ids=lambda entry: entry["file"])
def entry(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


@pytest.fixture
def shown(entry: dict[str, Any]) -> dict[str, Any]:
    return describe(read_page(entry["url"], (PAGES / entry["file"]).read_bytes(), None))


def test_kind_and_identity(entry: dict[str, Any], shown: dict[str, Any]) -> None:
    assert (shown["judgeable"], shown["reason"]) == (True, None)
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
    assert column["obstacle"] is None
    assert column["total"] == entry.get("total_items")
    if "newest_date" in entry:
        assert len(column["rows"]) == entry["rows_on_page"]
        assert column["pages"] == entry["pages"]
        assert column["newest_date"] == entry["newest_date"].isoformat()
        assert len(column["further_pages"]) == entry["pages"] - 1


def test_rows_in_a_script_and_the_calls_for_the_others() -> None:
    """The page in the family of Jiangxi holds 50 rows; its script asks for 15 a page, so it fills three of 30 pages."""
    entry = next(entry for entry in _manifest() if entry["file"].startswith("ucap-jiangxi"))
    column = describe(read_page(entry["url"], (PAGES / entry["file"]).read_bytes(), None))["column"]
    first = entry["first_item"]
    assert (column["list_source"], column["pages"], len(column["rows"])) == ("json", 30, 50)
    assert column["rows"][0] == {
        "title": first["title"],
        "url": resolve(entry["url"], first["url"]).url,
        "date": first["date"].isoformat(),
    }
    calls = [call_at(address) for address in column["further_pages"]]
    assert {call.url for call in calls} == {resolve(entry["url"], "/queryList").url}
    sent = [dict(parse_qsl(call.body or "")) for call in calls]
    assert [int(parameters["current"]) for parameters in sent] == list(range(4, 31))
    assert {parameters["channelCode[]"] for parameters in sent} == {first["url"].split("/")[3]}


def test_named_rows(entry: dict[str, Any], shown: dict[str, Any]) -> None:
    found = {(row["title"], row["date"], row["url"]) for row in shown["column"]["rows"]}
    for row in entry.get("rows", ()):
        assert (row["title"], row["date"].isoformat(), resolve(entry["url"], row["url"]).url) in found
