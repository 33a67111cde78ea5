"""`make profile`: where the processor time of an audit goes, on the portal of `make bench`.

python -m benchmarks.speed.profile [--pages 1000] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.portal.write import portal_at
from benchmarks.speed.rubric import write_rubric
from benchmarks.speed.session import CONCURRENCY, TIMEOUT_S, portal_served
from benchmarks.speed.showing import machine
from benchmarks.speed.subjects.contract import Task
from benchmarks.speed.subjects.ours import Audit

PROFILE = Path(__file__).parents[1] / "PROFILE.md"
_PROGRAM = Path(__file__).parent / "programs/profiled.py"
_KEEP = Path(__file__).parents[2] / "build" / "speed"
_FUNCTIONS = 40


@dataclass(frozen=True)
class Profile:
    """Samples by room and by function, the pages of the portal, and the CPU-seconds of the audit."""

    pages: int
    cpu_s: float
    samples: int
    rooms: Mapping[str, int]
    functions: Mapping[str, int]


def main() -> int:
    """Profile one audit and show where its time goes. Exit status 2 when nginx does not serve, 1 when the audit ends
    badly."""
    asked = _options()
    try:
        profile = profiled(asked.pages, asked.keep.absolute())
    except RuntimeError as error:
        print(f"profile: {error}", file=sys.stderr)
        return 2
    except subprocess.CalledProcessError as error:
        print(f"profile: the audit ended with status {error.returncode}", file=sys.stderr)
        return 1
    text = page(profile)
    print(text)
    if asked.write:
        PROFILE.write_text(text, encoding="utf-8")
    return 0


def profiled(pages: int, keep: Path) -> Profile:
    """Audit a portal of so many pages under the sampler. Raises `RuntimeError` and `CalledProcessError`."""
    keep.mkdir(parents=True, exist_ok=True)
    root, truth = portal_at(keep, pages)
    rubric = write_rubric(keep / "every-check.yaml")
    with portal_served(root, truth) as (base, addresses), tempfile.TemporaryDirectory(prefix="xuncha-profile-") as work:
        report = Path(work) / "profile.json"
        task = Task(
            base=base,
            truth=truth,
            work=Path(work),
            addresses=addresses,
            rubric=rubric,
            peers=keep,
            cache=keep,
            timeout_s=TIMEOUT_S,
            concurrency=CONCURRENCY,
        )
        audit = Audit().command(task)
        words = audit.arguments[audit.arguments.index("xuncha") + 1 :]
        subprocess.run(
            [sys.executable, str(_PROGRAM), str(report), *words],
            check=True,
            cwd=work,
            env={**os.environ, **audit.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        return Profile(pages=truth.pages, **json.loads(report.read_text(encoding="utf-8")))


def page(profile: Profile) -> str:
    """The text of `PROFILE.md`."""
    facts = "\n".join(f"* {line}" for line in machine())
    return (
        "# Where the time of an audit goes\n\n"
        "Written by `make profile` ([docs/speed.md](../docs/speed.md)); do not edit.\n\n"
        f"`xuncha audit` with every check, all reports and evidence, on {profile.pages:,} pages, in one process: "
        f"{profile.cpu_s:.1f} CPU-seconds, {profile.samples:,} samples. A sample counts for the innermost function of "
        "this project or of a library; what C code and the standard library do counts for who called it.\n\n"
        f"{facts}\n\n## By room\n\n{_table('room', profile.rooms.items(), profile)}\n\n"
        f"## By function\n\n{_table('function', list(profile.functions.items())[:_FUNCTIONS], profile)}\n"
    )


def _table(heading: str, counted: Iterable[tuple[str, int]], profile: Profile) -> str:
    lines = [f"| {heading} | share | ms a page |", "| --- | ---: | ---: |"]
    for name, samples in counted:
        share = samples / max(1, profile.samples)
        if share >= 0.002:
            lines.append(f"| {name} | {share:.1%} | {1000 * share * profile.cpu_s / profile.pages:.2f} |")
    return "\n".join(lines)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make profile", description=__doc__)
    parser.add_argument("--pages", type=int, default=1_000, help="size of the portal [default: 1000]")
    parser.add_argument("--write", action="store_true", help=f"write {PROFILE.name}")
    parser.add_argument("--keep", type=Path, default=_KEEP, help="where portals are kept [default: build/speed]")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
