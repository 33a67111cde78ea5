"""Real sites that none of us wrote: documentation that Debian packages install."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DOC = Path("/usr/share/doc")


@dataclass(frozen=True)
class PackagedSite:
    """A site on disk: its name, its document root, and the path of its first page as a folder and as a file."""

    name: str
    root: Path
    folder: str
    start: str


def packaged_sites() -> list[PackagedSite]:
    """The sites that are installed. Raises `SystemExit` when one is missing."""
    manual = sorted(DOC.glob("python3.*/html/index.html"))
    handbook = DOC / "debian-handbook/html"
    if not manual or not (handbook / "zh-CN/index.html").exists():
        raise SystemExit("benchmarks: packages python3-doc and debian-handbook are needed with their documentation")
    return [
        PackagedSite("python3-doc", manual[0].parent, "", "index.html"),
        PackagedSite("debian-handbook", handbook, "zh-CN/", "zh-CN/index.html"),
    ]
