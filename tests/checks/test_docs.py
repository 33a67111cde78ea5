"""The pages in docs/checks/ are what the checks say today."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from checks.catalogue import checks_by_id
from checks.contract import Check, CheckParams, Said
from checks.docs import FOLDER, index, ours, page, pages, write
from config.registry import Unit
from crawler.store.crawl import Crawl

REMEDY = "run `python -m checks.docs` and commit the pages"


def test_pages_are_up_to_date() -> None:
    kept = {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    assert kept.keys() == pages().keys(), REMEDY
    for name, content in pages().items():
        assert kept[name] == content, f"docs/checks/{name}: {REMEDY}"


def test_every_page_tells_codes_parameters_and_clause() -> None:
    for check in checks_by_id().values():
        text = page(check)
        assert check.clause in text
        assert all(f"### `{code}`" in text for code in check.codes)
        assert all(f"| `{name}` |" in text for name in check.Params.model_fields)


def test_the_index_links_every_page() -> None:
    for lang in (None, "zh"):
        text = index(checks_by_id().values(), lang)
        assert all(f"]({check_id}.md)" in text for check_id in checks_by_id())


def test_a_page_in_chinese_is_the_same_page_in_other_words() -> None:
    for check in ours():
        english, chinese = page(check).splitlines(), page(check, "zh").splitlines()
        assert shape(chinese, "## ", "* ", "> ") == shape(english, "## ", "* ", "> "), check.id
        assert "## 怎样判断" in chinese and "## 已知误差" in chinese
        for named in (*check.codes, *check.Params.model_fields):
            assert "\n".join(chinese).count(f"`{named}`") >= 1, f"{check.id}: {named}"


def shape(lines: list[str], *marks: str) -> list[str]:
    """The marks with which lines begin."""
    return [mark for line in lines for mark in marks if line.startswith(mark)]


def test_a_check_of_a_third_party_speaks_as_it_is_written() -> None:
    assert "A sentence of its own.\n\n> 依据" in page(Foreign(), "zh")


class Foreign(Check):
    """A sentence of its own."""

    id, title, clause, codes = "foreign", "别家的检查", "依据", ()

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Says nothing."""
        return iter(())


def test_the_command_writes_all_and_removes_strays(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("an old page")
    done = subprocess.run([sys.executable, "-m", "checks.docs", str(tmp_path)], check=True, capture_output=True)
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.md")} == pages().keys()
    assert len(done.stdout.splitlines()) == len(pages())


def test_writing_is_repeatable(tmp_path: Path) -> None:
    first = {path: path.read_bytes() for path in write(tmp_path)}
    assert {path: path.read_bytes() for path in write(tmp_path)} == first
