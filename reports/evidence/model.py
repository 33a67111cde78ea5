"""What the renderers and the application know about the evidence of a run. Plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from config.settings import Evidence
from crawler.evidence.shots import Place


@dataclass(frozen=True, slots=True)
class ColumnBasis:
    """A column of the portal with the addresses that show its list."""

    unit: str
    path: str
    url: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a finding can be seen: the first of `pages` that was recorded, and what is framed there.

    `scripts`: those of the pages that were opened in a browser.
    """

    pages: tuple[str, ...]
    place: Place
    scripts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pictures:
    """How pictures are made: the browser as in `config.settings`, how many at most, in how many seconds."""

    browser: str = "none"
    most: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Basis:
    """`findings`: addresses by fingerprint; `scenes`: where to see them; `asked`: the addresses among all of them that
    this crawl asked for and that answered. `kept` is what the crawl was told to keep, `spooled` what it says about it,
    `pictures` which ones were ordered with it. `sensitive` are the findings of checks that find what must not be
    spread, `unshown` the addresses where it stands: of neither is there a picture.
    """

    findings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: tuple[ColumnBasis, ...] = ()
    scenes: Mapping[str, Scene] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    kept: Evidence = Evidence.NONE
    spooled: Mapping[str, Any] = field(default_factory=dict)
    pictures: Pictures = Pictures()
    sensitive: frozenset[str] = frozenset()
    unshown: frozenset[str] = frozenset()

    @property
    def urls(self) -> frozenset[str]:
        """All addresses that anything rests on."""
        found = {url for urls in self.findings.values() for url in urls}
        return frozenset(found.union(*(column.urls for column in self.columns)))


@dataclass(frozen=True, slots=True)
class Pointer:
    """What was kept for a finding: `records` (address, digest of the body) without anything that changes from run to
    run, how many there are, whether something is `missing`, and the `screenshot` (path in the run directory).
    """

    records: tuple[tuple[str, str], ...] = ()
    count: int = 0
    missing: int = 0
    screenshot: str | None = None

    def record(self) -> dict[str, Any]:
        """As JSON values, for the object `evidence` of a finding."""
        told: dict[str, Any] = {
            "records": [{"url": url, "digest": digest} for url, digest in self.records],
            "records_count": self.count,
        }
        if self.missing:
            told["records_missing"] = self.missing
        if self.screenshot:
            told["screenshot"] = self.screenshot
        return told
