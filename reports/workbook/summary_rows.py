"""The rows of the summary: a unit under a rubric each, with a way to its problems and how far their repair is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from xlsxwriter.utility import xl_col_to_name

from checks.finding import State
from config.messages import text
from reports.problem_list import ProblemList
from reports.result import AuditResult
from reports.wording import label, standing_reasons
from reports.workbook.problem_rows import FURTHER, INSPECTORS, LEDGER, ledger_choices
from reports.workbook.unit_names import unit_names
from reports.xlsx_table import Cell, Formula, Jump

SUMMARY = {"rubric": 28, "unit": 20, "class": 14, "verdict": 10, "score": 8, "low": 10, "high": 10, "coverage": 10}
SUMMARY |= {"confirmed": 10, "suspected": 10, "veto-count": 10, "as-of": 12, "problem-sheet": 14, "repaired": 10}
SUMMARY |= {"passed": 10, "remark": 60}

_PLACES = list(INSPECTORS | FURTHER | LEDGER)


def summary_rows(result: AuditResult, problems: ProblemList, sheets: Mapping[str, str]) -> Iterator[list[Cell]]:
    """One row for each unit and rubric. `sheets` names the sheet with the ledger of each unit's problems.

    How many are repaired and reviewed is counted by the workbook itself, once for each unit.
    """
    counted: set[str] = set()
    names = unit_names(result.units)
    for judgement in result.judgements:
        for card in judgement.scorecards:
            states = [each.finding.state for each in problems.of(card.unit, judgement.rubric.id)]
            low, high = card.score_range or (None, None)
            yield [
                card.rubric_title,
                names[card.unit],
                label(f"report.classes.{card.unit_class}", result.lang),
                text(f"standing.{card.verdict.value}", result.lang),
                card.score,
                low,
                high,
                card.coverage,
                states.count(State.CONFIRMED),
                states.count(State.SUSPECTED),
                len(card.vetoes),
                card.as_of,
                *_ledger(sheets[card.unit], result, card.unit in counted, names[card.unit]),
                "\n".join(standing_reasons(card, judgement.rubric, result.lang)),
            ]
            counted.add(card.unit)


def _ledger(sheet: str, result: AuditResult, counted: bool, unit: str) -> tuple[Cell, Cell, Cell]:
    lang = result.lang
    quoted = f"'{sheet}'"
    to_sheet = Jump(f"internal:{quoted}!A1", text("report.sheet.open", lang))
    if counted:
        return to_sheet, None, None
    done, passed = (
        Formula(_count(quoted, column, ledger_choices(column, lang)[place], unit), 0)
        for column, place in (("progress", 2), ("review", 0))
    )
    return to_sheet, done, passed


def _count(sheet: str, column: str, value: str, unit: str) -> str:
    """How often `value` was entered for a unit, whose name no other has; it is quoted as formulas want it."""
    place, owner = xl_col_to_name(_PLACES.index(column)), xl_col_to_name(_PLACES.index("unit"))
    name = unit.replace('"', '""').replace("~", "~~").replace("*", "~*").replace("?", "~?")
    return f'=COUNTIFS({sheet}!${place}:${place},"{value}",{sheet}!${owner}:${owner},"{name}")'
