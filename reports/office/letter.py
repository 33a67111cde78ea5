"""What makes an audit an official letter: who sends it, its number, its day, and until when faults must be repaired."""

from __future__ import annotations

from datetime import date

from config.messages import text
from config.rectification import Severity, by_urgency, rectification, working_days
from config.rubric import Status
from reports.office.vocabulary import Deadline, Letter
from reports.repairs import last_day

ALL = "all"
"""Stands for the severity where one deadline holds for everything."""


def letter(
    issued: date, *, workdays: int | None = None, issuer: str = "", number: str = "", lang: str = "zh"
) -> Letter:
    """The letter of `issued`, which does not count itself among the working days of a repair.

    `workdays` are one term for every problem (None: those of config/rectification.yaml by severity). `issuer`
    (发文机关) and `number` (文号) stay empty where nobody gave them.
    """
    terms = {each.value: working_days(each) for each in by_urgency()} if workdays is None else {ALL: workdays}
    doubtful = any(term.status is Status.UNCONFIRMED for term in rectification().terms.values())
    return Letter(
        issuer=issuer,
        number=number,
        issued=day_words(issued, lang),
        deadlines=tuple(_deadline(severity, issued, days, lang) for severity, days in terms.items()),
        deadline_remark=text("office.deadline-remark", lang) if doubtful and workdays is None else "",
    )


def holds(deadline: Deadline, severity: Severity) -> bool:
    """Whether this is the deadline for repairs of this severity."""
    return deadline.severity in (severity.value, ALL)


def day_words(day: date, lang: str) -> str:
    """A day as documents write it: 2025年11月20日."""
    return text("office.day", lang, year=day.year, month=day.month, day=day.day)


def _deadline(severity: str, issued: date, days: int, lang: str) -> Deadline:
    last = last_day(issued, days)
    return Deadline(
        severity=severity,
        name=text(f"office.deadline.{severity}", lang),
        workdays=days,
        day=day_words(last, lang) if last else "",
    )
