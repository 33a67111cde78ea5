"""The allow-list: known reasons for differences, each with who is right, why, and where that stands."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, TypeAdapter
from ruamel.yaml import YAML

from benchmarks.differential.differences import Difference
from benchmarks.differential.truth import BROKEN, Truth
from benchmarks.differential.verdicts import State, Verdict
from config.model import StrictModel

FILE = Path(__file__).parent / "reasons.yaml"


class Right(StrEnum):
    """Who is right. `BOTH`: the two have different aims, and neither misleads its user."""

    XUNCHA = "xuncha"
    PEER = "peer"
    BOTH = "both"
    NEITHER = "neither"


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(str(error)) from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Reason(StrictModel):
    """One reason and the differences that it explains. A condition that is left out holds for everything."""

    id: str
    subjects: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    ours: tuple[State, ...] = ()
    theirs: tuple[State, ...] = ()
    truth: tuple[Truth, ...] = ()
    target: Pattern = ""
    places: Pattern = Field(default="", description="fits one of the places where the link is written")
    only_places: Pattern = Field(default="", description="fits all places where the link is written")
    our_detail: Pattern = ""
    their_detail: Pattern = ""
    apart: bool | None = Field(default=None, description="one side never saw the pages on which the link is written")
    respelt: bool | None = Field(default=None, description="the other side names another spelling of the target")
    stopped: bool | None = None
    right: Right
    why: str
    source: str = Field(description="where it is written down: a standard, a manual, a clause")

    def explains(self, found: Difference) -> bool:
        """Whether this is the reason of a difference."""
        return (
            _one_of(found.subject, self.subjects)
            and _one_of(found.peer, self.peers)
            and _one_of(found.ours.state, self.ours)
            and _one_of(found.theirs.state, self.theirs)
            and _one_of(found.truth, self.truth)
            and self.apart in (None, found.apart)
            and self.respelt in (None, found.respelt)
            and self.stopped in (None, found.stopped)
            and re.search(self.target, found.target) is not None
            and any(re.search(self.places, place) for place in found.places)
            and all(re.search(self.only_places, place) for place in found.places)
            and re.search(self.our_detail, found.ours.detail) is not None
            and re.search(self.their_detail, found.theirs.detail) is not None
        )

    def holds(self, found: Difference) -> bool:
        """Whether the truth bears out who is said to be right, as far as the two judged the target at all."""
        ours, theirs = _is_right(found.ours, found.truth), _is_right(found.theirs, found.truth)
        match self.right:
            case Right.XUNCHA:
                return ours is not False
            case Right.PEER:
                return theirs is not False
            case Right.NEITHER:
                return ours is not True and theirs is not True
            case Right.BOTH:
                return ours is not False and theirs is not False


def load_reasons(path: Path = FILE) -> tuple[Reason, ...]:
    """The allow-list in its order. Raises `pydantic.ValidationError`, and `ValueError` for an id that stands twice."""
    found = TypeAdapter(tuple[Reason, ...]).validate_python(
        YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    )
    ids = [reason.id for reason in found]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise ValueError(f"{path.name}: ids stand twice: {', '.join(twice)}")
    return found


def reason_of(found: Difference, reasons: tuple[Reason, ...]) -> Reason | None:
    """The first reason that explains a difference and is borne out by the truth; None when there is none."""
    if not found.known:
        return None
    return next((reason for reason in reasons if reason.explains(found) and reason.holds(found)), None)


def _one_of(value: object, allowed: tuple[object, ...]) -> bool:
    return not allowed or value in allowed


def _is_right(said: Verdict, truth: Truth) -> bool | None:
    """Whether a verdict agrees with the truth; None when it is no judgement."""
    if said.state is State.UNSEEN and truth is Truth.NO_LINK:
        return True
    if said.state not in (State.ALIVE, State.DEAD):
        return None
    if truth is Truth.NO_LINK:
        return None if said.state is State.ALIVE else False
    return (said.state is State.DEAD) is (truth in BROKEN)
