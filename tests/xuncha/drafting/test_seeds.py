"""The four work plans: every quantity and deadline of the check-list is read, each at its clause, with its values.

The plans lie outside the project (they are their issuers' texts) and are read where they are.
"""

from __future__ import annotations

from typing import Any

import click
import pytest

from config.plan_language import PhraseKind
from tests.xuncha.drafting.measure import LOUD, SEEDS, Score, bare, is_read, load, touches
from xuncha.drafting.draft import Draft, draft_plan
from xuncha.drafting.due import due_day
from xuncha.drafting.phrases import Phrase

TRUTH: dict[str, Any] = load("seed_truth.yaml")


@pytest.fixture(scope="module", params=TRUTH)
def plan(request: pytest.FixtureRequest) -> tuple[str, Draft]:
    return request.param, draft_plan(SEEDS / f"{request.param}.txt")


def by_clause(draft: Draft) -> dict[str, list[Phrase]]:
    read: dict[str, list[Phrase]] = {}
    for each in draft.clauses:
        read.setdefault(each.clause.number, []).extend(p for sentence in each.sentences for p in sentence.phrases)
    return read


def test_every_quantity_and_deadline_is_read(plan: tuple[str, Draft], capsys: pytest.CaptureFixture[str]) -> None:
    name, draft = plan
    truth, read = TRUTH[name], by_clause(draft)
    score = Score(expected=len(truth["phrases"]))
    for clause, quote, kind, values in truth["phrases"]:
        if is_read(read.get(clause, ()), quote, kind, values):
            score.found += 1
        else:
            score.missed.append(f"{clause} {quote}")
    known = [entry[1] for entry in truth["phrases"]] + truth.get("also", [])
    loud = [phrase for phrases in read.values() for phrase in phrases if phrase.kind.value in LOUD]
    score.read = len(loud)
    score.wrong = [phrase.text for phrase in loud if not touches(phrase, known)]
    with capsys.disabled():
        click.echo(f"\n{name}: {score} {score.wrong or ''}")
    assert score.missed == []
    assert len(score.wrong) <= len(truth.get("wrong", []))


def test_quotes_of_the_truth_stand_in_the_text(plan: tuple[str, Draft]) -> None:
    name, draft = plan
    texts = {each.clause.number: bare(each.clause.text) for each in draft.clauses}
    assert [entry for entry in TRUTH[name]["phrases"] if bare(entry[1]) not in texts[entry[0]]] == []


def test_places_lead_back_into_the_text(plan: tuple[str, Draft]) -> None:
    _, draft = plan
    text = draft.document.text
    for each in draft.clauses:
        assert text[each.clause.start :].startswith(each.clause.text)
        for sentence in each.sentences:
            assert text[sentence.start :].startswith(sentence.text)
            assert all(text[phrase.start : phrase.end] == phrase.text for phrase in sentence.phrases)
            assert all(text[unit.start : unit.end] == unit.text for unit in sentence.units)


def test_clauses_quote_the_file(plan: tuple[str, Draft]) -> None:
    """Each clause stands in the file word for word, but for line breaks and lines that were told apart as noise."""
    name, draft = plan
    source = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    for line in draft.document.noise:
        source = source.replace(line.text, "")
    whole = bare(source)
    for each in draft.clauses:
        for paragraph in each.clause.text.split("\n"):
            assert bare(paragraph) in whole
    for row in draft.rows:
        assert bare(row.row.text) in whole


def test_annex_rows(plan: tuple[str, Draft]) -> None:
    name, draft = plan
    assert [row.row.number for row in draft.rows] == (list(range(1, 50)) if name == "pingyin-2023" else [])
    rows = {row.row.number: row for row in draft.rows}
    for number, (units, due) in TRUTH[name].get("rows", {}).items():
        row = rows[number]
        assert bare(row.row.units).startswith(units), number
        assert row.deadline is not None
        if due == "lasting":
            assert row.deadline.kind is PhraseKind.ONGOING
        else:
            assert due_day(row.deadline, draft.title.year) == due, number
    assert all(row.clause for row in draft.rows)


def test_requirements_of_the_check_list_are_suggested(
    plan: tuple[str, Draft], capsys: pytest.CaptureFixture[str]
) -> None:
    name, draft = plan
    suggested = {
        each.clause.number: {hint.requirement for sentence in each.sentences for hint in sentence.hints}
        for each in draft.clauses
    }
    wanted = {clause: set(ids.split()) for clause, ids in TRUTH[name]["requirements"].items()}
    missing = {clause: ids - suggested[clause] for clause, ids in wanted.items() if ids - suggested[clause]}
    total = sum(map(len, wanted.values()))
    lost = sum(map(len, missing.values()))
    beyond = sum(len(suggested[clause] - ids) for clause, ids in wanted.items())
    with capsys.disabled():
        click.echo(f"\n{name}: requirements {total - lost}/{total} suggested, {beyond} beyond the check-list")
    assert lost / total <= 0.05, missing
