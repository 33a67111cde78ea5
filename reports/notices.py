"""What a reader must know of a whole run before believing any line of it: one sentence each, on top of every report."""

from __future__ import annotations

from config.messages import has_text, text
from crawler.kinds import AnswerKind
from reports.result import AuditResult
from reports.wording import label

Notice = tuple[str, dict[str, object]]
"""The key of a sentence below `report.notices.` and its facts."""


def notices(result: AuditResult) -> list[str]:
    """The notices of a run for those who made it: with what they can do, and patterns that were left, trouble
    with evidence."""
    said = []
    for key, facts in _limits(result):
        advice = f"report.notices.{key}-advice"
        said.append(_sentence((key, facts), result.lang))
        if has_text(advice, result.lang):
            said[-1] = text("report.notices.advised", result.lang, said=said[-1], advice=text(advice, result.lang))
    return [*said, *([left] if (left := _traps(result)) else []), *result.evidence_troubles]


def limits(result: AuditResult) -> list[str]:
    """What limits the results whoever reads them: a start that did not open, names that were not looked up, a day that
    nobody has seen yet. Letters bear these; what the makers of the run can do about it is no business of theirs."""
    return [_sentence(each, result.lang) for each in _limits(result)]


def _limits(result: AuditResult) -> list[Notice]:
    return [each for each in (_start(result), _names(result), _unseen_day(result)) if each]


def _sentence(notice: Notice, lang: str) -> str:
    key, facts = notice
    return text(f"report.notices.{key}", lang, **facts)


def _start(result: AuditResult) -> Notice | None:
    """The start address did not open, so that there was nothing to look at: a slip of the pen, or a dead portal."""
    run = result.run
    if run.start_answer in ("", AnswerKind.CONTENT) or run.counts.get("pages"):
        return None
    answer = label(f"answer.{run.start_answer}", result.lang)
    return "start", {"url": result.portal.start_urls[0], "answer": answer}


def _names(result: AuditResult) -> Notice | None:
    """Addresses of names that were told: another server may answer everybody else."""
    names = result.run.names
    return ("names", {"names": " ".join(names)}) if names else None


def _unseen_day(result: AuditResult) -> Notice | None:
    """The as-of date lies after the crawl: what was published in between, the crawl cannot know."""
    run = result.run
    if run.seen_until is None or run.as_of <= run.seen_until:
        return None
    return "unseen-day", {"as_of": run.as_of, "crawled": run.seen_until}


def _traps(result: AuditResult) -> str:
    """The patterns of addresses that the crawl left because they never end."""
    if not result.traps:
        return ""
    left_out = sum(trap.left_out for trap in result.traps)
    return text(
        "report.traps", result.lang, count=len(result.traps), left_out=left_out, example=result.traps[0].example
    )
