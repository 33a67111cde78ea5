"""docs/crawl-file.md says what the file really holds, and its sample questions work."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard

from crawler.kinds import AnswerKind, TargetKind
from crawler.store import frames
from crawler.store.versions import APPLICATION_ID, VERSION
from tests.builders import answer, article, at, crawl_file, home, link

PAGE = (Path(__file__).parents[3] / "docs" / "crawl-file.md").read_text("utf-8")
QUESTIONS = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
OUTSIDE = "http://far.example.cn/"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = crawl_file(
        tmp_path / "crawl.sqlite",
        [
            home(links=[link("/gone.html", "旧文", nav=True), link(OUTSIDE, "省政府", kind=TargetKind.EXTERNAL)]),
            article("/1.html", links=[link("/gone.html", "旧文", nav=True)]),
        ],
        known=["/later.html"],
        answers={
            "/gone.html": answer(AnswerKind.HTTP_404, status=404),
            "/wall.html": answer(AnswerKind.BOT_WALL, status=412),
            OUTSIDE: answer(),
        },
        refused={"/no.html": "robots-forbidden"},
    )
    connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    yield connection
    connection.close()


def test_the_three_questions_are_answered(file: sqlite3.Connection) -> None:
    broken, gaps, outside = (file.execute(question).fetchall() for question in QUESTIONS)
    assert broken == [("http-404", 1, at("/gone.html"), "旧文", 2)]
    assert gaps == [("robots-forbidden", 1), ("waiting", 1)]
    assert outside == [(at("/"), "省政府", OUTSIDE, 200)]


def test_facts_are_read_as_it_is_written_there(file: sqlite3.Connection) -> None:
    (example,) = [code for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL) if "zstandard" in code]
    names: dict[str, Any] = {"file": file, "json": json, "zstandard": zstandard}
    exec(example, names)  # what stands in our own page
    assert names["facts"]["url"] == at("/")


def test_every_table_and_column_is_documented(file: sqlite3.Connection) -> None:
    tables = [name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in (name for name in tables if not name.startswith("sqlite_")):
        for _, column, *_ in file.execute(f"PRAGMA table_info({table})"):
            assert f"`{column}`" in PAGE or f"`{table}.{column}`" in PAGE, f"{table}.{column}"


def test_every_column_of_the_frames_is_documented() -> None:
    for columns in (frames.PAGES, frames.LINKS, frames.ITEMS):
        for column in columns:
            assert f"`{column}`" in PAGE


def test_the_marks_of_the_file_are_those_of_the_page(file: sqlite3.Connection) -> None:
    assert file.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert file.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert str(APPLICATION_ID) in PAGE
