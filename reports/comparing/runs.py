"""Two results of one crawl side by side: scores, verdicts, vetoes, indicators, and the findings behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.comparing.results import Record, Results
from reports.rubrics.matching import Sketch, matches


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator that fares otherwise. Without `before` it is new, without `after` it is gone."""

    before: Record | None
    after: Record | None


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding, and whether it counted and counts in an indicator. No `after`: it is gone; no `before`: new."""

    before: Record | None
    after: Record | None
    counted: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class CardChange:
    """A unit under a rubric, before and after; one of them is None when only the other was judged."""

    before: Record | None
    after: Record | None
    vetoes_lifted: tuple[Record, ...] = ()
    vetoes_raised: tuple[Record, ...] = ()
    indicators: tuple[IndicatorChange, ...] = ()
    findings: tuple[FindingChange, ...] = ()

    @property
    def marks(self) -> dict[str, tuple[Any, Any]]:
        """Rubric, verdict, score and range with both values, those that differ."""
        if self.before is None or self.after is None:
            return {}
        names = ("rubric", "verdict", "score", "score_range", "coverage")
        pairs = {name: (self.before.get(name), self.after.get(name)) for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def __bool__(self) -> bool:
        one_sided = self.before is None or self.after is None
        return bool(
            one_sided or self.marks or self.vetoes_lifted or self.vetoes_raised or self.indicators or self.findings
        )


@dataclass(frozen=True, slots=True)
class RunChanges:
    """Everything that differs: the day, rubrics by their hash, and each unit's card."""

    before: Results
    after: Results
    cards: tuple[CardChange, ...]

    @property
    def rubrics_changed(self) -> tuple[str, ...]:
        """Ids of rubrics that are on both sides with other content."""
        both = [name for name in self.after.rubrics if name in self.before.rubrics]
        return tuple(name for name in both if self.before.rubrics[name]["hash"] != self.after.rubrics[name]["hash"])

    @property
    def empty(self) -> bool:
        """Whether both say the same of everybody."""
        return not self.cards and self.before.as_of == self.after.as_of and not self.rubrics_changed


def compare(before: Results, after: Results) -> RunChanges:
    """What `after` says otherwise than `before`, in the order of `after`.

    Cards of one rubric are compared with each other. A rubric that is only on one side is compared with the one that
    is only on the other, if there is exactly one on each; otherwise its cards are new, or gone.
    """
    told = (_card(before, after, old, new) for old, new in _paired(before, after))
    return RunChanges(before, after, tuple(each for each in told if each))


def _paired(before: Results, after: Results) -> Iterator[tuple[Record | None, Record | None]]:
    old = _rubrics(before)
    new = _rubrics(after)
    only_old = [name for name in old if name not in new]
    only_new = [name for name in new if name not in old]
    partner: dict[str, str] = {only_new[0]: only_old[0]} if len(only_old) == len(only_new) == 1 else {}
    used: set[tuple[str, str]] = set()
    for card in after.cards:
        rubric: str = card["rubric"]
        found = before.card(card["unit"], partner.get(rubric, rubric))
        if found is not None:
            used.add((found["unit"], found["rubric"]))
        yield found, card
    for card in before.cards:
        if (card["unit"], card["rubric"]) not in used:
            yield card, None


def _rubrics(results: Results) -> list[str]:
    return list(dict.fromkeys(card["rubric"] for card in results.cards))


def _card(before: Results, after: Results, old: Record | None, new: Record | None) -> CardChange:
    if old is None or new is None:
        return CardChange(old, new)
    lifted, raised = _vetoes(old["vetoes"], new["vetoes"])
    return CardChange(
        old,
        new,
        vetoes_lifted=lifted,
        vetoes_raised=raised,
        indicators=tuple(_indicators(old, new)),
        findings=tuple(
            _findings(
                before.findings(old["unit"], old["rubric"]),
                after.findings(new["unit"], new["rubric"]),
                counting(old),
                counting(new),
            )
        ),
    )


def counting(card: Record) -> frozenset[str]:
    """The fingerprints that count in an indicator of a card."""
    return frozenset(name for line in card["indicators"] for name in line["findings"])


def _vetoes(old: Sequence[Record], new: Sequence[Record]) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Vetoes that no longer hold, and those that hold newly; a veto is told by its words."""
    before, after = ({veto["text"] for veto in side} for side in (old, new))
    return (
        tuple(veto for veto in old if veto["text"] not in after),
        tuple(veto for veto in new if veto["text"] not in before),
    )


def _indicators(old: Record, new: Record) -> Iterator[IndicatorChange]:
    before, after = old["indicators"], new["indicators"]
    sketches = [[Sketch(line["id"], line["clause"]) for line in side] for side in (before, after)]
    found = matches(sketches[0], sketches[1], versions=old["rubric"] == new["rubric"])
    partner = {match.after: match.before for match in found}
    for place, line in enumerate(after):
        earlier = before[partner[place]] if place in partner else None
        if earlier is None or _fared(earlier) != _fared(line):
            yield IndicatorChange(earlier, line)
    kept = set(partner.values())
    yield from (IndicatorChange(line, None) for place, line in enumerate(before) if place not in kept)


def _fared(line: Record) -> tuple[Any, ...]:
    return line["outcome"], line["points"], line["lost"], line.get("earned")


def _findings(
    old: Mapping[str, Record], new: Mapping[str, Record], counted: frozenset[str], counts: frozenset[str]
) -> Iterator[FindingChange]:
    for name in [*new, *(name for name in old if name not in new)]:
        change = FindingChange(old.get(name), new.get(name), name in counted, name in counts)
        states = [line and line["state"] for line in (change.before, change.after)]
        if states[0] != states[1] or change.counted is not change.counts:
            yield change
