"""The results of a run read back from its files: scorecards, and the findings of each rubric."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from config.errors import Place, UserError
from config.faults import Fault
from reports import findings_jsonl, run_json, scorecard_json

Record: TypeAlias = Mapping[str, Any]
"""A scorecard, an indicator or a finding as its file has it."""

FILES = (run_json.NAME, scorecard_json.NAME, findings_jsonl.NAME)


class UnreadableResults(UserError):
    """A file of the results that is missing or damaged."""

    def __init__(self, name: str, detail: BaseException | Fault, line: int | None = None) -> None:
        super().__init__("results-damaged", place=Place(name, line), detail=detail)


@dataclass(frozen=True, slots=True)
class Results:
    """What a run said: `rubrics` by id as the run card has them, cards in their order, findings by fingerprint."""

    as_of: str
    judged: str
    tool_version: str
    rubrics: Mapping[str, Record]
    cards: tuple[Record, ...]
    lines: tuple[Record, ...]

    def card(self, unit: str, rubric: str) -> Record | None:
        """The scorecard of a unit under a rubric."""
        return next((card for card in self.cards if (card["unit"], card["rubric"]) == (unit, rubric)), None)

    def findings(self, unit: str, rubric: str) -> dict[str, Record]:
        """The findings of a unit under a rubric by fingerprint, in the file's order."""
        return {line["fingerprint"]: line for line in self.lines if line["unit"] == unit and rubric in line["rubrics"]}

    def same_as(self, other: Results) -> bool:
        """Whether both say the same, whenever they were judged."""
        return (self.as_of, self.tool_version, self.rubrics, self.cards, self.lines) == (
            other.as_of,
            other.tool_version,
            other.rubrics,
            other.cards,
            other.lines,
        )


def read_results(files: Mapping[str, bytes]) -> Results:
    """The results that these files hold, by name. Raises `UnreadableResults`."""
    card = _json(files, run_json.NAME)
    cards = _json(files, scorecard_json.NAME)
    lines = tuple(
        _parsed(findings_jsonl.NAME, line, number)
        for number, line in enumerate(_bytes(files, findings_jsonl.NAME).splitlines(), start=1)
    )
    try:
        found = Results(
            as_of=card["as_of"],
            judged=card["judged"],
            tool_version=card["tool_version"],
            rubrics={rubric["id"]: rubric for rubric in card["rubrics"]},
            cards=tuple(cards),
            lines=lines,
        )
        _use(found)
    except (KeyError, TypeError, AttributeError) as fault:
        raise UnreadableResults(", ".join(FILES), fault) from fault
    return found


def _use(found: Results) -> None:
    """Touch what comparing will need, so that it fails here or not at all."""
    for card in found.cards:
        for name in ("unit", "unit_name", "rubric", "verdict", "score", "score_range", "vetoes"):
            card[name]
        for line in card["indicators"]:
            for name in ("id", "title", "clause", "outcome", "points", "lost", "findings"):
                line[name]
    for finding in found.lines:
        for name in ("unit", "check", "code", "state", "column", "url", "fingerprint", "rubrics"):
            finding[name]


def _bytes(files: Mapping[str, bytes], name: str) -> bytes:
    if name not in files:
        raise UnreadableResults(name, Fault("no-file"))
    return files[name]


def _json(files: Mapping[str, bytes], name: str) -> Any:
    return _parsed(name, _bytes(files, name))


def _parsed(name: str, content: bytes, line: int | None = None) -> Any:
    try:
        return json.loads(content.decode("utf-8"))
    except ValueError as fault:
        raise UnreadableResults(name, fault, line) from fault
