"""problems.xlsx: the problem list in the inspectors' columns, with summary, indicators and what stayed open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from checks.finding import Finding, State
from config.messages import has_text, text
from crawler.kinds import TargetKind
from reports.clauses import clauses, price
from reports.explain import line_sentence, rule_sentence
from reports.moments import beijing
from reports.result import AuditResult, Judgement
from reports.scorecard import IndicatorLine, Scorecard
from reports.unjudged import open_subjects
from reports.unseen import advice_key, allow_lines
from reports.whatif.words import becoming_words, limit_words, plan_words, term_words
from reports.wording import advice, entered, label, message, outcome_words, problem, reason, remedy, standing_reasons
from reports.xlsx_table import Cell, Column, Table

NAME = "problems.xlsx"

# Headings (keys below `report.sheet.` or `report.`) with their widths in characters.
SUMMARY = {"rubric": 28, "unit": 20, "class": 14, "verdict": 10, "score": 8, "low": 10, "high": 10, "coverage": 10}
SUMMARY |= {"confirmed": 10, "suspected": 10, "veto-count": 10, "as-of": 12, "remark": 60}
PROBLEMS = {"number": 6, "unit": 18, "column-kind": 12, "column-name": 30, "problem-type": 20, "description": 48}
PROBLEMS |= {"parent-url": 40, "problem-url": 40, "link-text": 24, "occurrences": 10, "found-at": 17}
PROBLEMS |= {"indicator": 20, "price": 20, "remedy": 40, "state": 8, "clause": 48, "fingerprint": 18, "rubric": 18}
INDICATORS = {"unit": 18, "rubric": 18, "indicator-id": 8, "indicator": 22, "clause": 48, "points": 8, "lost": 8}
INDICATORS |= {"open-points": 8, "outcome": 12, "arithmetic": 48, "reason": 36, "source": 36, "status": 10}
INDICATORS |= {"earned": 8, "counted": 10}
TERMS = {"unit": 18, "rubric": 18, "indicator-id": 8, "term": 40, "factor": 10, "term-points": 10}
PROSPECTS = {"unit": 18, "rubric": 18, "kind": 12, "prospect": 70, "cost": 10, "where": 50, "prints": 60}
UNJUDGED = {"unit": 18, "check-name": 16, "problem-type": 20, "subject": 40, "where": 40, "reason": 48}
NOT_OBSERVED = {"where": 60, "reason": 40, "advice": 60}
ALLOW_LIST = {"allow-item": 24, "allow-content": 120}

LINKS = frozenset({"parent-url", "problem-url", "where"})
SHARES = frozenset({"coverage"})
TARGET_KINDS = frozenset(kind.value for kind in TargetKind)


def render(result: AuditResult) -> bytes:
    """The workbook's bytes, the same for the same result on every machine."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # XlsxWriter would stamp the present moment; the as-of date keeps two runs alike.
        book.set_properties({"title": result.portal.name, "created": datetime.combine(result.run.as_of, time())})
        for name, headings, rows in (
            ("summary", SUMMARY, _summary(result)),
            ("problems", PROBLEMS, _problems(result)),
            ("indicators", INDICATORS, _indicators(result)),
            ("unjudged", UNJUDGED, _unjudged(result)),
            ("not-observed", NOT_OBSERVED, _not_observed(result)),
            ("terms", TERMS, _terms(result)),
            ("prospects", PROSPECTS, _prospects(result)),
        ):
            _sheet(book, name, headings, list(rows), result.lang)
        allowed = [list[Cell](line) for line in allow_lines(result)]
        if allowed:
            _sheet(book, "allow-list", ALLOW_LIST, allowed, result.lang)
    return buffer.getvalue()


def _sheet(book: Any, name: str, headings: dict[str, int], rows: list[list[Cell]], lang: str) -> None:
    sheet = book.add_worksheet(text(f"report.sheet.{name}", lang))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    columns = [
        Column(_heading(key, lang), width, link=key in LINKS, share=key in SHARES) for key, width in headings.items()
    ]
    Table(book, sheet, columns).write(rows)


def _heading(key: str, lang: str) -> str:
    own = f"report.sheet.{key}"
    return text(own if has_text(own, lang) else f"report.{key}", lang)


def _summary(result: AuditResult) -> Iterator[list[Cell]]:
    for judgement in result.judgements:
        for card in judgement.scorecards:
            states = [found.state for found in judgement.findings(card.unit)]
            low, high = card.score_range or (None, None)
            yield [
                card.rubric_title,
                card.unit_name,
                label(f"report.classes.{card.unit_class}", result.lang),
                text(f"standing.{card.verdict.value}", result.lang),
                card.score,
                low,
                high,
                card.coverage,
                states.count(State.CONFIRMED),
                states.count(State.SUSPECTED),
                len(card.vetoes),
                card.as_of.isoformat(),
                "\n".join(standing_reasons(card, judgement.rubric, result.lang)),
            ]


def _problems(result: AuditResult) -> Iterator[list[Cell]]:
    number = 0
    for judgement in result.judgements:
        for card in judgement.scorecards:
            for found in judgement.findings(card.unit):
                number += 1
                yield _problem(result, judgement, card, found, number)


def _problem(result: AuditResult, judgement: Judgement, card: Scorecard, found: Finding, number: int) -> list[Cell]:
    lang = result.lang
    law = clauses(judgement.rubric, result.unit(card.unit).unit_class, found)
    kind = str(found.facts.get("kind") or "")
    return [
        number,
        card.unit_name,
        "" if kind in TARGET_KINDS else kind,
        found.column or "",
        problem(found.check, found.code, lang),
        message(found, lang),
        found.found_on[0] if found.found_on else "",
        found.url,
        found.text,
        found.found_on_count,
        beijing(result.run.started),
        "\n".join(dict.fromkeys(clause.title for clause in law if clause.title)),
        "\n".join(dict.fromkeys(price(clause, lang) for clause in law)),
        remedy(found, lang),
        text(f"report.states.{found.state.value}", lang),
        "\n".join(clause.text for clause in law),
        found.fingerprint,
        judgement.rubric.id,
    ]


def _indicators(result: AuditResult) -> Iterator[list[Cell]]:
    for judgement in result.judgements:
        for card in judgement.scorecards:
            for line in card.indicators:
                yield [card.unit_name, card.rubric, *_indicator(line, result.lang)]


def _indicator(line: IndicatorLine, lang: str) -> list[Cell]:
    sentences = [rule_sentence(rule, lang) for rule in line.rules]
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


def _terms(result: AuditResult) -> Iterator[list[Cell]]:
    """The terms of every score, and their sum."""
    for judgement in result.judgements:
        for card in judgement.scorecards:
            head = [card.unit_name, card.rubric]
            for term in card.contributions:
                yield [*head, term.indicator, term_words(term, result.lang), term.factor, term.points]
            if card.contributions:
                yield [*head, None, text("report.term-sum", result.lang), None, card.without_veto]


def _prospects(result: AuditResult) -> Iterator[list[Cell]]:
    """The cheapest repairs, how much of what vetoes permit is used, and what becomes overdue."""
    lang = result.lang
    for judgement in result.judgements:
        for card in judgement.scorecards:
            head = [card.unit_name, card.rubric]
            for plan in card.repairs:
                said = plan_words(plan, judgement.rubric, lang)
                yield [*head, text("report.repairs", lang), said, plan.cost, None, "\n".join(plan.findings)]
            if card.outlook:
                warning = [*head, text("report.outlook", lang)]
                for use in card.outlook.limits:
                    yield [*warning, f"{limit_words(use, lang)} {use.text}", None, None, None]
                for coming in card.outlook.becoming:
                    yield [*warning, becoming_words(coming, lang), None, coming.url, coming.fingerprint]


def _unjudged(result: AuditResult) -> Iterator[list[Cell]]:
    names = {unit.id: unit.name for unit in result.units}
    for judgement in result.judgements:
        for item in open_subjects(judgement.outcomes):
            yield [
                names.get(item.unit, item.unit),
                label(f"report.check.{item.check}", result.lang, otherwise=item.check),
                problem(item.check, item.code, result.lang) if item.code else "",
                item.name or item.subject or text("report.whole-check", result.lang),
                item.url,
                reason(item.reason, result.lang),
            ]


def _not_observed(result: AuditResult) -> Iterator[list[Cell]]:
    for item in sorted(result.not_observed, key=lambda item: (item.url, item.reason)):
        yield [item.url, reason(item.reason, result.lang), advice(advice_key(item.reason, result.run), result.lang)]
