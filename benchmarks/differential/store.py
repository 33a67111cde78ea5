"""Reports kept between runs, so that a slow tool need not be asked again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from benchmarks.differential.verdicts import Report, State, Verdict


def save(report: Report, path: Path) -> None:
    """Write a report. Its targets bear the names of hosts, not the ports of the run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1), encoding="utf-8")


def load(path: Path) -> Report | None:
    """A report that was kept, None when there is none."""
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    verdicts = {
        target: Verdict(State(each["state"]), each["detail"], tuple(each["pages"]))
        for target, each in kept["verdicts"].items()
    }
    return Report(kept["tool"], kept["version"], kept["seconds"], kept["finished"], verdicts)
