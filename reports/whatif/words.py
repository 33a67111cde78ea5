"""Sentences about repairs, terms and warnings, as offices say them."""

from __future__ import annotations

from collections.abc import Collection
from decimal import ROUND_DOWN, Decimal

from config.messages import text
from config.rubric import Rubric
from reports.explain import number, percent
from reports.scorecard import Becoming, Contribution, LimitUse, Outlook, RepairPlan, Scorecard, Veto


def standing(card: Scorecard, lang: str) -> str:
    """The verdict, with the vetoes that make it and the score (without them)."""
    verdict = text(f"standing.{card.verdict.value}", lang)
    vetoes = text("report.whatif.joint", lang).join(veto_words(veto, lang) for veto in card.vetoes)
    if card.vetoes:
        said = text("report.whatif.vetoed", lang, verdict=verdict, vetoes=vetoes)
        if card.without_veto is not None:
            said += text("report.whatif.without-veto", lang, score=number(card.without_veto))
        return said
    if card.score is None or card.score_range is None:
        return verdict
    low, high = (number(end) for end in card.score_range)
    key = "scored" if low == high else "scored-open"
    return text(f"report.whatif.{key}", lang, verdict=verdict, score=number(card.score), low=low, high=high)


def veto_words(veto: Veto, lang: str) -> str:
    """A veto with its count and its limit; one that a person entered has neither."""
    key = "veto" if veto.rule else "veto-entered"
    facts = {"id": veto.indicator, "title": veto.title, "found": veto.found, "limit": veto.limit}
    return text(f"report.whatif.{key}", lang, **facts)


def what_if(card: Scorecard, after: Scorecard, repaired: Collection[str], lang: str) -> str:
    """One sentence: how the unit stands, and how it would stand with these repairs."""
    return text(
        "report.whatif.sentence",
        lang,
        unit=card.unit_name,
        before=standing(card, lang),
        count=len(repaired),
        after=_after(card, after, lang),
    )


def _after(card: Scorecard, after: Scorecard, lang: str) -> str:
    points = after.score if after.score is not None else after.without_veto
    parts = [standing(after, lang) if points is None or after.vetoes else number(points)]
    left = {(veto.indicator, veto.rule) for veto in after.vetoes}
    lifted = [veto for veto in card.vetoes if (veto.indicator, veto.rule) not in left]
    if card.vetoes and not after.vetoes:
        parts.append(text("report.whatif.lifted", lang))
    elif lifted:
        parts.append(text("report.whatif.lifted-some", lang, titles=_listed([veto.title for veto in lifted], lang)))
    if points is not None and not after.vetoes and after.verdict is not card.verdict:
        parts.append(text(f"standing.{after.verdict.value}", lang))
    return text("report.whatif.comma", lang).join(parts)


def assessed_words(card: Scorecard, rubric: Rubric, lang: str) -> str:
    """How much of the base nothing can move any more; empty where there is no score."""
    base, points = rubric.base_points, card.assessed_points
    if not base or points is None:
        return ""
    share = percent((points / base).quantize(Decimal("0.0001"), ROUND_DOWN))
    return text("report.assessed", lang, points=number(points), base=number(base), share=share)


def plan_words(plan: RepairPlan, rubric: Rubric, lang: str) -> str:
    """What the cheapest repairs for a goal are, and what they lead to."""
    marks = {"pass": rubric.pass_mark, "bonus-gate": rubric.bonus_gate}
    mark = marks.get(plan.goal)
    goal = text(f"report.whatif.goal.{plan.goal}", lang, mark="" if mark is None else number(mark))
    if plan.cost is None:
        return text("report.whatif.out-of-reach", lang, goal=goal)
    points = "" if plan.score is None else text("report.whatif.to-score", lang, score=number(plan.score))
    key = "plan" if plan.exact else "plan-greedy"
    verdict = text(f"standing.{plan.verdict.value}", lang)
    return text(f"report.whatif.{key}", lang, goal=goal, count=plan.cost, points=points, verdict=verdict)


def term_words(term: Contribution, lang: str) -> str:
    """What a term of the score is called."""
    name = f"{term.indicator} {term.title}" if term.indicator else text(f"report.whatif.term.{term.kind}", lang)
    return text("report.whatif.weighted", lang, name=name, factor=term.factor) if term.factor else name


def limit_words(use: LimitUse, lang: str) -> str:
    """How much of what a veto permits is used, and what is coming."""
    key = "limit-coming" if use.expected > use.found else "limit"
    share = f"{number(use.share * 100)}%"
    facts = {"id": use.indicator, "title": use.title, "found": use.found, "limit": use.limit, "share": share}
    return text(f"report.whatif.{key}", lang, text=use.text, expected=use.expected, **facts)


def becoming_words(coming: Becoming, lang: str) -> str:
    """A column that will be out of date."""
    key = "becoming" if coming.last_update else "becoming-undated"
    return text(f"report.whatif.{key}", lang, column=coming.column, last=coming.last_update)


def outlook_head(ahead: Outlook, lang: str) -> str:
    """What the early warning says in one line."""
    facts = {"day": ahead.day.isoformat(), "days": ahead.days, "count": len(ahead.becoming)}
    if ahead.vetoes:
        return text("report.whatif.outlook-veto", lang, titles=_listed(list(ahead.vetoes), lang), **facts)
    return text("report.whatif.outlook" if ahead.becoming else "report.whatif.outlook-none", lang, **facts)


def _listed(names: list[str], lang: str) -> str:
    return text("report.list-joint", lang).join(dict.fromkeys(names))
