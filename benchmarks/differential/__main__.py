"""`make differential`: check the same sites with xuncha, LinkChecker and linkinator, and explain every difference.

Exit status 1 when a difference has no reason in `reasons.yaml` that the truth bears out, when `curl` contradicts the
truth file of the tricky site, or when `xuncha` calls a target confirmed broken that is not.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.differential.comparison import TOOLS, Comparison, compare
from benchmarks.differential.differences import Difference
from benchmarks.differential.page import PAGE, write_page
from benchmarks.differential.programs import MissingPeer, program
from benchmarks.differential.reasons import load_reasons
from benchmarks.differential.subjects import subjects


def main() -> int:
    """Compare the chosen sites, print what needs a look, and write the page when all sites and tools took part."""
    options = _options()
    try:
        for needed in ("nginx", "curl"):
            program(needed)
    except MissingPeer as missing:
        print(f"differential: {missing}", file=sys.stderr)
        return 2
    openings = subjects()
    strangers = sorted(set(options.sites) - openings.keys())
    if strangers:
        print(f"differential: no site {', '.join(strangers)}; known: {', '.join(openings)}", file=sys.stderr)
        return 2
    reasons = load_reasons()
    compared = []
    for name in options.sites or openings:
        compared.append(compare(name, openings[name], reasons, frozenset(options.reuse)))
        _print(compared[-1])
    if len(compared) == len(openings) and all(len(each.tallies) == len(TOOLS) for each in compared):
        used = {reason.id for comparison in compared for _, reason in comparison.explained}
        for reason in reasons:
            if reason.id not in used:
                print(f"reason without a difference: {reason.id}")
        write_page(compared)
        print(f"written: {PAGE}")
    return int(any(comparison.failed for comparison in compared))


def _print(comparison: Comparison) -> None:
    for found in comparison.unexplained:
        print(_told(found))
    for target in comparison.contradictions:
        print(f"CONTRADICTED by curl: {comparison.name}: {target}")
    for target in comparison.wrongly_confirmed:
        print(f"WRONGLY CONFIRMED by xuncha: {comparison.name}: {target}")
    counts = f"{len(comparison.explained)} differences explained, {len(comparison.unexplained)} unexplained"
    print(f"{comparison.name}: {counts}", flush=True)


def _told(found: Difference) -> str:
    pages = found.ours.pages or found.theirs.pages
    ours, theirs = (f"{said.state} ({said.detail})" for said in (found.ours, found.theirs))
    marks = [mark for mark in ("apart", "respelt", "stopped") if getattr(found, mark)]
    return (
        f"UNEXPLAINED {found.subject}, {found.peer}: {found.target}\n"
        f"  xuncha {ours}; {found.peer} {theirs}; truth: {found.truth if found.known else 'not in the truth file'}\n"
        f"  {', '.join([*found.places, *marks])}{f' on {pages[0]}' if pages else ''}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.differential", description=__doc__)
    parser.add_argument("sites", nargs="*", metavar="SITE", help="only these sites [default: all]")
    parser.add_argument(
        "--reuse",
        action="append",
        default=[],
        choices=TOOLS,
        help="take this tool's last report; repeatable",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
