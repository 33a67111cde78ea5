"""The rows of the other sheets: indicators, terms of the score, prospects, and what was not judged or not seen."""

from __future__ import annotations

from collections.abc import Iterator

from config.messages import text
from reports.column_list import column_lines, kind_words, result_words
from reports.explain import line_sentence, rule_sentence
from reports.result import AuditResult
from reports.scorecard import IndicatorLine
from reports.unjudged import open_subjects
from reports.unseen import advice_key
from reports.whatif.words import becoming_words, limit_words, plan_words, term_words
from reports.wording import advice, entered, label, outcome_words, problem, reason
from reports.workbook.unit_names import unit_names
from reports.xlsx_table import Cell

# Headings (keys below `report.sheet.` or `report.`) with their widths in characters.
INDICATORS = {"unit": 18, "rubric": 18, "indicator-id": 8, "indicator": 22, "clause": 48, "points": 8, "lost": 8}
INDICATORS |= {"open-points": 8, "outcome": 12, "arithmetic": 48, "reason": 36, "source": 36, "status": 10}
INDICATORS |= {"earned": 8, "counted": 10}
TERMS = {"unit": 18, "rubric": 18, "indicator-id": 8, "term": 40, "factor": 10, "term-points": 10}
PROSPECTS = {"unit": 18, "rubric": 18, "kind": 12, "prospect": 70, "cost": 10, "where": 50, "prints": 60}
UNJUDGED = {"unit": 18, "check-name": 16, "problem-type": 20, "subject": 40, "where": 40, "reason": 48}
COLUMNS = {"unit": 18, "rubric": 18, "column-path": 40, "column-kind": 14, "column.kind-basis": 14, "column.items": 8}
COLUMNS |= {"column.last-update": 12, "limit-days": 10, "column.result": 40, "where": 50}
NOT_OBSERVED = {"where": 60, "reason": 40, "advice": 60}
ALLOW_LIST = {"allow-item": 24, "allow-content": 120}


def indicators(result: AuditResult) -> Iterator[list[Cell]]:
    """Every indicator of every unit with its arithmetic."""
    names = unit_names(result.units)
    for judgement in result.judgements:
        for card in judgement.scorecards:
            for line in card.indicators:
                yield [names[card.unit], card.rubric, *_indicator(line, result.lang)]


def _indicator(line: IndicatorLine, lang: str) -> list[Cell]:
    sentences = [rule_sentence(rule, lang, decided=line.entered is not None) for rule in line.rules]
    whole = line_sentence(line, lang)
    return [
        line.id,
        line.title,
        line.clause,
        line.points,
        line.lost,
        line.open_points,
        outcome_words(line, lang),
        "\n".join([*sentences, whole] if whole else sentences),
        entered(line, lang) or reason(line.reason, lang),
        line.source,
        text(f"report.statuses.{line.status}", lang),
        line.earned,
        line.counted,
    ]


def terms(result: AuditResult) -> Iterator[list[Cell]]:
    """The terms of every score, and their sum."""
    names = unit_names(result.units)
    for judgement in result.judgements:
        for card in judgement.scorecards:
            head = [names[card.unit], card.rubric]
            for term in card.contributions:
                yield [*head, term.indicator, term_words(term, result.lang), term.factor, term.points]
            if card.contributions:
                yield [*head, None, text("report.term-sum", result.lang), None, card.without_veto]


def prospects(result: AuditResult) -> Iterator[list[Cell]]:
    """The cheapest repairs, how much of what vetoes permit is used, and what becomes overdue."""
    lang = result.lang
    names = unit_names(result.units)
    for judgement in result.judgements:
        for card in judgement.scorecards:
            head = [names[card.unit], card.rubric]
            for plan in card.repairs:
                said = plan_words(plan, judgement.rubric, lang)
                yield [*head, text("report.repairs", lang), said, plan.cost, None, "\n".join(plan.findings)]
            if card.outlook:
                warning = [*head, text("report.outlook", lang)]
                for use in card.outlook.limits:
                    yield [*warning, f"{limit_words(use, lang)} {use.text}", None, None, None]
                for coming in card.outlook.becoming:
                    yield [*warning, becoming_words(coming, lang), None, coming.url, coming.fingerprint]


def unjudged(result: AuditResult) -> Iterator[list[Cell]]:
    """What the checks could not judge, all of it, once whatever the number of rubrics that ask for it."""
    names = unit_names(result.units)
    for item in sorted({each for judgement in result.judgements for each in open_subjects(judgement.outcomes)}):
        yield [
            names.get(item.unit, item.unit),
            label(f"report.check.{item.check}", result.lang, otherwise=item.check),
            problem(item.check, item.code, result.lang) if item.code else "",
            item.name or item.subject or text("report.whole-check", result.lang),
            item.url,
            reason(item.reason, result.lang),
        ]


def columns(result: AuditResult) -> Iterator[list[Cell]]:
    """Every column as it was taken; what several rubrics take alike is one row that names them all."""
    names = unit_names(result.units)
    rubrics: dict[tuple[Cell, ...], list[str]] = {}
    for judgement in result.judgements:
        for line in column_lines(judgement):
            taken = line.taken
            told = (taken.path, taken.kind, kind_words(taken, result.lang), taken.items, taken.last_update)
            came = (taken.limit_days, result_words(line, result.lang), taken.url)
            rubrics.setdefault((names.get(line.unit, line.unit), *told, *came), []).append(judgement.rubric.id)
    for (unit, *rest), ids in rubrics.items():
        yield [unit, text("report.list-joint", result.lang).join(ids), *rest]


def not_observed(result: AuditResult) -> Iterator[list[Cell]]:
    """Every address that could not be observed, with its reason and what to do."""
    for item in sorted(result.not_observed, key=lambda item: (item.url, item.reason)):
        yield [item.url, reason(item.reason, result.lang), advice(advice_key(item.reason, result.run), result.lang)]
