"""Which items of an audit wait for a person, and what the sheet says about each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from checks.finding import Finding
from config.messages import text
from config.rubric import Automation, Indicator, Part
from reports.explain import number, rule_sentence
from reports.result import AuditResult, Judgement
from reports.scorecard import IndicatorLine, LineOutcome, Scorecard
from reports.sheet.row import Asks, Key, Lead, ScoreSheet, SheetIdentity, SheetRow
from reports.wording import reason

ASKS = {
    Part.DEDUCTION: Asks.LOST,
    Part.CREDIT: Asks.EARNED,
    Part.BONUS: Asks.EARNED,
    Part.CLAUSE: Asks.FULFILLED,
    Part.VETO: Asks.OCCURRED,
}
WAITING = (LineOutcome.MANUAL, LineOutcome.CANNOT_JUDGE)

LeadsOf = Callable[[Judgement, Scorecard, Indicator, Sequence[Finding]], tuple[Lead, ...]]
"""Where to look for an indicator of a unit, given the findings that count in it."""


def score_sheet(result: AuditResult, leads: LeadsOf | None = None) -> ScoreSheet:
    """The sheet of an audit that nothing was entered in yet: every unit under every rubric of `result`."""
    identity = SheetIdentity(
        run_id=result.run.run_id,
        as_of=result.run.as_of,
        rubrics=tuple((judgement.rubric.id, judgement.rubric_hash) for judgement in result.judgements),
        units=tuple(unit.id for unit in result.units),
    )
    titles = {judgement.rubric.id: judgement.rubric.title for judgement in result.judgements}
    return ScoreSheet(identity, result.portal.name, titles, tuple(_rows(result, leads)))


def by_hand(indicator: Indicator, line: IndicatorLine) -> bool:
    """Whether a person has something to decide in a line. `indicator` is as it stands for the unit's class.

    What no check decides is a person's, and so is what checks suspect and cannot prove. What they only could not see is
    not: that is mended by another crawl, not by an opinion. A line without points of its own draws on what several
    share: what is open there does not show in its `open_points`.
    """
    if line.outcome is LineOutcome.MANUAL:
        return True
    shares = line.points is None and line.outcome is LineOutcome.FAIL
    waits = line.outcome in WAITING or bool(line.open_points) or shares
    return waits and (indicator.decided_by is not Automation.AUTO or bool(line.open_findings))


def _rows(result: AuditResult, leads: LeadsOf | None) -> Iterator[SheetRow]:
    for judgement in result.judgements:
        indicators = {indicator.id: indicator for indicator in judgement.rubric.indicators}
        for card in judgement.scorecards:
            unit_class = result.unit(card.unit).unit_class
            found = {each.fingerprint: each for each in judgement.findings(card.unit)}
            for line in card.indicators:
                indicator = indicators[line.id].for_class(unit_class)
                if by_hand(indicator, line):
                    prints = (*line.findings, *line.open_findings)
                    known = [found[print_] for print_ in prints if print_ in found]
                    given = leads(judgement, card, indicator, known) if leads else ()
                    row = _row(card, indicator, line, given, result.lang)
                    yield row if given or not leads else replace(row, no_leads=_none_found(result, card))


def _none_found(result: AuditResult, card: Scorecard) -> str:
    """That nothing was found, and whether that may be because not everything was seen."""
    gaps = result.run.partial or card.pages_observed < card.pages_known
    return text("sheet.no-leads-gaps" if gaps else "sheet.no-leads", result.lang)


def _row(card: Scorecard, indicator: Indicator, line: IndicatorLine, leads: tuple[Lead, ...], lang: str) -> SheetRow:
    asks = ASKS[indicator.part]
    return SheetRow(
        key=Key(card.rubric, card.unit, line.id),
        unit_name=card.unit_name,
        title=line.title,
        clause=line.clause,
        asks=asks,
        points=line.points,
        most=line.open_points if asks.by_points and line.open_points else None,
        look_at="\n".join(_look_at(indicator, line, lang)),
        seen="\n".join(_seen(line, asks, lang)),
        leads=leads,
    )


def _look_at(indicator: Indicator, line: IndicatorLine, lang: str) -> list[str]:
    """What an assessor looks at: the rubric's words on the indicator and on rules that no check decides; doubts."""
    rules = [rule.look_at for rule in indicator.rules if rule.look_at and not rule.bound]
    doubts = text("sheet.suspected", lang, count=len(line.open_findings)) if line.open_findings else ""
    said = [indicator.look_at, *rules, indicator.manual_reason, reason(line.reason, lang), doubts]
    return list(dict.fromkeys(words for words in said if words))


def _seen(line: IndicatorLine, asks: Asks, lang: str) -> Iterator[str]:
    """What the checks have settled, so that nobody takes it a second time."""
    if not line.rules:
        return
    for rule in line.rules:
        yield text("sheet.seen", lang, rule=rule.text, said=rule_sentence(rule, lang))
    if asks is Asks.LOST and line.lost:
        yield text("sheet.lost-already", lang, points=number(line.lost))
    elif asks is Asks.EARNED and line.earned:
        yield text("sheet.earned-already", lang, points=number(line.earned))
