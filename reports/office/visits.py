"""What was visited and when, and what a reader must know of it before believing any line."""

from __future__ import annotations

from datetime import date

from config.messages import text
from reports.moments import beijing
from reports.notices import limits
from reports.office.letter import day_words
from reports.office.vocabulary import UnitName, Visit
from reports.result import AuditResult
from reports.wording import label


def visit(result: AuditResult) -> Visit:
    """The crawl behind a result."""
    run, lang = result.run, result.lang
    partial = text("report.partial", lang, reason=label(f"report.end.{run.end_reason.value}", lang))
    return Visit(
        portal=result.portal.name,
        site_code=result.portal.site_code or "",
        as_of=day_words(run.as_of, lang),
        period=_period(_day(run.started, lang), _day(run.finished, lang), lang),
        pages=int(run.counts.get("pages") or 0),
        unseen=len(result.not_observed),
        remarks=(*([partial] if run.partial else []), *limits(result)),
    )


def unit_name(result: AuditResult, unit: str) -> UnitName:
    """A unit, as letters address it."""
    known = result.unit(unit)
    return UnitName(known.name, label(f"report.classes.{known.unit_class.value}", result.lang))


def _period(begun: str, ended: str, lang: str) -> str:
    return begun if begun == ended else text("office.period", lang, begun=begun, ended=ended)


def _day(moment: str, lang: str) -> str:
    """The day of a UTC time in China; what is no time stays as it stands."""
    local = beijing(moment)
    try:
        return day_words(date.fromisoformat(local[:10]), lang)
    except ValueError:
        return local
