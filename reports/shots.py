"""The screenshots in a run directory: where each one is, and small copies that may stand inside a page."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from pathlib import Path

from crawler.evidence import place

SHOTS = f"{place.EVIDENCE}/{place.SHOTS}"
"""Below the run directory; each picture is named after the fingerprint of its finding."""
MAX_BYTES = 900_000
"""So much of a page pictures may take, so that a thousand findings with pictures stay below 3 MB."""
MAX_PICTURES = 60
"""So many are made smaller: each costs some hundredths of a second."""
WIDTH = 420
"""Of a small copy, in pixels: readable on a phone."""
SMALL = 20_000
"""A picture of so few bytes needs no smaller copy."""


class Shots:
    """The screenshots of one run: those in its folder, and those that are written with its reports."""

    def __init__(self, folder: Path | None, made: Mapping[str, bytes]) -> None:
        """Look once at what the run directory `folder` has; `made` are further pictures by fingerprint."""
        self._folder = folder / SHOTS if folder else Path()
        self._made = made
        self._there = (_names(self._folder) if folder else frozenset()) | {_name(print_) for print_ in made}
        self._left = MAX_BYTES
        self._shown = 0

    def link(self, fingerprint: str) -> str | None:
        """The address of a finding's screenshot relative to the reports; None where there is none."""
        name = _name(fingerprint)
        return f"{SHOTS}/{name}" if name in self._there else None

    def small(self, fingerprint: str) -> str | None:
        """A small copy as a `data:` address.

        None where there is no screenshot, the page has as many as it may hold, or this one cannot be read: the link
        then is all there is.
        """
        if self.link(fingerprint) is None or self._shown >= MAX_PICTURES:
            return None
        self._shown += 1
        content = self._content(fingerprint)
        picture = None if content is None else _smaller(content)
        if picture is None or len(picture) > self._left:
            return None
        self._left -= len(picture)
        return picture

    def _content(self, fingerprint: str) -> bytes | None:
        if fingerprint in self._made:
            return self._made[fingerprint]
        try:
            return (self._folder / _name(fingerprint)).read_bytes()
        except OSError:
            return None  # it went away since the folder was read: a report is no place to fail for that


def _name(fingerprint: str) -> str:
    return f"{fingerprint}.png"


def _names(folder: Path) -> frozenset[str]:
    try:
        return frozenset(path.name for path in folder.iterdir())
    except OSError:
        return frozenset()


def _smaller(content: bytes) -> str | None:
    """A picture as a `data:` address: as it is when it is small, else smaller where Pillow is installed."""
    if len(content) <= SMALL:
        return _data("png", content)
    try:
        from PIL import Image  # noqa: PLC0415  # an extra (`qr`), not needed for anything else here
    except ImportError:
        return None
    made = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.thumbnail((WIDTH, WIDTH * 3))
            picture.convert("RGB").save(made, "JPEG", quality=60)
    except Exception:  # noqa: BLE001  # Pillow raises what a format's reader stumbles over, even SyntaxError
        return None
    return _data("jpeg", made.getvalue())


def _data(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
