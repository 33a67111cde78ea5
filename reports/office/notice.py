"""整改通知单: everything that one unit must repair, with the deadline.

No list is cut: what is not written down, nobody repairs.
"""

from __future__ import annotations

from reports.office.matters import UnitMatters, cards_of
from reports.office.scores import basis, veto_line
from reports.office.visits import unit_name, visit
from reports.office.vocabulary import Letter, Notice
from reports.result import AuditResult


def notice(result: AuditResult, unit: str, matters: UnitMatters, letter: Letter) -> Notice:
    """The notice to the unit with this id."""
    cards = cards_of(result, unit)
    return Notice(
        letter=letter,
        unit=unit_name(result, unit),
        visit=visit(result),
        bases=tuple(basis(judgement.rubric) for judgement, _ in cards),
        vetoes=tuple(veto_line(card, veto, result.lang) for _, card in cards for veto in card.vetoes),
        matters=matters.ordered,
        by_hand=matters.by_hand,
        doubtful=matters.doubtful,
        accepted=matters.accepted,
        open=matters.open,
        unconfirmed=any(card.unconfirmed_used for _, card in cards),
    )
