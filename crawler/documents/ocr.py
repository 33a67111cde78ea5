"""Pages that are pictures, read by the program tesseract: only where a setting asks for it, as its letters are guesses.

The program runs inside the reading process's bounds (memory, processor time) and has a time of its own for a file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import closing
from functools import cache
from typing import Any

from crawler.documents.extract import Limits

PROGRAM, LANGUAGE = "tesseract", "chi_sim"
_DPI = 300
"""What tesseract's documentation asks for; a point is 1/72 inch."""
_MOST_PIXELS = 12_000_000
"""Of one page; A4 at 300 dpi has 8.7 million."""
_LISTING_S = 10.0


class Recogniser:
    """Recognises pages of one file within the limits."""

    def __init__(self, limits: Limits) -> None:
        self._left = limits.ocr_pages
        self._until = time.monotonic() + limits.ocr_seconds
        self.read = 0
        """Pages that it got text from."""

    def text(self, page: Any) -> str:
        """The text of a page; empty where there is none, no program, no time, or no more pages are allowed."""
        seconds = self._until - time.monotonic()
        if self._left <= 0 or seconds <= 0 or (program := recognising_program()) is None:
            return ""
        self._left -= 1
        text = _recognised(program, _picture(page), seconds)
        self.read += bool(text.strip())
        return text


@cache
def recognising_program() -> str | None:
    """Where tesseract is; None unless it is installed with simplified Chinese."""
    program = shutil.which(PROGRAM)
    if program is None:
        return None
    listed = _run([program, "--list-langs"], b"", _LISTING_S)
    return program if LANGUAGE in listed.split() else None


def _recognised(program: str, picture: bytes, seconds: float) -> str:
    text = _run([program, "stdin", "stdout", "-l", LANGUAGE, "--psm", "6", "--dpi", str(_DPI)], picture, seconds)
    return "\n".join(_without_gaps(line) for line in text.splitlines())


def _run(command: list[str], source: bytes, seconds: float) -> str:
    """What a program writes; nothing when it fails or takes too long."""
    try:
        done = subprocess.run(
            command,
            input=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _picture(page: Any) -> bytes:
    """The page as a grey picture (PGM)."""
    width, height = page.get_size()
    scale = _DPI / 72
    scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        across, down, stride = bitmap.width, bitmap.height, bitmap.stride
        raw = bytes(bitmap.buffer)
    rows = b"".join(raw[at * stride : at * stride + across] for at in range(down))
    return f"P5\n{across} {down}\n255\n".encode() + rows


def _without_gaps(line: str) -> str:
    """A line without the blanks that tesseract puts between Chinese letters."""
    whole = ""
    for part in line.split():
        parted = whole[-1:].isascii() and part[:1].isascii() and whole
        whole += f" {part}" if parted else part
    return whole
