"""The generated part of docs/differential.md: figures of every tool, and every reason with an example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.differential.comparison import Comparison
from benchmarks.differential.differences import Counts, Difference
from benchmarks.differential.reasons import Reason, Right

PAGE = Path("docs/differential.md")
BEGIN = "<!-- begin: written by `make differential` -->"
END = "<!-- end -->"
_LONGEST_EXAMPLE = 90
_HEADINGS = {
    Right.PEER: "xuncha is wrong",
    Right.NEITHER: "Neither is right",
    Right.BOTH: "Both are right, with different aims",
    Right.XUNCHA: "The peer is wrong, or sees less",
}


def write_page(compared: Sequence[Comparison], path: Path = PAGE) -> None:
    """Write the generated part between its marks. Raises `ValueError` when the page lacks them."""
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{path} lacks the marks of its generated part")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n\n{generated(compared)}\n{END}{after}", encoding="utf-8")


def generated(compared: Sequence[Comparison]) -> str:
    """Tables and reasons as Markdown, without dates."""
    return "\n".join([*_figures(compared), "", *_reasons(compared)])


def _figures(compared: Sequence[Comparison]) -> list[str]:
    lines = [
        "| site | tool | addresses named | broken: found | missed | false | places: found | missed | false | time |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for comparison in compared:
        for each in comparison.tallies:
            time = f"{each.seconds:.0f} s{'' if each.finished else ', stopped'}"
            cells = [comparison.name, f"{each.tool} {each.version}", str(each.targets)]
            lines.append(_row([*cells, *_counts(each.addresses), *_counts(each.places), time]))
    wrong = sum(len(comparison.wrongly_confirmed) for comparison in compared)
    unexplained = sum(len(comparison.unexplained) for comparison in compared)
    sentence = f"Confirmed by xuncha and not broken: {wrong}. Differences without a reason: {unexplained}."
    return [*lines, "", sentence]


def _reasons(compared: Sequence[Comparison]) -> list[str]:
    explained = [pair for comparison in compared for pair in comparison.explained]
    by_reason: dict[str, list[Difference]] = {}
    reasons: dict[str, Reason] = {}
    for difference, reason in explained:
        by_reason.setdefault(reason.id, []).append(difference)
        reasons[reason.id] = reason
    lines = []
    for right, heading in _HEADINGS.items():
        chosen = [reason for reason in reasons.values() if reason.right is right]
        if chosen:
            lines += [f"### {heading}", ""]
            for reason in sorted(chosen, key=lambda each: (-len(by_reason[each.id]), each.id)):
                lines += _entry(reason, by_reason[reason.id])
    return lines


def _entry(reason: Reason, found: list[Difference]) -> list[str]:
    peers = _counted(each.peer for each in found)
    sites = ", ".join(sorted({each.subject for each in found}))
    example = found[0]
    told = f"xuncha {example.ours.state}, {example.peer} {example.theirs.state}, in truth {example.truth}"
    return [
        f"**{reason.id}**: {reason.why}",
        "",
        f"- {peers}; {sites}",
        f"- for example {_code(example.target)} ({told}), written in {_code(', '.join(example.places))}",
        f"- {reason.source}",
        "",
    ]


def _counted(peers: Iterable[str]) -> str:
    counts = Counter(peers)
    return ", ".join(f"{peer} {count}" for peer, count in sorted(counts.items(), key=lambda pair: pair[0].lower()))


def _counts(counts: Counts) -> list[str]:
    return [str(counts.found), str(counts.missed), str(counts.false)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    short = text if len(text) <= _LONGEST_EXAMPLE else f"{text[:_LONGEST_EXAMPLE]}…"
    return f"`{short}`"
