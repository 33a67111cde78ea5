"""Which addresses a text names: those a reader would click on, in Chinese sentences too."""

from __future__ import annotations

import pytest

from reports.evidence.basis import addresses

HERE = "http://portal.example/tz/t1.html"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        (HERE, [HERE]),
        (f"{HERE}#top", [HERE]),
        (
            f"见{HERE}。另见{HERE}?a=1，以及“{HERE}?b=2”（{HERE}?c=3）；",
            [f"{HERE}{end}" for end in ("", "?a=1", "?b=2", "?c=3")],
        ),
        (f"《{HERE}》、{HERE}：无", [HERE, HERE]),
        (f"{HERE}……", [HERE]),
        (f"see {HERE}. Or {HERE}, or {HERE}?", [HERE] * 3),
        ("http://portal.example/a.", ["http://portal.example/a."]),
        ("http://portal.example/关于/通知.html", ["http://portal.example/关于/通知.html"]),
        ({"b": [f"{HERE}，"], "a": {"c": (HERE, 7, None)}}, [HERE, HERE]),
        ("没有网址", []),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(said: object, named: list[str]) -> None:
    assert list(addresses(said)) == named
