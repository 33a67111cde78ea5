"""All documents of one or several results, each as the bytes of a Word file under the name that it is sent with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from config.errors import UserError
from config.messages import text
from config.suppressions import Suppressions
from reports.office.assessment import assessment
from reports.office.bulletin import Arranged, bulletin
from reports.office.matters import UnitMatters, arrange
from reports.office.notice import notice
from reports.office.origin import mark
from reports.office.rendering import render
from reports.office.self_check import self_check
from reports.office.templates import SUFFIX, Paper, template
from reports.office.vocabulary import Assessment, Letter, Notice, SelfCheck
from reports.result import AuditResult
from reports.textclean import printable

LONGEST = 60
"""Characters of a title in a file's name: file systems take 255 bytes, and a Chinese character has three."""

_UNFIT = re.compile(r'[\\/:*?"<>|\s\ufffd]+')
"""What Windows forbids in a file's name, and blanks."""
_OF_A_UNIT: Mapping[Paper, Callable[[AuditResult, str, UnitMatters, Letter], Assessment | Notice | SelfCheck]] = {
    Paper.ASSESSMENT: assessment,
    Paper.NOTICE: notice,
    Paper.SELF_CHECK: self_check,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: which documents, as which letter of which day, from whose templates."""

    papers: Sequence[Paper]
    letter: Letter
    issued: date
    suppressions: Suppressions = field(default_factory=Suppressions)
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The files by their names, and the units that get no notice because nothing is to be repaired."""

    files: Mapping[str, bytes]
    spared: tuple[str, ...]


def documents(results: Sequence[AuditResult], order: Order) -> Written:
    """The documents of all units of the results; the bulletin is on all of them together.

    Raises `UserError` for templates that cannot be used, for a unit that is in two results, and for an acceptance that
    would spread to another portal.
    """
    _require_distinct(results)
    _require_one_portal(order.suppressions, results)
    arranged = [
        {unit.id: arrange(result, unit.id, order.suppressions, order.issued) for unit in result.units}
        for result in results
    ]
    wanting = [matters.wanting for each in arranged for matters in each.values()]
    units = [unit.name for result in results for unit in result.units]
    files: dict[str, bytes] = {}
    for name, content in _rendered(results, arranged, order):
        files[_free(name, files)] = content
    spared = tuple(name for name, wants in zip(units, wanting, strict=True) if not wants)
    return Written(files, spared if Paper.NOTICE in order.papers else ())


def _rendered(
    results: Sequence[AuditResult], arranged: Sequence[Arranged], order: Order
) -> Iterator[tuple[str, bytes]]:
    lang = results[0].lang
    for paper in dict.fromkeys(order.papers):
        form = template(paper, order.templates, lang)
        if paper is Paper.BULLETIN:
            title = text("office.file.bulletin", lang)
            words = bulletin(results, arranged, order.letter)
            yield title, render(form, words, title=title, day=order.issued, mark=mark(results))
            continue
        for result, matters in zip(results, arranged, strict=True):
            for unit in result.units:
                if paper is Paper.NOTICE and not matters[unit.id].wanting:
                    continue
                title = text(f"office.file.{paper.value}", lang, unit=unit.name)
                made = _OF_A_UNIT[paper](result, unit.id, matters[unit.id], order.letter)
                yield title, render(form, made, title=title, day=order.issued, mark=mark([result], unit.id))


def _free(title: str, taken: Mapping[str, bytes]) -> str:
    """The name of a file that no other document has: two units may be called the same."""
    stem = _UNFIT.sub("-", printable(title)).strip("-. ")[:LONGEST]
    number = 1
    while (name := f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}") in taken:
        number += 1
    return name


def _require_distinct(results: Sequence[AuditResult]) -> None:
    seen: set[tuple[str, str]] = set()
    for result in results:
        for unit in result.units:
            if (result.portal.id, unit.id) in seen:
                raise UserError("office-unit-twice", unit=unit.name, portal=result.portal.name)
            seen.add((result.portal.id, unit.id))


def _require_one_portal(suppressions: Suppressions, results: Sequence[AuditResult]) -> None:
    """Units of two portals may bear one id, and then findings of both one fingerprint: one acceptance is for one."""
    if not suppressions.suppressions:
        return
    portals: dict[str, set[str]] = {}
    for result in results:
        for judgement in result.judgements:
            for found in judgement.findings():
                portals.setdefault(found.fingerprint, set()).add(result.portal.id)
    for each in suppressions.suppressions:
        found_on = portals.get(each.fingerprint, set())
        if each.portal is None and len(found_on) > 1:
            names = ", ".join(sorted(found_on))
            raise UserError("suppression-of-two-portals", fingerprint=each.fingerprint, portals=names)
