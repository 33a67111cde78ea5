"""The rows of the problem list, in the columns that inspectors use (docs/report.md), and the ledger of the repair."""

from __future__ import annotations

from datetime import datetime

from config.messages import text
from config.remedies import Role
from crawler.kinds import TargetKind
from reports.clauses import priced, said_clauses
from reports.moments import beijing
from reports.problem_list import Problem
from reports.repairs import tasks, term_words
from reports.result import AuditResult
from reports.shots import Shots
from reports.wording import message, problem
from reports.workbook.unit_names import unit_names
from reports.xlsx_table import Cell, Jump

# Headings (keys below `report.sheet.` or `report.`) with their widths in characters.
INSPECTORS = {"number": 6, "unit": 16, "column-kind": 10, "column-name": 24, "problem-type": 16, "description": 42}
INSPECTORS |= {"parent-url": 30, "problem-url": 30, "found-at": 16, "shot": 6, "indicator": 16, "price": 14}
INSPECTORS |= {"due": 12, "state": 6}
"""The columns of the monitors' own lists, in their order."""
FURTHER = {"link-text": 24, "occurrences": 10, "leads": 12, "for-editor": 40, "for-vendor": 40, "for-network": 40}
FURTHER |= {"clause": 48, "fingerprint": 18, "rubric": 18}
LEDGER = {"person": 14, "measures": 36, "progress": 12, "done-on": 14, "review": 12, "reviewed-on": 14, "reviewer": 14}
LEDGER |= {"ledger-remark": 30}
"""What people fill in from the notice to the review."""

CHOICES = {"progress": ("not-begun", "under-way", "done", "disputed"), "review": ("passed", "failed", "withdrawn")}
"""What may be entered in these columns of the ledger: keys below `report.ledger.`."""
DAYS = frozenset({"done-on", "reviewed-on"})

_TARGET_KINDS = frozenset(kind.value for kind in TargetKind)


class ProblemRows:
    """Makes the rows of problems of one run, each once, whatever the number of sheets it stands on."""

    def __init__(self, result: AuditResult) -> None:
        """Prepare for the language and the evidence of `result`."""
        self._lang = result.lang
        self._names = unit_names(result.units)
        self._shots = Shots(result.folder, result.shots)
        self._found_at = _moment(beijing(result.run.started))

    def row(self, one: Problem) -> list[Cell]:
        """The cells of a problem under `INSPECTORS` and `FURTHER`."""
        found, lang, law = one.finding, self._lang, one.clauses
        kind = str(found.facts.get("kind") or "")
        said = tasks(found, lang)
        told, counted = dict(said), priced(law, lang)
        shot = self._shots.link(found.fingerprint)
        return [
            one.number,
            self._names[one.unit.id],
            "" if kind in _TARGET_KINDS else kind,
            found.column or "",
            problem(found.check, found.code, lang),
            message(found, lang),
            found.found_on[0] if found.found_on else "",
            found.url,
            self._found_at,
            Jump(f"external:{shot}", text("report.sheet.open", lang)) if shot else None,
            "\n".join(each.title for each in counted),
            "\n".join(each.price for each in counted),
            one.term.day if one.term and one.term.day else term_words(one.term, lang),
            text(f"report.states.{found.state.value}", lang),
            found.text,
            found.found_on_count,
            text(f"report.roles.{said[0][0].value}", lang),
            *(told.get(role, "") for role in Role),
            "\n".join(said_clauses(law, lang)),
            found.fingerprint,
            "\n".join(one.law),
        ]


def ledger_choices(column: str, lang: str) -> tuple[str, ...]:
    """What may be entered in a column of the ledger; nothing for a free one."""
    return tuple(text(f"report.ledger.{key}", lang) for key in CHOICES.get(column, ()))


def _moment(said: str) -> datetime | str:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return said
