"""Screenshots in a report: a link where there is one, small copies within bounds, never a failure."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import Path

import pytest

from reports import html, shots
from reports.result import AuditResult
from reports.shots import SHOTS, Shots
from tests.reports.samples import broken

PRINT = broken(1).fingerprint


def picture(folder: Path, fingerprint: str, content: bytes) -> None:
    (folder / SHOTS).mkdir(parents=True, exist_ok=True)
    (folder / SHOTS / f"{fingerprint}.png").write_bytes(content)


def large_png() -> bytes:
    """A picture of noise, which no format makes small."""
    image = pytest.importorskip("PIL.Image").effect_noise((1280, 800), 90)
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def test_without_a_folder_or_pictures_there_is_nothing(tmp_path: Path) -> None:
    assert Shots(None, {}).link(PRINT) is None
    assert Shots(tmp_path, {}).link(PRINT) is None
    assert Shots(tmp_path, {}).small(PRINT) is None


def test_a_small_picture_stands_in_the_page_as_it_is(tmp_path: Path) -> None:
    picture(tmp_path, PRINT, b"\x89PNG small")
    found = Shots(tmp_path, {})
    assert found.link(PRINT) == f"evidence/shots/{PRINT}.png"
    assert found.small(PRINT) == "data:image/png;base64," + base64.b64encode(b"\x89PNG small").decode()


def test_a_large_picture_is_made_smaller(tmp_path: Path) -> None:
    content = large_png()
    picture(tmp_path, PRINT, content)
    small = Shots(tmp_path, {}).small(PRINT)
    assert small is not None and small.startswith("data:image/jpeg;base64,")
    assert len(small) < len(content) / 5


def test_a_picture_that_cannot_be_read_is_only_linked(tmp_path: Path) -> None:
    picture(tmp_path, PRINT, b"no picture" * 10_000)
    assert Shots(tmp_path, {}).link(PRINT)
    assert Shots(tmp_path, {}).small(PRINT) is None


@pytest.mark.parametrize("place", [8, 20, 30, 45, 60, 5000, "second"])
def test_whatever_is_damaged_in_a_picture_a_report_goes_on(tmp_path: Path, place: int | str) -> None:
    content = bytearray(large_png())
    if isinstance(place, str):  # the head of its second part: Pillow calls that a SyntaxError
        place = content.index(b"IDAT", content.index(b"IDAT") + 4)
    content[place : place + 4] = b"\xff\xff\xff\xff"
    picture(tmp_path, PRINT, bytes(content))
    picture(tmp_path, "cut", bytes(content[:30_000]))
    found = Shots(tmp_path, {})
    assert found.link(PRINT)
    assert found.small(PRINT) is None and found.small("cut") is None


def test_a_folder_that_is_none_holds_no_pictures(tmp_path: Path) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / SHOTS).write_bytes(b"a file")
    assert Shots(tmp_path, {}).link(PRINT) is None


def test_pictures_beyond_the_limit_are_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shots, "MAX_BYTES", 60)
    for name in ("a1", "b2"):
        picture(tmp_path, name, b"x" * 20)
    found = Shots(tmp_path, {})
    assert [found.small(name) is not None for name in ("a1", "b2")] == [True, False]
    assert found.link("b2")


def test_a_picture_that_is_written_with_the_reports_is_there_already(tmp_path: Path) -> None:
    found = Shots(tmp_path, {PRINT: b"\x89PNG new"})
    assert found.link(PRINT) == f"evidence/shots/{PRINT}.png"
    assert found.small(PRINT) == "data:image/png;base64," + base64.b64encode(b"\x89PNG new").decode()
    assert found.link("a1") is None


def test_a_page_points_to_the_whole_picture_and_holds_the_small_one(county: AuditResult, tmp_path: Path) -> None:
    picture(tmp_path, PRINT, b"\x89PNG small")
    page = html.render(replace(county, folder=tmp_path)).decode()
    assert page.count("data:image/png;base64,") == 1
    assert f"evidence/shots/{PRINT}.png" in page
    assert "data:image" not in html.render(county).decode()
