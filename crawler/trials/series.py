"""A series of looks at home pages over days: a file of lines, each a JSON object, only ever added to.

A line: `at` (UTC ISO 8601), `url`, `kind` (`crawler.kinds.AnswerKind`), `ms`, `limit_s` (seconds after which the look
was given up), `control`: for a page that did not open whether any control did (null: not asked). Lines that are torn
by a kill are skipped when the series is read.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from config.errors import Place, UserError
from config.given_file import require_file
from crawler.facts import Observation
from crawler.kinds import BROKEN, OPENS_HOME, AnswerKind, TrialKind
from crawler.urls import netloc

_CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Probe:
    """One look at one home page."""

    at: str
    url: str
    kind: AnswerKind
    ms: int
    limit_s: float
    control: bool | None = None

    @property
    def opened(self) -> bool | None:
        """Whether the page opened; None where the look says nothing: a wall, a limit, or no way out of ours."""
        if self.kind in OPENS_HOME:
            return True
        return False if self.kind in BROKEN and self.control else None

    @property
    def day(self) -> str:
        """The day of the look in China."""
        return dt.datetime.fromisoformat(self.at.replace("Z", "+00:00")).astimezone(_CHINA).date().isoformat()


class Series:
    """The file at `path`, to be added to. Raises `OSError` when it cannot be written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)

    def add(self, probes: Iterable[Probe]) -> None:
        """Add lines and force them to the disk; a torn line before them is closed first."""
        lines = "".join(json.dumps(asdict(probe), ensure_ascii=False) + "\n" for probe in probes)
        with self.path.open("ab+") as file:
            if file.tell() and not _ends_clean(self.path):
                file.write(b"\n")
            file.write(lines.encode())
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> list[Probe]:
        """All lines that are whole; none when there is no file yet."""
        return list(_lines(self.path)) if self.path.exists() else []


def read_series(path: Path) -> list[Probe]:
    """The series in a file that must be there. Raises `UserError` when it is none."""
    require_file(path)
    try:
        probes = list(_lines(path))
    except (OSError, UnicodeDecodeError) as fault:
        raise UserError("watch-unreadable", place=Place(path), reason=fault) from fault
    if not probes:
        raise UserError("watch-empty", place=Place(path))
    return probes


def observations(probes: Iterable[Probe], hosts: frozenset[str]) -> tuple[Observation, ...]:
    """What a series says of each home page on one of `hosts`, in order of addresses.

    `values`: `limit_s` (the shortest of the series, so that nobody is called closed too early by mistake: see `mixed`),
    `mixed` (whether looks had different limits), `days`: for each day in China the looks that `count`, those that
    `failed`, and those `left_out` because they say nothing of the site.
    """
    by_url: dict[str, list[Probe]] = defaultdict(list)
    for probe in probes:
        if netloc(probe.url) in hosts:
            by_url[probe.url].append(probe)
    return tuple(_observation(url, looks) for url, looks in sorted(by_url.items()))


def _observation(url: str, looks: list[Probe]) -> Observation:
    days: dict[str, dict[str, int]] = {}
    for look in looks:
        day = days.setdefault(look.day, {"count": 0, "failed": 0, "left_out": 0})
        opened = look.opened
        day["left_out" if opened is None else "count"] += 1
        day["failed"] += opened is False
    limits = {look.limit_s for look in looks}
    values = {"limit_s": min(limits), "mixed": len(limits) > 1, "days": dict(sorted(days.items()))}
    return Observation(TrialKind.AVAILABILITY, url, max(look.at for look in looks), values)


def _lines(path: Path) -> Iterator[Probe]:
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            told = json.loads(line)
            yield Probe(
                str(told["at"]),
                str(told["url"]),
                AnswerKind(told["kind"]),
                int(told["ms"]),
                float(told["limit_s"]),
                told.get("control"),
            )
        except (ValueError, KeyError, TypeError):
            continue


def _ends_clean(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
