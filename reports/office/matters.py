"""The problems of one unit, arranged for people who must act on them.

Only confirmed ones are ordered to be repaired. Suspected ones wait for a person, accepted ones are named with who
accepted them, and what nobody could judge is no problem at all. A fault that several rubrics count is one problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checks.finding import Finding, State
from config.messages import text
from config.rectification import Severity, by_urgency
from config.rubric import Part
from config.suppressions import Suppressions
from reports.office.duty import Duties
from reports.office.known import Known, known_faults
from reports.office.letter import day_words
from reports.office.matter_words import MatterWords
from reports.office.vocabulary import Accepted, ByHand, Matter, OpenMatter
from reports.result import AuditResult, Judgement, report_order
from reports.scorecard import IndicatorLine, LineOutcome, Scorecard
from reports.unjudged import OpenSubject, open_subjects
from reports.wording import entered, label, reason


@dataclass(frozen=True, slots=True)
class UnitMatters:
    """One unit's problems: to be repaired, to be verified, accepted; and those that an assessor entered by hand.

    What has the shortest term comes first, then vetoes. `severities` and `found` belong to `ordered`, `suspected` to
    `doubtful`, `excused` to `accepted`, in the same order. `aside` are the fingerprints of what is neither to be
    repaired nor to be verified: accepted, or suspected and decided by an assessor. `unjudged` is what `open` counts.
    """

    ordered: tuple[Matter, ...]
    doubtful: tuple[Matter, ...]
    accepted: tuple[Accepted, ...]
    by_hand: tuple[ByHand, ...]
    open: tuple[OpenMatter, ...]
    severities: tuple[Severity, ...]
    found: tuple[Finding, ...]
    suspected: tuple[Finding, ...]
    excused: tuple[Finding, ...]
    aside: frozenset[str]
    unjudged: frozenset[OpenSubject]

    @property
    def wanting(self) -> bool:
        """Whether there is anything to repair."""
        return bool(self.ordered or self.by_hand)

    @property
    def urgent(self) -> frozenset[Severity]:
        """The severities of all that is to be repaired."""
        return frozenset(self.severities) | {severity_by_hand(item) for item in self.by_hand}

    @property
    def accepted_prints(self) -> frozenset[str]:
        """The fingerprints of what is accepted."""
        return frozenset(found.fingerprint for found in self.excused)


def arrange(result: AuditResult, unit: str, suppressions: Suppressions, day: date) -> UnitMatters:
    """The problems of the unit with this id under all rubrics of the result, as a letter of `day` tells them.

    An acceptance holds on the day of the letter or not at all: it counts on its last day, and not on the next.
    """
    cards, lang = cards_of(result, unit), result.lang
    held = {print_ for _, card in cards for veto in card.vetoes for print_ in veto.findings}
    feared = {print_ for _, card in cards for line in card.indicators for print_ in _may_veto(card, line)}
    known = known_faults(result, unit, cards)
    ranked = sorted(known.items(), key=lambda each: (_rank(each[0], held, feared), report_order(each[1].finding)))
    decisions = {print_: suppressions.of(print_, day, result.portal.id) for print_ in known}
    left = [each for print_, each in ranked if decisions[print_] is None and not each.settled]
    ordered = sorted((each for each in left if each.severity), key=_urgency)
    doubtful = [each for each in left if each.finding.state is State.SUSPECTED]
    accepted = [(each, decision) for print_, each in ranked if (decision := decisions[print_]) is not None]
    words = MatterWords(Duties(result, result.unit(unit)), held | feared, lang)
    unjudged = frozenset(each for judgement in result.judgements for each in open_subjects(judgement.outcomes, unit))
    return UnitMatters(
        ordered=tuple(words.matter(number, each) for number, each in enumerate(ordered, start=1)),
        doubtful=tuple(words.matter(number, each) for number, each in enumerate(doubtful, start=1)),
        accepted=tuple(
            Accepted(
                matter=words.matter(number, each),
                state=text(f"report.states.{each.finding.state.value}", lang),
                reason=decision.reason,
                by=decision.by,
                until=day_words(decision.until, lang) if decision.until else "",
            )
            for number, (each, decision) in enumerate(accepted, start=1)
        ),
        by_hand=tuple(_by_hand(cards, lang)),
        open=open_matters(unjudged, lang),
        severities=tuple(each.severity for each in ordered if each.severity),
        found=tuple(each.finding for each in ordered),
        suspected=tuple(each.finding for each in doubtful),
        excused=tuple(each.finding for each, _ in accepted),
        aside=frozenset(print_ for print_, each in ranked if decisions[print_] or each.settled),
        unjudged=unjudged,
    )


def cards_of(result: AuditResult, unit: str) -> list[tuple[Judgement, Scorecard]]:
    """The scorecards of a unit with the judgements that they are from, in the order of the rubrics."""
    return [(each, card) for each in result.judgements for card in each.scorecards if card.unit == unit]


def severity_by_hand(item: ByHand) -> Severity:
    """How urgent the repair of what an assessor entered is: its indicator says so."""
    return Severity.VETO if item.veto else Severity.ORDINARY


def open_matters(unjudged: Iterable[OpenSubject], lang: str) -> tuple[OpenMatter, ...]:
    """What the checks could not judge, by check and reason."""
    counted = Counter((each.check, each.reason) for each in unjudged)
    return tuple(
        OpenMatter(label(f"report.check.{check}", lang, otherwise=check), reason(why, lang), count)
        for (check, why), count in sorted(counted.items())
    )


def _urgency(known: Known) -> int:
    return by_urgency().index(known.severity or Severity.ORDINARY)


def _rank(print_: str, held: set[str], feared: set[str]) -> int:
    return 0 if print_ in held else 1 if print_ in feared else 2


def _may_veto(card: Scorecard, line: IndicatorLine) -> tuple[str, ...]:
    """Suspected findings that would make a veto if a person confirmed them."""
    indicators = {veto.indicator for veto in card.open_vetoes}
    return line.open_findings if line.part == Part.VETO.value and line.id in indicators else ()


def _by_hand(cards: Sequence[tuple[Judgement, Scorecard]], lang: str) -> Iterator[ByHand]:
    for _, card in cards:
        for line in card.indicators:
            given = line.entered
            if given is None or line.outcome is not LineOutcome.FAIL:
                continue
            against = not given.fulfilled if given.points is None else line.earned is not None or given.points > 0
            if against:
                veto = line.part == Part.VETO.value
                yield ByHand(veto, line.id, line.title, line.clause, entered(line, lang), given.remark)
