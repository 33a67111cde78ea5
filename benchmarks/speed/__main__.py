"""`make bench`: audits a made portal by xuncha and by its peers, and prints what each took and what it found.

python -m benchmarks.speed [--pages 10000 …] [--runs 3] [--only NAME,NAME] [--write]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.differential.programs import MissingPeer, program
from benchmarks.speed.figures import rows
from benchmarks.speed.portal.truth import Truth
from benchmarks.speed.portal.write import portal_at
from benchmarks.speed.session import Session, chosen
from benchmarks.speed.showing import CHART, RESULTS, chart, errors, page, remarks, table
from benchmarks.speed.subjects import SUBJECTS

BUILD = Path(__file__).parents[2] / "build"


def main() -> int:
    """Measure what was asked for. Exit status 1 when a tool failed, 2 for one that nobody knows, or without nginx."""
    asked = _options()
    try:
        program("nginx")
        subjects = chosen(asked.only.split(",") if asked.only else None)
    except (MissingPeer, ValueError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    session = Session(
        subjects=subjects,
        sizes=asked.pages,
        runs=asked.runs,
        cap_s=asked.cap,
        keep=asked.keep.absolute(),
        peers=asked.peers.absolute(),
    )
    try:
        _run(session)
    except RuntimeError as error:  # nginx does not serve
        print(f"bench: {error}", file=sys.stderr)
        return 2
    found = rows(session.results)
    truths: dict[int, Truth] = {size: portal_at(asked.keep, size)[1] for size in session.results}
    print(f"\n{table(found, truths)}\n")
    absent = session.absent | session.failed
    for line in [*remarks(found, absent, asked.cap), *errors(found)]:
        print(line)
    if asked.write or len(subjects) == len(SUBJECTS):
        CHART.write_text(chart(found), encoding="utf-8")
        RESULTS.write_text(page(found, truths, absent, asked.cap), encoding="utf-8")
        print(f"written: {RESULTS}")
    return int(bool(session.failed))


def _run(session: Session) -> None:
    """Measure, and tell every run when it is done."""
    for subject, size, measured in session.run():
        stopped = "" if measured.finished else ", stopped"
        print(
            f"{size:>7,} pages, {subject.name}: {measured.wall_s:.1f} s, {measured.cpu_s:.1f} CPU-s, "
            f"{measured.peak_rss_mb:.0f} MB{stopped}",
            flush=True,
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[10_000], help="sizes of the portal [default: 10000]")
    parser.add_argument("--runs", type=int, default=3, help="runs of each tool, in turn [default: 3]")
    parser.add_argument("--only", metavar="NAMES", help=f"only these tools, by comma, of: {', '.join(SUBJECTS)}")
    parser.add_argument(
        "--cap",
        type=float,
        default=600,
        metavar="S",
        help="stop a tool after so long on 10,000 pages, in proportion on more [default: 600]",
    )
    parser.add_argument("--write", action="store_true", help="write RESULTS.md even when only some tools ran")
    parser.add_argument(
        "--keep",
        type=Path,
        default=BUILD / "speed",
        help="where portals and npm packages are kept [default: build/speed]",
    )
    parser.add_argument("--peers", type=Path, default=BUILD / "bench-venv", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
