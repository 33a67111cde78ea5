"""How units stand under their rubrics, in words."""

from __future__ import annotations

from collections.abc import Container, Iterator, Set

from checks.finding import State
from config.messages import text
from config.rubric import Part, Rubric
from reports.explain import line_sentence, number, percent, rule_sentence
from reports.office.matters import UnitMatters
from reports.office.vocabulary import Basis, Card, Line, Standing, VetoLine
from reports.result import Judgement
from reports.scorecard import IndicatorLine, LineOutcome, Scorecard, Veto
from reports.whatif.words import becoming_words, limit_words, outlook_head, plan_words
from reports.wording import entered, label, outcome_words, reason, standing_reasons


def basis(rubric: Rubric) -> Basis:
    """The document that a unit is judged by."""
    return Basis(rubric.title, rubric.document_number or "", rubric.issuer)


def standing(judgement: Judgement, card: Scorecard, aside: Container[str], lang: str) -> Standing:
    """One unit's row in a table of results. Findings with the fingerprints `aside` are not counted: they are accepted,
    or suspected and decided."""
    states = [found.state for found in judgement.findings(card.unit) if found.fingerprint not in aside]
    return Standing(
        unit=card.unit_name,
        kind=label(f"report.classes.{card.unit_class}", lang),
        rubric=card.rubric_title,
        verdict=text(f"standing.{card.verdict.value}", lang),
        score=text("report.no-score", lang) if card.score is None else number(card.score),
        range=_range(card, lang),
        coverage=percent(card.coverage),
        confirmed=states.count(State.CONFIRMED),
        suspected=states.count(State.SUSPECTED),
        vetoes=len(card.vetoes),
        remark="\n".join(standing_reasons(card, judgement.rubric, lang)),
    )


def card_words(judgement: Judgement, card: Scorecard, matters: UnitMatters, lang: str) -> Card:
    """A whole scorecard of the unit that `matters` are of."""
    rubric, excused = judgement.rubric, matters.accepted_prints
    passed = [line.title for line in card.indicators if _good(line)]
    return Card(
        basis=basis(rubric),
        standing=standing(judgement, card, matters.aside, lang),
        reasons=tuple(standing_reasons(card, rubric, lang)),
        vetoes=tuple(veto_line(card, veto, excused, lang) for veto in card.vetoes),
        open_vetoes=tuple(veto_line(card, veto, excused, lang) for veto in card.open_vetoes),
        lines=tuple(_line(line, lang) for line in card.indicators if line.outcome is not LineOutcome.NOT_APPLICABLE),
        good=text("report.list-joint", lang).join(dict.fromkeys(passed)),
        unconfirmed=card.unconfirmed_used,
        plans=tuple(plan_words(plan, rubric, lang) for plan in card.repairs),
        outlook=tuple(_outlook(card, lang)),
    )


def veto_line(card: Scorecard, veto: Veto, excused: Set[str], lang: str) -> VetoLine:
    """A veto of a unit that holds or is not ruled out; problems that are accepted make it no less."""
    key = "report.veto-count" if veto.rule else "office.word.veto-entered"
    accepted = len(excused & {*veto.findings})
    return VetoLine(
        unit=card.unit_name,
        rubric=card.rubric_title,
        indicator=veto.indicator,
        title=veto.title,
        text=veto.text,
        count="" if veto.open and not veto.rule else text(key, lang, found=veto.found, limit=veto.limit),
        reason=reason(veto.reason, lang),
        remark=text("office.word.veto-accepted", lang, count=accepted) if accepted else "",
    )


def _good(line: IndicatorLine) -> bool:
    """Whether everything about the line is looked at and nothing was found."""
    return line.outcome is LineOutcome.PASS and not (line.findings or line.open_findings or line.open_points)


def _line(line: IndicatorLine, lang: str) -> Line:
    sentences = [rule_sentence(rule, lang, decided=line.entered is not None) for rule in line.rules]
    whole = line_sentence(line, lang)
    why = [*sentences, whole, entered(line, lang) or reason(line.reason, lang)]
    return Line(
        id=line.id,
        part=label(f"report.part.{line.part}", lang),
        group=line.group,
        title=line.title,
        clause=line.clause,
        points="" if line.points is None else number(line.points),
        result=_result(line, lang),
        outcome=outcome_words(line, lang),
        why="\n".join(dict.fromkeys(part for part in why if part)),
    )


def _result(line: IndicatorLine, lang: str) -> str:
    """What the line came to: points lost or earned; nothing where it has none or nobody knows yet."""
    if line.part in (Part.VETO.value, Part.CLAUSE.value):
        return ""
    still_open = line.outcome in (LineOutcome.MANUAL, LineOutcome.CANNOT_JUDGE)
    if still_open and not (line.earned or line.lost):
        return ""
    if line.earned is not None:
        return number(line.earned)
    return text("office.word.lost", lang, points=number(line.lost)) if line.lost else "0"


def _range(card: Scorecard, lang: str) -> str:
    if card.score_range is None:
        return ""
    low, high = (number(end) for end in card.score_range)
    return low if low == high else text("report.between", lang, low=low, high=high)


def _outlook(card: Scorecard, lang: str) -> Iterator[str]:
    if card.outlook is None:
        return
    if card.outlook.becoming:
        yield outlook_head(card.outlook, lang)
        yield from (becoming_words(coming, lang) for coming in card.outlook.becoming)
    yield from (limit_words(use, lang) for use in card.outlook.limits)
