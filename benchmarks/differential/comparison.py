"""One site through all tools: reports, figures, differences with and without a reason."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.differential import linkchecker, linkinator, ours, store
from benchmarks.differential.differences import Difference, Tally, as_report, differences, tally, truths
from benchmarks.differential.programs import MissingPeer
from benchmarks.differential.reasons import Reason, reason_of
from benchmarks.differential.subjects import Opening, Subject
from benchmarks.differential.truth import BROKEN, Truth, contradictions
from benchmarks.differential.verdicts import Report

CACHE = Path("build/differential")
"""Where reports and linkinator are kept between runs."""
TOOLS = (ours.NAME, linkchecker.NAME, linkinator.NAME)


@dataclass(frozen=True)
class Comparison:
    """What came of one site.

    * `contradictions`: targets of which `curl` says the opposite of what the truth file says;
    * `wrongly_confirmed`: targets that `xuncha` calls broken beyond doubt and that are not.
    """

    name: str
    tallies: Sequence[Tally]
    explained: Sequence[tuple[Difference, Reason]]
    unexplained: Sequence[Difference]
    contradictions: Sequence[str]
    wrongly_confirmed: Sequence[str]

    @property
    def failed(self) -> bool:
        """Whether a person has to look."""
        return bool(self.unexplained or self.contradictions or self.wrongly_confirmed)


def compare(name: str, opening: Opening, reasons: tuple[Reason, ...], reuse: frozenset[str]) -> Comparison:
    """Serve one site, ask all tools but those whose last report is to be reused, and compare."""
    with opening() as subject:
        reports = _reports(name, subject, reuse)
        truth = truths(subject, reports)
        mine, *peers = reports
        found = [
            each
            for peer in (*peers, as_report(truth, subject))
            for each in differences(name, subject, mine, peer, truth)
        ]
        # The sample's answer sheet knows what no status shows; only the tricky site says where `curl` must agree.
        doubts = contradictions(subject.known, subject.names) if subject.whole else []
    why = [(each, reason_of(each, reasons)) for each in found]
    return Comparison(
        name=name,
        tallies=[tally(report, truth) for report in reports],
        explained=[(each, reason) for each, reason in why if reason is not None],
        unexplained=[each for each, reason in why if reason is None],
        contradictions=doubts,
        wrongly_confirmed=_wrongly_confirmed(mine, truth),
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
        print(f"{name}: {tool} names {len(report.verdicts)} targets, {report.seconds:.0f} s", flush=True)
        reports.append(report)
    return reports


def _wrongly_confirmed(report: Report, truth: Mapping[str, Truth]) -> list[str]:
    return [
        target
        for target, kind in truth.items()
        if kind not in BROKEN and report.of(target).detail.endswith(", confirmed")
    ]
