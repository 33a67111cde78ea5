"""Problems by their kind: how many, of which units, with examples and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from checks.finding import Finding
from config.messages import text
from config.office import office
from reports.office.vocabulary import KindOfProblem
from reports.wording import label, message, problem, remedy


def by_kind(findings: Sequence[Finding], names: Mapping[str, str], lang: str) -> tuple[KindOfProblem, ...]:
    """The kinds in these findings, the most frequent first. `names` are the units' names by their ids.

    A fault that lies in the subtree of two units (a department's, and the whole portal's) is counted once.
    """
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        kinds.setdefault((found.check, found.code), []).append(found)
    made = [_kind(check, code, own, names, lang) for (check, code), own in kinds.items()]
    return tuple(sorted(made, key=lambda kind: (-kind.count, kind.name)))


def distinct(findings: Iterable[Finding]) -> int:
    """How many faults these are, whoever they belong to."""
    return len({_fault(found) for found in findings})


def told(found: Finding, lang: str) -> str:
    """What is wrong, with the address unless the sentence names it."""
    said = message(found, lang)
    return text("office.word.told" if found.url in said else "office.word.told-at", lang, message=said, url=found.url)


def _fault(found: Finding) -> tuple[str, str, str]:
    return (found.check, found.code, found.subject)


def _kind(check: str, code: str, own: Sequence[Finding], names: Mapping[str, str], lang: str) -> KindOfProblem:
    lists = office().lists
    faults: dict[tuple[str, str, str], Finding] = {}
    for found in own:
        faults.setdefault(_fault(found), found)
    shown = list(faults.values())[: lists.examples]
    per_unit = Counter(found.unit for found in own)
    worst = sorted(per_unit.items(), key=lambda each: (-each[1], each[0]))
    units = text("report.list-joint", lang).join(
        text("office.word.unit-count", lang, unit=names.get(unit, unit), count=count)
        for unit, count in worst[: lists.units]
    )
    if len(worst) > lists.units:
        units += text("office.word.more-units", lang, count=len(worst))
    return KindOfProblem(
        name=problem(check, code, lang) or label(f"report.check.{check}", lang),
        count=len(faults),
        units=units,
        units_count=len(worst),
        examples=tuple(told(each, lang) for each in shown),
        more=len(faults) - len(shown),
        remedy=remedy(shown[0], lang),
    )
