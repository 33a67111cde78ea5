"""The problems of one unit, arranged for people who must act on them.

Only confirmed ones are ordered to be repaired. Suspected ones wait for a person, accepted ones are named with who
accepted them, and what nobody could judge is no problem at all. A fault that several rubrics count is one problem.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checks.finding import Finding, State
from config.messages import text
from config.rectification import Severity, by_urgency
from config.rubric import Part
from config.suppressions import Suppressions
from reports.clauses import Law, price
from reports.office.letter import day_words
from reports.office.vocabulary import Accepted, ByHand, Matter, OpenMatter
from reports.repairs import severity_of
from reports.result import AuditResult, Judgement, report_order
from reports.scorecard import IndicatorLine, LineOutcome, Scorecard
from reports.unjudged import open_subjects
from reports.wording import entered, label, message, problem, reason, remedy


@dataclass(frozen=True, slots=True)
class UnitMatters:
    """One unit's problems: to be repaired, to be verified, accepted; and those that an assessor entered by hand.

    What has the shortest term comes first, then vetoes. `severities` and `found` belong to `ordered`, `suspected` to
    `doubtful`, in the same order.
    """

    ordered: tuple[Matter, ...]
    doubtful: tuple[Matter, ...]
    accepted: tuple[Accepted, ...]
    by_hand: tuple[ByHand, ...]
    open: tuple[OpenMatter, ...]
    severities: tuple[Severity, ...]
    found: tuple[Finding, ...]
    suspected: tuple[Finding, ...]
    excused: frozenset[str]

    @property
    def wanting(self) -> bool:
        """Whether there is anything to repair."""
        return bool(self.ordered or self.by_hand)


def arrange(result: AuditResult, unit: str, suppressions: Suppressions) -> UnitMatters:
    """The problems of the unit with this id under all rubrics of the result."""
    cards = cards_of(result, unit)
    findings = _distinct(cards, unit)
    day = result.run.as_of
    accepted = {print_: known for print_ in findings if (known := suppressions.of(print_, day)) is not None}
    held = {print_ for _, card in cards for veto in card.vetoes for print_ in veto.findings}
    feared = {print_ for _, card in cards for line in card.indicators for print_ in _may_veto(card, line)}
    ranked = sorted(findings.values(), key=lambda found: (_rank(found, held, feared), report_order(found)))
    confirmed, suspected = (
        [found for found in ranked if found.state is state and found.fingerprint not in accepted]
        for state in (State.CONFIRMED, State.SUSPECTED)
    )
    judged = [(judgement, Law(judgement.rubric, result.unit(unit).unit_class)) for judgement, _ in cards]
    severities = _severities(judged, unit)
    confirmed.sort(key=lambda found: by_urgency().index(severities[found.fingerprint]))
    made = _Maker([law for _, law in judged], held | feared, result.lang)
    return UnitMatters(
        ordered=tuple(made.matter(number, found) for number, found in enumerate(confirmed, start=1)),
        doubtful=tuple(made.matter(number, found) for number, found in enumerate(suspected, start=1)),
        accepted=tuple(
            Accepted(
                matter=made.matter(number, found),
                state=text(f"report.states.{found.state.value}", result.lang),
                reason=known.reason,
                by=known.by,
                until=day_words(known.until, result.lang) if known.until else "",
            )
            for number, found in enumerate((each for each in ranked if each.fingerprint in accepted), start=1)
            for known in (accepted[found.fingerprint],)
        ),
        by_hand=tuple(_by_hand(cards, result.lang)),
        open=_open(result, unit),
        severities=tuple(severities[found.fingerprint] for found in confirmed),
        found=tuple(confirmed),
        suspected=tuple(suspected),
        excused=frozenset(accepted),
    )


def cards_of(result: AuditResult, unit: str) -> list[tuple[Judgement, Scorecard]]:
    """The scorecards of a unit with the judgements that they are from, in the order of the rubrics."""
    return [(each, card) for each in result.judgements for card in each.scorecards if card.unit == unit]


class _Maker:
    """Turns findings of one unit into words."""

    def __init__(self, laws: Sequence[Law], vetoing: set[str], lang: str) -> None:
        self._laws = laws
        self._vetoing = vetoing
        self._lang = lang

    def matter(self, number: int, found: Finding) -> Matter:
        lang = self._lang
        law = [clause for each in self._laws for clause in each.clauses(found)]
        counted = [clause for clause in law if clause.indicator]
        semicolon = text("report.price.joint", lang)
        return Matter(
            number=number,
            veto=found.fingerprint in self._vetoing,
            kind=problem(found.check, found.code, lang),
            column=found.column or "",
            text=found.text,
            description=message(found, lang),
            url=found.url,
            found_on=found.found_on[0] if found.found_on else "",
            occurrences=found.found_on_count,
            indicators=semicolon.join(dict.fromkeys(f"{clause.indicator} {clause.title}" for clause in counted)),
            price=semicolon.join(dict.fromkeys(price(clause, lang) for clause in counted)),
            clause="\n".join(dict.fromkeys(clause.text for clause in law)),
            remedy=remedy(found, lang),
            fingerprint=found.fingerprint,
        )


def _distinct(cards: Sequence[tuple[Judgement, Scorecard]], unit: str) -> dict[str, Finding]:
    """Each fault once; proven under one rubric's parameters, it is proven."""
    distinct: dict[str, Finding] = {}
    for judgement, _ in cards:
        for found in judgement.findings(unit):
            known = distinct.setdefault(found.fingerprint, found)
            if known.state is State.SUSPECTED and found.state is State.CONFIRMED:
                distinct[found.fingerprint] = found
    return distinct


def _severities(judged: Iterable[tuple[Judgement, Law]], unit: str) -> dict[str, Severity]:
    """How urgent each confirmed fault is by its fingerprint; where rubrics differ, the shortest term holds."""
    urgent: dict[str, Severity] = {}
    for judgement, law in judged:
        for found in judgement.findings(unit):
            if found.state is State.CONFIRMED:
                severity = severity_of(found, law.clauses(found))
                known = urgent.get(found.fingerprint, severity)
                urgent[found.fingerprint] = min(known, severity, key=by_urgency().index)
    return urgent


def _rank(found: Finding, held: set[str], feared: set[str]) -> int:
    return 0 if found.fingerprint in held else 1 if found.fingerprint in feared else 2


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


def _open(result: AuditResult, unit: str) -> tuple[OpenMatter, ...]:
    """What the checks could not judge, by check and reason."""
    counted: Counter[tuple[str, str]] = Counter()
    for subject in {each for judgement in result.judgements for each in open_subjects(judgement.outcomes, unit)}:
        counted[subject.check, subject.reason] += 1
    return tuple(
        OpenMatter(label(f"report.check.{check}", result.lang, otherwise=check), reason(why, result.lang), count)
        for (check, why), count in sorted(counted.items())
    )
