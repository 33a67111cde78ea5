"""Pieces of a page made of facts and evidence, whatever a check has put into them."""

from __future__ import annotations

import pytest

from reports.page.nodes import Nodes
from reports.page.texts import Texts


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([{"a": 1}, {"b": 2}], "r"),
        ([{"a": 1}, "text"], "l"),
        (["text", {"a": 1}], "l"),
        ([], "l"),
        ({"a": [{"b": 1}, None]}, "d"),
    ],
)
def test_a_table_is_made_of_mappings_alone(value: object, kind: str) -> None:
    made = Nodes(Texts(), "zh").tree(value)
    assert isinstance(made, list) and made[0] == kind
