"""The pages in docs/checks/ are what the checks say today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from checks.catalogue import checks_by_id
from checks.docs import FOLDER, index, page, pages, write

REMEDY = "run `python -m checks.docs` and commit the pages"


def test_pages_are_up_to_date() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
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
    text = index(checks_by_id().values())
    assert all(f"]({check_id}.md)" in text for check_id in checks_by_id())


def test_the_command_writes_all_and_removes_strays(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("an old page")
    done = subprocess.run([sys.executable, "-m", "checks.docs", str(tmp_path)], check=True, capture_output=True)
    assert {path.name for path in tmp_path.iterdir()} == pages().keys()
    assert len(done.stdout.splitlines()) == len(pages())


def test_writing_is_repeatable(tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in write(tmp_path)}
    assert {path.name: path.read_bytes() for path in write(tmp_path)} == first
