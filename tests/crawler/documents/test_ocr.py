"""Scans are recognised only where that is asked for, by a program on the machine, within limits of their own."""

from __future__ import annotations

import os
import textwrap
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.settings_sources import load_settings
from crawler.documents.extract import Limits, Reason
from crawler.documents.reader import DocumentReader, policy_limits
from crawler.facts import DocumentFacts
from xuncha.sample.files import make_file
from xuncha.sample.pdf_files import scanned_pdf

ASKED = policy_limits("auto")
TOLD = "青 禾 县 财政 预算 2026 年\n合计 12.5 万 元"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A stand-in for tesseract, alone on the PATH; `does` below says what it does."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.defpath}")
    yield folder / "tesseract"


def does(program: Path, script: str, languages: str = "chi_sim eng") -> None:
    """Let the stand-in run `script` for a picture on its first stream."""
    listed = "\n".join(["List of available languages (2):", *languages.split()])
    program.write_text(
        "#!/bin/sh\n"
        + f'if [ "$1" = --list-langs ]; then cat <<EOT\n{listed}\nEOT\nexit; fi\n{textwrap.dedent(script)}\n'
    )
    program.chmod(0o755)


def read(limits: Limits, body: bytes | None = None) -> DocumentFacts:
    with DocumentReader(limits) as reader:
        facts = reader.read("http://x/scan.pdf", body or scanned_pdf("x"))
        assert reader.restarts == 0
        return facts


def test_nothing_is_recognised_unless_a_setting_asks_for_it(program: Path) -> None:
    does(program, f"cat >/dev/null; printf '%s' '{TOLD}'")
    assert policy_limits().ocr_pages == 0
    assert load_settings({}, environ={}).ocr == "none"
    facts = read(policy_limits())
    assert (facts.text, facts.reason) == ("", Reason.SCANNED)


def test_a_scan_is_recognised_and_says_that_it_was(program: Path) -> None:
    does(program, f'head -c 2 >"{program}.head"; cat >/dev/null; echo "$@" >"{program}.asked"; printf "%s" "{TOLD}"')
    facts = read(ASKED)
    assert facts.text == "青禾县财政预算2026年\n合计12.5万元"
    assert (facts.reason, facts.pages) == (Reason.RECOGNISED, 1)
    assert Path(f"{program}.head").read_text() == "P5"
    assert "-l chi_sim" in Path(f"{program}.asked").read_text()


@pytest.mark.parametrize(
    ("script", "languages"),
    [
        ("cat >/dev/null; echo 文字", "eng"),
        ("cat >/dev/null; exit 1", "chi_sim"),
        ("cat >/dev/null", "chi_sim"),
        ("kill -9 $$", "chi_sim"),
    ],
)
def test_what_is_not_recognised_stays_a_scan(program: Path, script: str, languages: str) -> None:
    does(program, script, languages)
    facts = read(ASKED)
    assert (facts.text, facts.reason) == ("", Reason.SCANNED)


def test_recognition_has_a_time_of_its_own(program: Path) -> None:
    does(program, "exec sleep 60")
    began = time.monotonic()
    assert read(replace(ASKED, ocr_seconds=0.5)).reason == Reason.SCANNED
    assert time.monotonic() - began < 25


def test_files_with_text_are_not_recognised(program: Path) -> None:
    does(program, "cat >/dev/null; echo 文字")
    facts = read(ASKED, make_file("pdf", "青禾县人民政府办公室关于公开二〇二六年度财政预算的通知"))
    assert (facts.reason, "文字" in facts.text) == (None, False)
