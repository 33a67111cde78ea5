"""What a reader must know of a whole run before believing any line of it: one sentence each, on top of every report."""

from __future__ import annotations

from config.messages import text
from crawler.kinds import AnswerKind
from reports.result import AuditResult
from reports.wording import label


def notices(result: AuditResult) -> list[str]:
    """The notices of a run: those that letters bear too, patterns that were left, and trouble with evidence."""
    return [*limits(result), *([left] if (left := _traps(result)) else []), *result.evidence_troubles]


def limits(result: AuditResult) -> list[str]:
    """What limits the results whoever reads them: a start that did not open, names that were not looked up, a day that
    nobody has seen yet."""
    return [each for each in (_start(result), _names(result), _unseen_day(result)) if each]


def _start(result: AuditResult) -> str:
    """The start address did not open, so that there was nothing to look at: a slip of the pen, or a dead portal."""
    run = result.run
    if run.start_answer in ("", AnswerKind.CONTENT) or run.counts.get("pages"):
        return ""
    answer = label(f"answer.{run.start_answer}", result.lang)
    return text("report.notices.start", result.lang, url=result.portal.start_urls[0], answer=answer)


def _names(result: AuditResult) -> str:
    """Addresses of names that were told: another server may answer everybody else."""
    names = result.run.names
    return text("report.notices.names", result.lang, names=" ".join(names)) if names else ""


def _unseen_day(result: AuditResult) -> str:
    """The as-of date lies after the crawl: what was published in between, the crawl cannot know."""
    run = result.run
    if run.seen_until is None or run.as_of <= run.seen_until:
        return ""
    return text("report.notices.unseen-day", result.lang, as_of=run.as_of, crawled=run.seen_until)


def _traps(result: AuditResult) -> str:
    """The patterns of addresses that the crawl left because they never end."""
    if not result.traps:
        return ""
    left_out = sum(trap.left_out for trap in result.traps)
    return text(
        "report.traps", result.lang, count=len(result.traps), left_out=left_out, example=result.traps[0].example
    )
