"""What proves a fault, and when asking again is worth it."""

from __future__ import annotations

import pytest

from crawler.answer import Attempt
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.proof import conclude, due
from crawler.fetch.reply import Reply
from crawler.kinds import BROKEN, NOT_OBSERVED, TRANSIENT, TargetKind
from crawler.kinds import AnswerKind as K


def looked(*kinds: K, sure: bool = True) -> tuple[bool, bool]:
    """Whether the fault is confirmed and whether another look is due, after looks with these kinds."""
    earlier = tuple(Attempt(kind, None, "2026-01-01T00:00:00.000Z", 1) for kind in kinds[:-1])
    trail = Trail("http://h/a", TargetKind.PAGE)
    look = Look(trail, Reply(trail.at, at="2026-01-01T00:00:01.000Z"), Judgement(kinds[-1], sure=sure))
    answer = conclude(look, earlier)
    assert answer.kind is kinds[-1]
    assert len(answer.attempts) == len(kinds)
    return answer.confirmed, due(answer)


@pytest.mark.parametrize("kind", sorted(BROKEN - TRANSIENT))
def test_a_missing_page_needs_two_looks(kind: K) -> None:
    assert looked(kind) == (False, True)
    assert looked(kind, kind) == (True, False)


@pytest.mark.parametrize("kind", sorted(BROKEN & TRANSIENT))
def test_what_comes_and_goes_needs_three(kind: K) -> None:
    assert looked(kind) == looked(kind, kind) == (False, True)
    assert looked(kind, kind, kind) == (True, False)


def test_looks_that_disagree_prove_nothing() -> None:
    assert looked(K.HTTP_5XX, K.RESET, K.TIMEOUT) == (False, True)
    assert looked(K.HTTP_5XX, K.RESET, K.TIMEOUT, K.HTTP_5XX) == (False, False)
    assert looked(K.HTTP_5XX, K.HTTP_404) == (False, True)
    assert looked(K.HTTP_5XX, K.HTTP_404, K.HTTP_404) == (True, False)


def test_what_is_not_sure_stays_suspected() -> None:
    assert looked(K.HTTP_4XX, K.HTTP_4XX, sure=False) == (False, False)
    assert looked(K.TLS_FAILURE, K.TLS_FAILURE, K.TLS_FAILURE, sure=False) == (False, False)


def test_a_refusal_after_a_wall_is_the_walls() -> None:
    earlier = (Attempt(K.BOT_WALL, 412, "2026-01-01T00:00:00.000Z", 1, detail="ruishu, status 412"),)
    trail = Trail("http://h/a", TargetKind.PAGE, again=1)
    look = Look(trail, Reply(trail.at, 400), Judgement(K.HTTP_4XX, "status 400", sure=False))
    answer = conclude(look, earlier)
    assert (answer.kind, answer.confirmed) == (K.BOT_WALL, True)
    assert answer.detail == "status 400 after: ruishu, status 412"


def test_an_outside_refusal_is_asked_once_more() -> None:
    assert looked(K.FORBIDDEN_OUTSIDE) == (True, True)
    assert looked(K.FORBIDDEN_OUTSIDE, K.FORBIDDEN_OUTSIDE) == (True, False)


def test_content_ends_it() -> None:
    assert looked(K.TIMEOUT, K.CONTENT) == (True, False)


@pytest.mark.parametrize("kind", sorted(NOT_OBSERVED))
def test_what_was_not_observed_is_never_a_suspicion(kind: K) -> None:
    confirmed, again = looked(kind)
    assert confirmed
    assert again is (kind in TRANSIENT)
    assert looked(kind, kind, kind) == (True, False)
