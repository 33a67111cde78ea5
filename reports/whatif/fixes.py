"""Repairs as people name them (`fix:FINGERPRINT`), and what the checks would say after them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from checks.finding import Outcome, State, Verdict
from config.errors import Place, UserError

PREFIX = "fix:"
SHOWN = 3
"""So many known fingerprints are suggested for one that nobody knows."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One finding that is taken to be repaired."""

    fingerprint: str


def fix_of(written: str, known: Collection[str]) -> Fix:
    """The repair behind `fix:FINGERPRINT`; `known` are the fingerprints of the run.

    Raises `UserError` for another form (`what-if-form`) and for a fingerprint that the run does not have
    (`what-if-unknown`), with those that begin most like it.
    """
    place = Place("--what-if")
    if not written.startswith(PREFIX) or not written.removeprefix(PREFIX):
        raise UserError("what-if-form", place=place, given=written)
    name = written.removeprefix(PREFIX).lower()
    if name not in known:
        if not known:
            raise UserError("what-if-nothing", place=place, fingerprint=name)
        raise UserError("what-if-unknown", place=place, fingerprint=name, nearest=", ".join(_nearest(name, known)))
    return Fix(name)


def repaired(outcomes: Iterable[Outcome], gone: Collection[str]) -> tuple[Outcome, ...]:
    """What the checks would have said without these findings. A repaired subject counts as examined.

    Nothing else changes: a repair does not uncover another fault, and what could not be judged stays so.
    """
    return tuple(_without(outcome, frozenset(gone)) for outcome in outcomes)


def _without(outcome: Outcome, gone: frozenset[str]) -> Outcome:
    kept = tuple(found for found in outcome.findings if found.fingerprint not in gone)
    if len(kept) == len(outcome.findings):
        return outcome
    fails = any(found.state is State.CONFIRMED for found in kept)
    verdict = Verdict.FAIL if fails else Verdict.PASS
    examined = max(outcome.examined, len(outcome.findings) - len(kept))
    return replace(outcome, findings=kept, verdict=verdict, examined=examined)


def _nearest(name: str, known: Collection[str]) -> list[str]:
    """Those with the longest common beginning first, then those with most equal places."""

    def likeness(other: str) -> tuple[int, int]:
        same = [one == two for one, two in zip(name, other, strict=False)]
        beginning = same.index(False) if False in same else len(same)
        return -beginning, -sum(same)

    return sorted(sorted(known), key=likeness)[:SHOWN]
