"""From which judging a document is: a mark in the Word file, by which a document of another judging is recognised.

A run can be judged again (`xuncha judge`), and then a letter on the disk may say what no result says any more. The mark
is a property of the file that Word keeps (`dc:identifier`): whom the document is about, and what the checks had said.
The letter's own date, number and acceptances are no part of it, and neither is what assessors entered.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from checks.finding import Finding, Outcome
from reports.jsonwrite import plain
from reports.office.templates import SUFFIX
from reports.result import AuditResult

CORE = "docProps/core.xml"
TOOL = "xuncha"
DIGITS = 16
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"

Marks = Mapping[str, str]
"""What the results say now, by whom a document may be about: digests both."""


def mark(results: Sequence[AuditResult], unit: str | None = None) -> str:
    """The mark of a document about one unit of the results, or (None) of one about all units together."""
    about = [(result, each.id) for result in results for each in result.units if unit in (None, each.id)]
    kind = "all" if unit is None else "unit"
    whom = _digest([kind, *([result.portal.id, each] for result, each in about)])
    return f"{TOOL} {whom} {_digest([_said(*each) for each in about])}"


def marks(results: Sequence[AuditResult]) -> Marks:
    """The marks of all documents that are made of these results now."""
    every = [mark(results), *(mark([result], unit.id) for result in results for unit in result.units)]
    return {whom: said for _, whom, said in map(str.split, every)}


def stale(folder: Path, now: Marks) -> list[Path]:
    """The documents in `folder`, and PDF made of them, that are from another judging than `now`; sorted."""
    found = [path for path in folder.glob(f"*{SUFFIX}") if is_stale(path, now)]
    return sorted(each for path in found for each in (path, path.with_suffix(".pdf")) if each.is_file())


def is_stale(path: Path, now: Marks) -> bool:
    """Whether a document bears the mark of another judging; nobody can say it of one without mark, or about others."""
    words = _mark_in(path).split()
    return len(words) == 3 and words[0] == TOOL and now.get(words[1], words[2]) != words[2]


def _said(result: AuditResult, unit: str) -> dict[str, Any]:
    """What a unit's documents rest on: the crawl, the day, the rubrics, and all that the checks said."""
    return {
        "crawl": result.run.crawl_hash,
        "as_of": result.run.as_of,
        "rubrics": [
            [judgement.rubric.id, judgement.rubric_hash, list(_outcomes(judgement.outcomes, unit))]
            for judgement in result.judgements
        ],
    }


def _outcomes(outcomes: Sequence[Outcome], unit: str) -> Iterator[list[Any]]:
    for said in sorted((each for each in outcomes if each.unit == unit), key=lambda each: each.check):
        findings = sorted(json.dumps(plain(_finding(each)), sort_keys=True) for each in said.findings)
        unjudged = sorted((each.subject, each.code, each.reason) for each in said.unjudged)
        yield [said.check, said.verdict.value, said.reason, findings, unjudged]


def _finding(found: Finding) -> list[Any]:
    return [found.fingerprint, found.state.value, found.url, found.facts]


def _digest(value: Any) -> str:
    told = json.dumps(plain(value), ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:DIGITS]


def _mark_in(path: Path) -> str:
    """The mark of a Word file; empty for one that has none, or that is none or cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            root = etree.fromstring(package.read(CORE), etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return ""
    return root.findtext(f".//{_IDENTIFIER}") or ""
