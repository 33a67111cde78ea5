"""Whether what a rule asks for is owed yet: before its day nothing is missing, whatever the checks found."""

from __future__ import annotations

from datetime import date

from config.rubric import DeadlineRule, QuotaRule, Rule
from reports.scoring.counting import Tally

NOT_DUE_YET = "not-due-yet"


def is_owed(rule: Rule, as_of: date) -> bool:
    """Whether the last day of a deadline `by` a date, or of a quota's `period`, lies before `as_of`.

    The last day itself is still in time. Rules without such a day are owed always; deadlines `every_year` are told from
    the findings, whose check knows which year is due.
    """
    match rule:
        case DeadlineRule() if rule.due.by is not None:
            return as_of > rule.due.by
        case QuotaRule() if rule.period is not None:
            return as_of > rule.period.until
        case _:
            return True


def owed(rule: Rule, found: Tally, as_of: date) -> Tally:
    """What the rule counts on that day: nothing, with the reason, where it is not owed yet."""
    return found if not rule.bound or is_owed(rule, as_of) else Tally(idle=NOT_DUE_YET)
