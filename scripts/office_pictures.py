"""Photographs official documents of the sample county for the README: `python -m scripts.office_pictures`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image

from xuncha.cli import main

IMAGE = Path(__file__).resolve().parents[1] / "docs/images/office-documents.png"
PAGES = (("检查通报", 0), ("整改通知单-青禾县人民政府", 2), ("自查表-青禾县人民政府", 1))
"""Documents, and the page of each that is shown."""
HEIGHT = 640
"""Height of the picture in pixels."""


def photograph(folder: Path) -> None:
    """Put the pages side by side into one picture, on grey."""
    shown = []
    for name, number in PAGES:
        page = pypdfium2.PdfDocument(str(folder / f"{name}.pdf"))[number].render(scale=1.4).to_pil()
        shown.append(page.resize((round(page.width * HEIGHT / page.height), HEIGHT), Image.Resampling.LANCZOS))
    width = sum(page.width + 12 for page in shown) - 12
    picture = Image.new("RGB", (width, HEIGHT), (190, 190, 190))
    left = 0
    for page in shown:
        picture.paste(page, (left, 0))
        left += page.width + 12
    picture.quantize(64).save(IMAGE, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "documents"
        kinds = ("--kind", "bulletin", "--kind", "notice", "--kind", "self-check")
        letterhead = ("--dated", "2026-07-06", "--issuer", "青禾县政务公开办公室", "--number", "青公开办〔2026〕3号")
        status = main(["demo", "--out", f"{folder}/demo"]) or main(
            ["office", f"{folder}/demo", *kinds, *letterhead, "--pdf", "--out", str(out)]
        )
        if status == 0:
            photograph(out)
    sys.exit(status)
