"""Problems by their kind: how many, of which units, with examples and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from checks.finding import Finding
from config.messages import text
from config.office import office
from reports.office.faults import Charged, Key
from reports.office.vocabulary import KindOfProblem
from reports.wording import label, message, problem, remedy


def by_kind(charges: Sequence[Charged], lang: str) -> tuple[KindOfProblem, ...]:
    """The kinds in these findings, the most frequent first. A fault that is charged to two units is counted once."""
    kinds: dict[tuple[str, str], list[Charged]] = {}
    for each in charges:
        kinds.setdefault((each.finding.check, each.finding.code), []).append(each)
    made = [_kind(check, code, own, lang) for (check, code), own in kinds.items()]
    return tuple(sorted(made, key=lambda kind: (-kind.count, kind.name)))


def told(found: Finding, lang: str) -> str:
    """What is wrong, with the address unless the sentence names it."""
    said = message(found, lang)
    return text("office.word.told" if found.url in said else "office.word.told-at", lang, message=said, url=found.url)


def _kind(check: str, code: str, own: Sequence[Charged], lang: str) -> KindOfProblem:
    lists = office().lists
    faults: dict[Key, Finding] = {}
    for each in own:
        faults.setdefault(each.fault, each.finding)
    shown = list(faults.values())[: lists.examples]
    names = {each.unit: each.unit_name for each in own}
    per_unit = Counter(each.unit for each in own)
    worst = sorted(per_unit.items(), key=lambda unit: (-unit[1], unit[0]))
    units = text("report.list-joint", lang).join(
        text("office.word.unit-count", lang, unit=names[unit], count=count) for unit, count in worst[: lists.units]
    )
    if len(worst) > lists.units:
        units += text("office.word.more-units", lang, count=len(worst))
    return KindOfProblem(
        name=problem(check, code, lang) or label(f"report.check.{check}", lang),
        count=len(faults),
        units=units,
        units_count=len(worst),
        examples=tuple(told(found, lang) for found in shown),
        more=len(faults) - len(shown),
        remedy=remedy(shown[0], lang),
    )
