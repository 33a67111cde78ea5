"""What earlier runs saw at a target: its days come from the crawl file, so that every judgement says the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crawler.answer import Attempt, of_earlier_crawls, of_this_crawl
from crawler.independence import independent
from crawler.kinds import BROKEN, AnswerKind


def history(attempts: Sequence[Attempt], previous: Mapping[str, Any]) -> dict[str, Any] | None:
    """The story of a target before this crawl (JSON values); None when no earlier run saw it.

    `previous` names the run that was taken as evidence (`run_id`, `spacing_hours`); `counted` says whether its looks
    were far enough from this crawl's to have a say about the state.
    """
    earlier = of_earlier_crawls(attempts)
    if not earlier:
        return None
    opened = [each for each in earlier if each.answer is AnswerKind.CONTENT]
    failed = [each for each in earlier if each.answer in BROKEN and (not opened or each.moment > opened[-1].moment)]
    return {
        "before": "failed" if failed else "opened",
        "last_opened": opened[-1].day.isoformat() if opened else None,
        "failing_since": failed[0].day.isoformat() if failed else None,
        "counted": _counted(attempts, previous),
        "attempts": [plain(each) | {"date": each.day.isoformat()} for each in earlier],
    }


def plain(attempt: Attempt) -> dict[str, Any]:
    """An attempt without its time (JSON values)."""
    said: dict[str, Any] = {"answer": attempt.answer.value, "status": attempt.status, "method": attempt.method}
    return said | ({"detail": attempt.detail} if attempt.detail else {})


def _counted(attempts: Sequence[Attempt], previous: Mapping[str, Any]) -> bool:
    then = [each for each in attempts if each.run and each.run == previous.get("run_id")]
    return independent(of_this_crawl(attempts), then, previous.get("spacing_hours", 0.0))
