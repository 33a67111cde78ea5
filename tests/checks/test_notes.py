"""Notes of a scan come back in order, from all shares, as often as they are asked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.notes import PER_CHUNK, NoteBooks, NoteFiles, NoteWriter
from config.errors import UserError

SHARES = 2


def written(files: NoteFiles, notes: list[tuple[str, int, str, str]]) -> NoteBooks:
    """What two shares write: (unit, rank, url, note), divided by address, each in order."""
    writers = [NoteWriter(files, share) for share in range(SHARES)]
    for unit, rank, url, note in sorted(notes, key=lambda each: each[1:3]):
        writers[len(url) % SHARES].add("book", unit, [(rank, url, note)])
    return NoteBooks(files, [writer.done() for writer in writers])


NOTES = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 1), st.text("xyz", min_size=1, max_size=5), st.text()),
    unique_by=lambda each: each[1:3],
    max_size=60,
)


@given(NOTES)
def test_notes_come_back_in_order_for_a_unit_and_for_all(notes: list[tuple[str, int, str, str]]) -> None:
    ordered = sorted(notes, key=lambda each: each[1:3])
    with NoteFiles(SHARES) as files:
        books = written(files, notes)
        whole, of_a = books.whole("book"), books.of_unit("book", "a")
        for _ in range(2):
            assert list(whole) == [note for *_, note in ordered]
            assert list(of_a) == list(whole.of_unit("a")) == [note for unit, *_, note in ordered if unit == "a"]
        assert len(whole) == len(notes)
        assert len(of_a) == sum(unit == "a" for unit, *_ in notes)
        assert all(note in whole for *_, note in notes)
        assert list(books.of_unit("book", "c")) == [] == list(books.whole("other"))


def test_what_is_made_of_all_notes_is_made_once() -> None:
    with NoteFiles(SHARES) as files:
        books = written(files, [("a", 0, "x", "one"), ("b", 0, "y", "two")])
        counted = books.whole("book").once(list)
        assert counted == ["one", "two"]
        assert books.whole("book").once(list) is counted
        assert books.whole("book").once(sorted) is not counted


def test_many_notes_need_few_reads() -> None:
    many = [("a", 0, f"{number:06}", str(number)) for number in range(5 * PER_CHUNK)]
    with NoteFiles(SHARES) as files:
        assert list(written(files, many).of_unit("book", "a")) == [note for *_, note in many]


def test_failures_are_known_by_page_and_unit() -> None:
    with NoteFiles(1) as files:
        writer = NoteWriter(files, 0)
        writer.fail("book", "a", 0, "http://x/1")
        writer.fail("book", "b", 1, "http://x/0")
        books = NoteBooks(files, [writer.done()])
        assert books.of_unit("book", "a").failed == ["http://x/1"]
        assert books.whole("book").failed == ["http://x/1", "http://x/0"]


def test_a_full_disk_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with NoteFiles(1) as files:
        writer = NoteWriter(files, 0)
        writer.add("book", "a", [(0, "http://x/", "note")])
        monkeypatch.setattr(os, "pwrite", full)
        with pytest.raises(UserError) as fault:
            writer.done()
    assert fault.value.key == "notes-not-kept"


def test_a_folder_for_temporary_files_that_is_gone_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with pytest.raises(UserError) as fault:
        NoteFiles(1)
    assert fault.value.key == "notes-not-kept"
