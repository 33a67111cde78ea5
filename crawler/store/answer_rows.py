"""An answer as a row of the crawl file, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from crawler.answer import Answer, Attempt
from crawler.kinds import AnswerKind

COLUMNS = (
    "answer, status, final_url, redirects, attempts, fetched_at, elapsed_ms, size, content_type, body_hash, "
    "detail, confirmed, file_type, last_modified, etag"
)
"""Columns of the table `answer` after `url_id`, in the order of `to_row` and `from_row`."""

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
PLACES = ", ".join("?" * len(COLUMNS.split(",")))


def to_row(answer: Answer) -> tuple[Any, ...]:
    """The values of `COLUMNS`."""
    last = answer.attempts[-1] if answer.attempts else None
    return (
        answer.kind,
        answer.status,
        answer.final_url,
        json.dumps(answer.redirects, ensure_ascii=False) if answer.redirects else None,
        _attempts_to_json(answer.attempts),
        last.at if last else "",
        last.ms if last else 0,
        answer.size,
        answer.content_type,
        answer.body_hash,
        answer.detail or None,
        int(answer.confirmed),
        answer.file_type,
        answer.last_modified,
        answer.etag,
    )


def from_row(row: Sequence[Any]) -> Answer:
    """The answer whose `COLUMNS` are `row`."""
    kind, status, final_url, redirects, attempts, _, _, size, content_type, body_hash, detail, *more = row
    confirmed, typed, modified, etag = more
    return Answer(
        kind=AnswerKind(kind),
        attempts=attempts_from_json(attempts),
        status=status,
        final_url=final_url,
        redirects=tuple(json.loads(redirects)) if redirects else (),
        size=size,
        content_type=content_type,
        body_hash=body_hash,
        detail=detail or "",
        confirmed=bool(confirmed),
        file_type=typed,
        last_modified=modified,
        etag=etag,
    )


def attempts_from_json(text: str) -> tuple[Attempt, ...]:
    """Attempts from the column `attempts`, the oldest first."""
    return tuple(
        Attempt(
            AnswerKind(one["answer"]),
            one.get("status"),
            one["at"],
            one["ms"],
            one.get("method", "GET"),
            one.get("detail", ""),
            one.get("sure", True),
            one.get("run", ""),
        )
        for one in json.loads(text)
    )


def _attempts_to_json(attempts: Sequence[Attempt]) -> str:
    return _written([_attempt(one) for one in attempts])


def _attempt(one: Attempt) -> dict[str, Any]:
    plain: dict[str, Any] = {"answer": one.answer, "status": one.status, "at": one.at, "ms": one.ms}
    if one.method != "GET":
        plain["method"] = one.method
    if one.detail:
        plain["detail"] = one.detail
    if not one.sure:
        plain["sure"] = False
    if one.run:
        plain["run"] = one.run
    return plain
