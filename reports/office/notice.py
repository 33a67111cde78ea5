"""整改通知单: everything that one unit must repair, in groups by the deadline.

No list is cut: what is not written down, nobody repairs.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.office.letter import holds
from reports.office.matters import UnitMatters, cards_of, severity_by_hand
from reports.office.scores import basis, veto_line
from reports.office.visits import unit_name, visit
from reports.office.vocabulary import Group, Letter, Notice
from reports.result import AuditResult


def notice(result: AuditResult, unit: str, matters: UnitMatters, letter: Letter) -> Notice:
    """The notice to the unit with this id."""
    cards = cards_of(result, unit)
    excused = matters.accepted_prints
    vetoes = [
        (veto_line(card, veto, excused, result.lang), bool(veto.findings) and excused.issuperset(veto.findings))
        for _, card in cards
        for veto in card.vetoes
    ]
    return Notice(
        letter=letter,
        unit=unit_name(result, unit),
        visit=visit(result),
        bases=tuple(basis(judgement.rubric) for judgement, _ in cards),
        vetoes=tuple(line for line, accepted in vetoes if not accepted),
        accepted_vetoes=tuple(line for line, accepted in vetoes if accepted),
        groups=tuple(_groups(matters, letter)),
        matters=matters.ordered,
        by_hand=matters.by_hand,
        doubtful=matters.doubtful,
        accepted=matters.accepted,
        open=matters.open,
        unconfirmed=any(card.unconfirmed_used for _, card in cards),
    )


def _groups(matters: UnitMatters, letter: Letter) -> Iterator[Group]:
    """What is to be repaired until the same day, the nearest day first."""
    urgent = list(zip(matters.ordered, matters.severities, strict=True))
    entered = [(item, severity_by_hand(item)) for item in matters.by_hand]
    for deadline in letter.deadlines:
        group = Group(
            deadline,
            tuple(matter for matter, severity in urgent if holds(deadline, severity)),
            tuple(item for item, severity in entered if holds(deadline, severity)),
        )
        if group.matters or group.by_hand:
            yield group
