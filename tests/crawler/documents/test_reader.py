"""The reading process: whatever a file does to it is a reason, and the next file is read."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.documents.extract import Limits, Reason
from crawler.documents.reader import DocumentReader
from crawler.kinds import Remnant
from xuncha.sample.files import make_file, spoilt_file
from xuncha.sample.pdf_files import scanned_pdf

TEXT = "青禾县防汛应急预案\n一级响应\t县长\n各镇做好转移安置"
KINDS = ("pdf", "docx", "doc", "wps", "ofd", "rtf", "txt")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader() as opened:
        yield opened


def package(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return buffer.getvalue()


def docx(body: str) -> bytes:
    return package(word__document_xml=f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')


def nested(depth: int) -> bytes:
    body = make_file("txt", "最里面")
    for level in range(depth):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(f"{level}.zip" if level else "a.txt", body)
        body = buffer.getvalue()
    return body


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_its_text(reader: DocumentReader, kind: str) -> None:
    read = reader.read(f"http://x/a.{kind}", make_file(kind, TEXT))
    assert (read.text, read.reason) == (TEXT, None)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "et"])
def test_workbooks_are_lines_of_cells(reader: DocumentReader, kind: str) -> None:
    read = reader.read(f"http://x/a.{kind}", make_file(kind, TEXT))
    assert (read.text, read.pages) == (f"Sheet1\n{TEXT}", 1)


def test_a_wrong_extension_does_not_matter(reader: DocumentReader) -> None:
    assert reader.read("http://x/a.pdf", make_file("doc", TEXT)).text == TEXT
    assert reader.read("http://x/a.wps", make_file("docx", TEXT)).text == TEXT


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (scanned_pdf("x"), Reason.SCANNED),
        (spoilt_file("locked", "docx", TEXT), Reason.ENCRYPTED),
        (spoilt_file("cut", "docx", TEXT), Reason.DAMAGED),
        (spoilt_file("cut", "doc", TEXT), Reason.DAMAGED),
        (make_file("pdf", TEXT)[:40], Reason.DAMAGED),
        (b"", Reason.UNKNOWN_FORMAT),
        (b"<html><p>x", Reason.UNKNOWN_FORMAT),
        (b"Rar!\x1a\x07\0" + bytes(100), Reason.UNKNOWN_FORMAT),
        (docx(""), Reason.NO_TEXT),
        (docx("<w:p>" * 400), Reason.NESTED),
        (package(word__document_xml='<!DOCTYPE d [<!ENTITY a "b">]><d>&a;</d>'), Reason.HOSTILE),
        (package(**{f"a{number}": "" for number in range(1_001)}), Reason.TOO_MANY_ENTRIES),
    ],
)
def test_what_cannot_be_read_says_why(reader: DocumentReader, body: bytes, reason: str) -> None:
    assert reader.read("http://x/a.docx", body).reason == reason


def test_tracked_changes_and_comments_are_remnants(reader: DocumentReader) -> None:
    marked = (
        "<w:p><w:r><w:t>定稿</w:t></w:r><w:del><w:r><w:delText>草稿意见</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新增</w:t></w:r></w:ins></w:p>"
    )
    read = reader.read("http://x/a.docx", docx(marked))
    assert read.text == "定稿新增"
    assert read.remnants == ((Remnant.TRACKED_CHANGE, "草稿意见"), (Remnant.TRACKED_CHANGE, "新增"))


def test_archives_are_read_to_a_depth(reader: DocumentReader) -> None:
    assert reader.read("http://x/a.zip", nested(1)).inner[0][1].text == "最里面"
    assert reader.read("http://x/a.zip", nested(2)).inner[0][1].inner[0][1].text == "最里面"
    assert reader.read("http://x/a.zip", nested(3)).inner[0][1].inner[0][1].reason == Reason.NESTED
    (_, bomb), *_rest = reader.read("http://x/a.zip", spoilt_file("bomb", "zip", "")).inner
    assert bomb.reason == Reason.EXPANDS


def test_a_process_out_of_time_or_killed_is_a_reason_and_another_one_reads_on() -> None:
    with DocumentReader(Limits(seconds=0.001)) as hasty:
        hasty.read("http://x/a.txt", b"warm")
        assert hasty.read("http://x/a.pdf", make_file("pdf", TEXT * 3000)).reason == Reason.TIME
        assert hasty.restarts >= 1
    with DocumentReader() as reader:
        assert reader.read("http://x/a.txt", b"first").text == "first"
        process = reader._process
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)
        assert reader.read("http://x/a.txt", b"second").text in ("second", "")
        assert reader.read("http://x/a.txt", b"third").text == "third"


def test_memory_is_bounded() -> None:
    with DocumentReader(replace(Limits(), memory=400 << 20, expanded=1 << 40)) as reader:
        assert reader.read("http://x/a.zip", spoilt_file("bomb", "zip", "")).reason is not None
        assert reader.read("http://x/a.txt", b"next").text == "next"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from([*KINDS, "xlsx", "xls", "zip"]),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255), st.integers(0, 40)), max_size=6),
)
def test_mutated_files_never_harm_the_parent(
    reader: DocumentReader, kind: str, cuts: list[tuple[float, int, int]]
) -> None:
    body = bytearray(make_file(kind, TEXT))
    for place, value, length in cuts:
        at = int(place * len(body))
        body[at : at + length] = bytes([value]) * (length // 2 + 1)
    read = reader.read(f"http://x/a.{kind}", bytes(body))
    assert read.text or read.reason or read.inner
