"""What makes an audit an official letter: who sends it, its number, its day, and until when faults must be repaired."""

from __future__ import annotations

from datetime import date

from config.messages import text
from config.office import office
from config.rubric import Status
from config.workdays import add_workdays
from reports.office.vocabulary import Letter


def letter(
    issued: date, *, workdays: int | None = None, issuer: str = "", number: str = "", lang: str = "zh"
) -> Letter:
    """The letter of `issued`, which does not count itself among the `workdays` (None: those of config/office.yaml).

    `issuer` (发文机关) and `number` (文号) stay empty where nobody gave them. Raises `UnknownYear` where no calendar
    tells the working days.
    """
    ours = office().deadline
    days = ours.workdays if workdays is None else workdays
    doubtful = workdays is None and ours.status is Status.UNCONFIRMED
    return Letter(
        issuer=issuer,
        number=number,
        issued=day_words(issued, lang),
        workdays=days,
        deadline=day_words(add_workdays(issued, days), lang),
        deadline_remark=text("office.deadline-remark", lang, workdays=days) if doubtful else "",
    )


def day_words(day: date, lang: str) -> str:
    """A day as documents write it: 2025年11月20日."""
    return text("office.day", lang, year=day.year, month=day.month, day=day.day)
