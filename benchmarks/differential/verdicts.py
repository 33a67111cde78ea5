"""What a tool says about the targets of a site, in one form for all tools."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """What a tool says about a target. `UNSEEN`: it does not name the target at all."""

    ALIVE = "alive"
    DEAD = "dead"
    SKIPPED = "skipped"
    UNSEEN = "unseen"


_LOUDEST = (State.DEAD, State.ALIVE, State.SKIPPED)
"""Which state stands when a tool says several things about one target: what its user would act on."""


MOST_PAGES = 50
"""So many pages are kept for a target."""


@dataclass(frozen=True)
class Verdict:
    """A tool's word on one target, its reason in the tool's own words, and pages on which it found the link."""

    state: State
    detail: str = ""
    pages: tuple[str, ...] = ()


UNSEEN = Verdict(State.UNSEEN)


@dataclass
class Report:
    """Everything that one tool said about one site.

    `verdicts`: by target (see `addresses.Names`); `finished` is False when the tool was stopped after its time;
    `faults_only`: what is not called dead is not named.
    """

    tool: str
    version: str
    seconds: float = 0.0
    finished: bool = True
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    faults_only: bool = False

    def add(self, target: str, verdict: Verdict) -> None:
        """Join `verdict` to what the tool said about `target` before."""
        known = self.verdicts.get(target)
        if known is None:
            self.verdicts[target] = verdict
            return
        said = min(known, verdict, key=lambda each: _LOUDEST.index(each.state))
        self.verdicts[target] = Verdict(said.state, said.detail, _some(known.pages + verdict.pages))

    def of(self, target: str) -> Verdict:
        """The verdict on `target`."""
        return self.verdicts.get(target, UNSEEN)

    def dead(self) -> frozenset[str]:
        """The targets that the tool calls dead."""
        return frozenset(target for target, verdict in self.verdicts.items() if verdict.state is State.DEAD)


def _some(pages: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pages))[:MOST_PAGES]
