"""Who is to do what about a finding, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checks.finding import Finding, State
from config.messages import text
from config.rectification import Severity, deadline, rectification, working_days
from config.remedies import Role, share_of
from config.workdays import UnknownYear
from reports.clauses import Clause
from reports.wording import remedy


@dataclass(frozen=True, slots=True)
class Term:
    """The time for a repair: working days, and the last of them (None where no calendar is published so far)."""

    severity: Severity
    days: int
    day: date | None


def term_of(found: Finding, law: Sequence[Clause], judged: date) -> Term | None:
    """The time for repairing `found` when it was judged on `judged`; None as long as a person has to confirm it."""
    if found.state is State.SUSPECTED:
        return None
    veto = any(clause.veto_at is not None for clause in law)
    severity = rectification().severity(found.check, found.code, veto=veto)
    try:
        day = deadline(judged, severity)
    except UnknownYear:
        day = None
    return Term(severity, working_days(severity), day)


def term_words(term: Term | None, lang: str) -> str:
    """The time for a repair in words: a date, a number of working days, or that it follows from the confirmation."""
    if term is None:
        return text("report.term.unconfirmed", lang)
    key = "unknown" if term.day is None else "day"
    return text(f"report.term.{key}", lang, day=term.day, days=term.days)


def tasks(found: Finding, lang: str) -> list[tuple[Role, str]]:
    """What everybody concerned has to do, who leads the repair first.

    Where the fault stands in a template, the vendor is told so whoever leads.
    """
    share = share_of(found.check, found.code)
    said = {share.lead: remedy(found, lang)}
    said |= {Role(role): text(f"remedy-task.{task}", lang) for role, task in share.tasks.items()}
    if found.facts.get("template") and share.lead is not Role.VENDOR:
        said[Role.VENDOR] = said.get(Role.VENDOR, "") + text("report.spread.remedy", lang)
    return list(said.items())
