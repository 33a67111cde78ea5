"""What every shipped rubric binds to exists: items, kinds of columns, shared names."""

from __future__ import annotations

from typing import Any

import pytest

from config.item_words import item_words
from config.lexicon import column_kinds
from config.mandated import MandatedItem
from config.rubric import Rubric
from config.rubrics import load_rubric, rubric_ids


def written_items(rubric: Rubric) -> list[dict[str, Any]]:
    mandated = rubric.checks.get("mandated-item")
    return list(mandated.values.get("items", ())) if mandated else []


def written_topics(rubric: Rubric) -> list[dict[str, Any]]:
    covered = rubric.checks.get("topic-coverage")
    return list(covered.values.get("topics", ())) if covered else []


@pytest.mark.parametrize("rubric_id", rubric_ids())
def test_rules_count_items_and_kinds_that_exist(rubric_id: str) -> None:
    rubric = load_rubric(rubric_id)
    items = {MandatedItem.model_validate(item).id for item in written_items(rubric)}
    windows = rubric.checks["stale-column"].values["windows"] if "stale-column" in rubric.checks else {}
    assert set(windows) <= set(column_kinds().names)
    topics = {topic["id"] for topic in written_topics(rubric)}
    for _, counted in rubric.bindings():
        if counted.check == "mandated-item":
            assert set(counted.where.get("item", ())) <= items
        if counted.check == "topic-coverage":
            assert set(counted.where.get("item", ())) <= topics
        if counted.check == "stale-column":
            assert set(counted.where.get("kind", ())) <= set(windows)


def test_an_item_goes_by_the_shared_names_in_every_rubric() -> None:
    """The same `facts.item` is the same thing everywhere, so findings of two rubrics can be compared."""
    entries = item_words().entries
    for rubric_id in rubric_ids():
        for item in map(MandatedItem.model_validate, written_items(load_rubric(rubric_id))):
            shared = entries.get(item.id)
            for field in ("names", "patterns", "excludes") if shared else ():
                lacking = set(getattr(shared, field)) - set(getattr(item, field))
                assert not lacking, f"{rubric_id}, {item.id}: write `words: {item.id}` ({field} lack {lacking})"


def test_all_shared_names_are_used() -> None:
    used: set[str] = set()

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            used.update({node["words"]} if isinstance(node.get("words"), str) else ())
            node = list(node.values())
        if isinstance(node, list | tuple):
            for part in node:
                collect(part)

    for rubric_id in rubric_ids():
        collect(written_items(load_rubric(rubric_id)))
    assert used == set(item_words().entries)


def test_a_clause_of_the_law_is_as_sure_in_one_rubric_as_in_another() -> None:
    sure: dict[str, dict[str, set[str]]] = {}
    for rubric_id in ("national-2019", "regulation-2019"):
        for item in map(MandatedItem.model_validate, written_items(load_rubric(rubric_id))):
            sure.setdefault(item.clause, {}).setdefault(item.status.value, set()).add(rubric_id)
    assert {clause: said for clause, said in sure.items() if len(said) > 1} == {}
