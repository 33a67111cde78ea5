"""`make differential`: check the same sites with three tools and explain every difference.

Exit status 1 when a difference has no reason in `reasons.yaml`, when the truth bears a reason out no longer, when
`curl` contradicts what is known about a site, or when `xuncha` calls a target confirmed dead that opens.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.differential import linkchecker, linkinator, ours, store
from benchmarks.differential.differences import Difference, Tally, as_report, differences, tally, truths
from benchmarks.differential.page import write_page
from benchmarks.differential.programs import MissingPeer
from benchmarks.differential.reasons import Reason, load_reasons, reason_of
from benchmarks.differential.subjects import Opening, Subject, subjects
from benchmarks.differential.truth import BROKEN, Truth, contradictions
from benchmarks.differential.verdicts import Report

CACHE = Path("build/differential")


@dataclass
class Comparison:
    """What came of one subject."""

    name: str
    tallies: list[Tally]
    explained: list[tuple[Difference, Reason]]
    unexplained: list[Difference]
    contradictions: list[str]
    wrongly_confirmed: list[str]

    @property
    def failed(self) -> bool:
        """Whether a person has to look."""
        return bool(self.unexplained or self.contradictions or self.wrongly_confirmed)


def main() -> int:
    """Examine the chosen subjects, print what needs a look, write the page when everything ran."""
    options = _options()
    openings = subjects()
    chosen = options.subjects or list(openings)
    reasons = load_reasons()
    compared = [examine(name, openings[name], reasons, frozenset(options.reuse)) for name in chosen]
    for comparison in compared:
        _print(comparison)
    used = {reason.id for comparison in compared for _, reason in comparison.explained}
    whole = len(compared) == len(openings) and all(len(each.tallies) == 3 for each in compared)
    if whole:
        for reason in reasons:
            if reason.id not in used:
                print(f"reason without a difference: {reason.id}")
        write_page([(each.name, each.tallies, each.explained) for each in compared])
    return int(any(comparison.failed for comparison in compared))


def examine(name: str, opening: Opening, reasons: tuple[Reason, ...], reuse: frozenset[str]) -> Comparison:
    """Serve one subject, ask all tools, compare."""
    with opening() as subject:
        reports = _reports(name, subject, reuse)
        truth = truths(subject, reports)
        mine = reports[0]
        peers = [*reports[1:], as_report(truth, subject)]
        found = [each for peer in peers for each in differences(name, subject, mine, peer, truth)]
        why = [(each, reason_of(each, reasons)) for each in found]
        return Comparison(
            name,
            [tally(report, truth) for report in reports],
            [(each, reason) for each, reason in why if reason is not None],
            [each for each, reason in why if reason is None],
            # The answer sheet of the sample knows faults that a status does not show; `curl` cannot judge those.
            contradictions(subject.known, subject.names) if subject.whole else [],
            _wrongly_confirmed(mine, truth),
        )


def _reports(name: str, subject: Subject, reuse: frozenset[str]) -> list[Report]:
    asking: dict[str, Callable[[Path], Report]] = {
        ours.NAME: lambda work: ours.ask(subject, work),
        linkchecker.NAME: lambda work: linkchecker.ask(subject, work),
        linkinator.NAME: lambda work: linkinator.ask(subject, work, CACHE.absolute() / "npm"),
    }
    reports = []
    for tool, ask in asking.items():
        kept = CACHE / name / f"{tool}.json"
        report = store.load(kept) if tool in reuse else None
        if report is None:
            try:
                with tempfile.TemporaryDirectory(prefix="xuncha-differential-") as work:
                    report = ask(Path(work))
            except MissingPeer as missing:
                print(f"{name}: without {tool}: {missing}", flush=True)
                continue
            store.save(report, kept)
        print(f"{name}: {tool} {len(report.verdicts)} targets in {report.seconds:.1f} s", flush=True)
        reports.append(report)
    return reports


def _wrongly_confirmed(report: Report, truth: dict[str, Truth]) -> list[str]:
    return [
        target
        for target, kind in truth.items()
        if kind not in BROKEN and report.of(target).detail.endswith(", confirmed")
    ]


def _print(comparison: Comparison) -> None:
    for found in comparison.unexplained:
        print(_told(found))
    for target in comparison.contradictions:
        print(f"CONTRADICTED by curl: {comparison.name} {target}")
    for target in comparison.wrongly_confirmed:
        print(f"WRONGLY CONFIRMED by xuncha: {comparison.name} {target}")
    counts = f"{len(comparison.explained)} differences explained, {len(comparison.unexplained)} unexplained"
    print(f"{comparison.name}: {counts}", flush=True)


def _told(found: Difference) -> str:
    pages = found.ours.pages or found.theirs.pages
    ours, theirs = (f"{said.state} ({said.detail})" for said in (found.ours, found.theirs))
    return (
        f"UNEXPLAINED {found.subject}, {found.peer}: {found.target}\n"
        f"  xuncha {ours}, {found.peer} {theirs}, "
        f"truth {found.truth if found.known else 'not in the truth file'}; "
        f"{', '.join(found.places)}{' on ' + pages[0] if pages else ''}{', apart' if found.apart else ''}"
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.differential", description=__doc__)
    parser.add_argument("subjects", nargs="*", help="only these sites [default: all]")
    parser.add_argument("--reuse", action="append", default=[], metavar="TOOL", help="take this tool's last report")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
