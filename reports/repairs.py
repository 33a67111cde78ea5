"""Who is to do what about a finding, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from checks.finding import Finding, State
from config.messages import text
from config.rectification import Severity, rectification, working_days
from config.remedies import Role, share_of
from config.workdays import UnknownYear, add_workdays
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
    severity = severity_of(found, law)
    days = working_days(severity)
    return Term(severity, days, last_day(judged, days))


def severity_of(found: Finding, law: Iterable[Clause]) -> Severity:
    """How urgent the repair of `found` is when these clauses count it."""
    return rectification().severity(found.check, found.code, veto=any(clause.veto_at is not None for clause in law))


def last_day(start: date, days: int) -> date | None:
    """The last of so many working days after `start`, which itself does not count.

    None where the days off of a year in between are not published yet: the days then have to be told as a number,
    never guessed as a date.
    """
    try:
        return add_workdays(start, days)
    except UnknownYear:
        return None


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
