"""Judges made crawls of growing size, each in a process of its own; prints seconds, CPU-seconds and peak memory.

python -m benchmarks.judging [--pages 10000 100000] [--rubric pingyin-2023] [--profile] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from benchmarks.judging.made_crawl import AS_OF, write_crawl

LIMITS = {10_000: (10.0, 500), 100_000: (120.0, None)}
"""Seconds and MB that issue and README promise, by pages."""
MOST_GROWTH = 0.25
"""MB per 1,000 pages by which a bigger crawl may need more, in both processes together (own promise):
findings, and a hundred bytes for this and that page. What is read of a thousand pages would be ten megabytes."""


def main() -> None:
    """Measure all sizes; exits with 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=sorted(LIMITS))
    parser.add_argument("--rubric", default="pingyin-2023")
    parser.add_argument("--keep", type=Path, help="folder in which made crawls are kept and reused")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.judge:
        _judge(asked.judge, asked.rubric, profile=asked.profile)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        measured = {pages: _measure(folder / f"{pages}.sqlite", pages, asked) for pages in asked.pages}
    kept = [is_kept for is_kept, _ in measured.values()]
    for fewer, more in pairwise(pages for pages in sorted(measured) if pages >= min(LIMITS)):
        growth = 1_000 * (measured[more][1] - measured[fewer][1]) / (more - fewer)
        print(f"{fewer} to {more} pages: {growth:.2f} MB per 1,000 pages; promised {MOST_GROWTH}")
        kept.append(growth <= MOST_GROWTH)
    sys.exit(0 if all(kept) else 1)


def _measure(path: Path, pages: int, asked: argparse.Namespace) -> tuple[bool, float]:
    """Whether promises are kept, and the peak memory in MB."""
    if not path.exists():
        write_crawl(path, pages)
    command = [sys.executable, "-m", "benchmarks.judging", "--judge", str(path), "--rubric", asked.rubric]
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [*command, *(["--profile"] if asked.profile else [])], check=True, capture_output=True, text=True
    )
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    said = json.loads(done.stdout.splitlines()[-1])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print("\n".join(done.stdout.splitlines()[:-1]))
    most_seconds, most_mb = LIMITS.get(pages, (None, None))
    print(
        f"{pages:>7} pages ({said['pages']} in the file, {path.stat().st_size / 1e6:.0f} MB): {seconds:.1f} s in all, "
        f"of which checks {said['checks']:.1f} s; {cpu:.1f} CPU-s, {1000 * cpu / pages:.2f} CPU-s per 1,000 pages; "
        f"peak {said['mb']:.0f} MB; {said['findings']} findings of {said['ran']} checks"
        + (f"; promised {most_seconds:.0f} s{f', {most_mb} MB' if most_mb else ''}" if most_seconds else "")
    )
    is_kept = not (most_seconds and (said["checks"] > most_seconds or (most_mb and said["mb"] > most_mb)))
    return is_kept, said["mb"]


def _own_peak_kb() -> int:
    """The most memory that this program has held. What getrusage says of a process goes on from what its parent held
    when it was started, and here that has made a crawl of any size."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def _judge(path: Path, rubric_id: str, *, profile: bool) -> None:
    from checks.runner import run_checks  # noqa: PLC0415
    from crawler.store.crawl import Crawl  # noqa: PLC0415
    from xuncha.judging import load_rubrics  # noqa: PLC0415

    (rubric,) = load_rubrics([rubric_id])
    profiler = cProfile.Profile()
    with Crawl.open(path) as crawl:
        begun = time.perf_counter()
        if profile:
            profiler.enable()
        outcomes = run_checks(crawl, crawl.portal.units, rubric, AS_OF)
        profiler.disable()
        seconds = time.perf_counter() - begun
        pages = crawl.counts["pages"]
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(60)
    largest_child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    said = {
        "checks": seconds,
        "pages": pages,
        "mb": (_own_peak_kb() + largest_child) / 1024,
        "findings": sum(len(outcome.findings) for outcome in outcomes),
        "ran": len({outcome.check for outcome in outcomes}),
        "failed": sorted({f"{o.check}: {o.failure}" for o in outcomes if o.failure}),
    }
    if said["failed"]:
        raise SystemExit(f"checks failed: {said['failed']}")
    print(json.dumps(said))


main()
