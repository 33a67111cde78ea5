"""All runs of one `make bench`: tools take turns, so that what else the machine does falls on all of them."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.differential.programs import MissingPeer
from benchmarks.nginx import free_port
from benchmarks.speed.measuring import FailedRun, Measured, measure
from benchmarks.speed.portal.serving import served
from benchmarks.speed.portal.truth import Truth
from benchmarks.speed.portal.write import portal_at
from benchmarks.speed.rubric import write_rubric
from benchmarks.speed.subjects import SUBJECTS
from benchmarks.speed.subjects.contract import Subject, Task

CONCURRENCY, TIMEOUT_S = 16, 2.0
"""Requests at once and patience, the same for all tools. Two seconds are long on loopback; what hangs costs everybody
the same."""
SMALL = 1_000
"""Pages of the portal that slow tools are given."""


@dataclass
class Session:
    """What is run, where things are kept, and what came of it. `cap_s` is for up to 10,000 pages; more get more.

    `results`: by asked size of the portal and name of the tool, one `Measured` a run; `absent`: why a tool is missing;
    `failed`: how it failed.
    """

    subjects: Sequence[Subject]
    sizes: Sequence[int]
    runs: int
    cap_s: float
    keep: Path
    peers: Path
    results: dict[int, dict[str, list[Measured]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    absent: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def run(self) -> Iterator[tuple[Subject, int, Measured]]:
        """Measure everything; yields every run when it is done."""
        self.keep.mkdir(parents=True, exist_ok=True)
        self._rubric = write_rubric(self.keep / "every-check.yaml")
        quick = [subject for subject in self.subjects if not subject.slow]
        slow = [subject for subject in self.subjects if subject.slow]
        for size in self.sizes:
            yield from self._rounds(quick, size, self.runs)
        if slow:
            yield from self._rounds(slow, min(SMALL, *self.sizes), 1)

    def _rounds(self, subjects: Sequence[Subject], size: int, runs: int) -> Iterator[tuple[Subject, int, Measured]]:
        root, truth = portal_at(self.keep, size)
        with portal_served(root, truth) as (base, addresses):
            for _ in range(runs):
                for subject in subjects:
                    if subject.name in self.absent | self.failed:
                        continue
                    measured = self._once(subject, base, truth, addresses, self.cap_s * max(1, size / 10_000))
                    if measured is not None:
                        self.results[size][subject.name].append(measured)
                        yield subject, size, measured

    def _once(self, subject: Subject, base: str, truth: Truth, addresses: Path, cap_s: float) -> Measured | None:
        with tempfile.TemporaryDirectory(prefix=f"xuncha-bench-{subject.name}-") as folder:
            work = Path(folder)
            task = Task(
                base=base,
                truth=truth,
                work=work,
                addresses=addresses,
                rubric=self._rubric,
                peers=self.peers,
                cache=self.keep,
                timeout_s=TIMEOUT_S,
                concurrency=CONCURRENCY,
            )
            try:
                return measure(subject, task, cap_s)
            except MissingPeer as error:
                self.absent[subject.name] = str(error)
            except FailedRun as error:
                self.failed[subject.name] = str(error)
            return None


@contextlib.contextmanager
def portal_served(root: Path, truth: Truth) -> Iterator[tuple[str, Path]]:
    """Serve a portal; yields its address and a file with the addresses of all its pages and files."""
    with served(root, free_port()) as base, tempfile.TemporaryDirectory(prefix="xuncha-bench-list-") as folder:
        listing = Path(folder) / "addresses.txt"
        listing.write_text("\n".join(_addresses(root, base, truth)), encoding="utf-8")
        yield base, listing


def _addresses(root: Path, base: str, truth: Truth) -> Iterator[str]:
    soft = {fault.url(base) for fault in truth.soft_404}
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            url = base + str((Path(folder) / name).relative_to(root))
            if url not in soft and url.endswith((".html", ".pdf", ".docx", ".xlsx")):
                yield url.removesuffix("index.html")


def chosen(names: Sequence[str] | None) -> list[Subject]:
    """The tools with these names, in the order of the table; all for None. Raises `ValueError` for a strange name."""
    strange = sorted(set(names or ()) - SUBJECTS.keys())
    if strange:
        raise ValueError(f"no tool {', '.join(strange)}; known: {', '.join(SUBJECTS)}")
    return [subject for name, subject in SUBJECTS.items() if names is None or name in names]
