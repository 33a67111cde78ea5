"""单位评估报告: how one unit stands under every rubric, why, and what to do about it."""

from __future__ import annotations

from reports.office.faults import charged
from reports.office.kinds import by_kind
from reports.office.matters import UnitMatters, cards_of
from reports.office.scores import card_words
from reports.office.visits import unit_name, visit
from reports.office.vocabulary import Assessment, Letter
from reports.result import AuditResult


def assessment(result: AuditResult, unit: str, matters: UnitMatters, letter: Letter) -> Assessment:
    """The report on the unit with this id."""
    lang = result.lang
    cards = cards_of(result, unit)
    return Assessment(
        letter=letter,
        noticed=matters.wanting,
        unit=unit_name(result, unit),
        visit=visit(result),
        cards=tuple(card_words(judgement, card, matters, lang) for judgement, card in cards),
        kinds=by_kind(charged(result.portal, matters.found), lang),
        by_hand=matters.by_hand,
        doubtful=by_kind(charged(result.portal, matters.suspected), lang),
        accepted=matters.accepted,
        open=matters.open,
        unconfirmed=any(card.unconfirmed_used for _, card in cards),
    )
