"""What is wrong on the portal: written beside its pages, read by whoever scores a tool."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

BROKEN_KINDS = (
    "missing", "error-500", "hang", "closed", "refused", "missing-file", "missing",
    "missing", "closed", "error-502", "missing", "missing", "refused", "missing-file",
    "missing", "missing", "closed", "error-500", "missing", "missing",
)  # fmt: skip
"""Kinds of broken links in the order in which they are planted: half are missing pages, as on real portals."""
CODES = {
    "missing": "http-404",
    "missing-file": "http-404",
    "error-500": "http-5xx",
    "error-502": "http-5xx",
    "hang": "timeout",
    "closed": "connection-reset",
    "refused": "connection-refused",
    "soft-404": "soft-404",
}
"""The code of `broken-link` by kind of fault."""
REFUSED = "http://127.0.0.1:9"
"""Nobody listens on the port of the discard service."""
_FOLDERS = {"error-500": "/apps/query/", "error-502": "/apps/pay/", "hang": "/apps/live/", "closed": "/apps/old/"}


@dataclass(frozen=True)
class Fault:
    """A link that leads nowhere: its kind, its address (a path unless it is on another port), the page that has it."""

    kind: str
    address: str
    found_on: str

    @classmethod
    def planted(cls, kind: str, number: int, page: str) -> Fault:
        """The fault with this number in the article at `page`."""
        folder = page.rpartition("/")[0]
        if kind == "refused":
            return cls(kind, f"{REFUSED}/xz/{number}.html", page)
        if kind in _FOLDERS:
            return cls(kind, f"{_FOLDERS[kind]}{number}.html", page)
        if kind == "missing-file":
            return cls(kind, f"{folder}/W0{number}.pdf", page)
        return cls(kind, f"{folder}/t20250106_{9_000_000 + number}.html", page)

    def url(self, base: str) -> str:
        """The absolute address on the portal at `base`."""
        return base.rstrip("/") + self.address if self.address.startswith("/") else self.address


@dataclass(frozen=True)
class Truth:
    """Everything that is wrong on a portal of `pages` pages: broken links, soft-404 pages, stale and empty columns."""

    pages: int
    files: int
    faults: tuple[Fault, ...]
    stale: tuple[str, ...]
    empty: tuple[str, ...]

    @property
    def broken(self) -> tuple[Fault, ...]:
        """Faults that every link checker could see."""
        return tuple(fault for fault in self.faults if fault.kind != "soft-404")

    @property
    def soft_404(self) -> tuple[Fault, ...]:
        """Pages that say with status 200 that they are not there."""
        return tuple(fault for fault in self.faults if fault.kind == "soft-404")

    def save(self, path: Path) -> None:
        """Write `truth.json`."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Truth:
        """Read what `save` wrote."""
        read = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            pages=read["pages"],
            files=read["files"],
            faults=tuple(Fault(**each) for each in read["faults"]),
            stale=tuple(read["stale"]),
            empty=tuple(read["empty"]),
        )
