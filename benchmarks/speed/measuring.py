"""Runs one tool on one portal in a process of its own and says what it took and what it found."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.subjects.contract import Score, Subject, Task

_PROGRAM = Path(__file__).parent / "programs/measured.py"


class FailedRun(Exception):
    """A tool that ended without the result it was started for; the message says what it told."""


@dataclass(frozen=True)
class Measured:
    """One run: the portal's pages, wall seconds, CPU-seconds of all processes, peaks in MB, what was found.

    `peak_rss_mb` adds up what every process holds, `peak_pss_mb` counts once what they share. An unfinished run was
    stopped at the cap; `score` is None then.
    """

    pages: int
    wall_s: float
    cpu_s: float
    peak_rss_mb: float
    peak_pss_mb: float
    finished: bool
    score: Score | None

    @property
    def opened(self) -> int:
        """Pages of the portal, or fewer when the tool says that it did not open all."""
        told = self.score.pages if self.score else None
        return self.pages if told is None else min(self.pages, told)

    @property
    def pages_per_s(self) -> float:
        """Opened pages by wall time."""
        return self.opened / self.wall_s

    @property
    def cpu_per_1000(self) -> float:
        """CPU-seconds for each thousand opened pages."""
        return 1000 * self.cpu_s / max(1, self.opened)


def measure(subject: Subject, task: Task, cap_s: float) -> Measured:
    """Run `subject` once, for at most `cap_s` seconds. Raises `MissingPeer` and `FailedRun`."""
    command = subject.command(task)
    report, told = task.work / "measured.json", task.work / "told"
    with told.open("wb") as out:
        subprocess.run(
            [sys.executable, str(_PROGRAM), str(report), str(cap_s), *command.arguments],
            check=True,
            cwd=task.work,
            env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    said = json.loads(report.read_text(encoding="ascii"))
    status = said.pop("status")
    try:
        score = subject.score(task) if said["finished"] else None
    except (OSError, ValueError) as error:
        last = (told.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["nothing"])[-1]
        raise FailedRun(f"it ended with status {status} and left no result ({error}); it said last: {last}") from error
    return Measured(pages=task.truth.pages, score=score, **said)
