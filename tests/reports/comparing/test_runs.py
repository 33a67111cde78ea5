"""Two results side by side: which cards are compared, what counts, and files that cannot be read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reports.comparing.record import record
from reports.comparing.results import Results, UnreadableResults, read_results
from reports.comparing.runs import compare
from reports.comparing.terminal import changes_text
from xuncha.cli.output import console


def line(id_: str, outcome: str = "pass", *found: str, **more: Any) -> dict[str, Any]:
    base = {"id": id_, "title": id_, "clause": f"条款{id_}", "points": 5, "lost": 5 * len(found)}
    return base | {"outcome": outcome, "findings": list(found)} | more


def card(rubric: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    base = {"unit": "xian", "unit_name": "小县", "rubric": rubric, "verdict": "qualified", "vetoes": []}
    return base | {"score": 90, "score_range": [80, 100], "coverage": 1, "indicators": list(lines)} | more


def finding(name: str, state: str = "confirmed", rubrics: tuple[str, ...] = ("r",)) -> dict[str, Any]:
    place = {"unit": "xian", "column": None, "url": f"http://x.example/{name}", "fingerprint": name}
    return {"check": "stale-home", "code": "stale", "state": state, "rubrics": list(rubrics)} | place


def files(cards: list[dict[str, Any]], lines: list[dict[str, Any]], hash_: str = "1", **more: Any) -> dict[str, bytes]:
    rubrics = [{"id": name, "title": name, "hash": hash_} for name in dict.fromkeys(each["rubric"] for each in cards)]
    run = {"as_of": "2026-06-30", "judged": "2026-07-01T08:00:00+00:00", "tool_version": "1", "rubrics": rubrics} | more
    return {
        "run.json": json.dumps(run).encode(),
        "scorecard.json": json.dumps(cards).encode(),
        "findings.jsonl": "".join(json.dumps(each) + "\n" for each in lines).encode(),
    }


def results(*cards: dict[str, Any], lines: tuple[dict[str, Any], ...] = (), **more: Any) -> Results:
    return read_results(files(list(cards), list(lines), **more))


def test_the_same_results_differ_in_nothing() -> None:
    one = results(card("r", line("a", "fail", "f")), lines=(finding("f"),))
    later = results(card("r", line("a", "fail", "f")), lines=(finding("f"),), judged="2026-08-01T08:00:00+00:00")
    assert one.same_as(later)
    assert compare(one, later).empty


def test_scores_outcomes_and_findings() -> None:
    veto = {"text": "首页不更新", "title": "首页", "found": 1, "limit": 1}
    before = results(
        card("r", line("a", "fail", "f", "g"), line("b")), lines=(finding("f"), finding("g"), finding("h", "suspected"))
    )
    after = results(
        card("r", line("a", "fail", "f"), line("b", "fail", "n"), score=85, vetoes=[veto]),
        lines=(finding("f"), finding("g"), finding("h"), finding("n")),
        hash_="2",
    )
    changes = compare(before, after)
    (changed,) = changes.cards
    assert (changes.rubrics_changed, changed.marks) == (("r",), {"score": (90, 85)})
    assert (changed.vetoes_raised, changed.vetoes_lifted) == ((veto,), ())
    assert [change.after["id"] for change in changed.indicators if change.after] == ["a", "b"]
    told = {each["fingerprint"]: each for each in record(changes)["cards"][0]["findings"]}
    assert {name: (each["counted"], each["counts"]) for name, each in told.items()} == {
        "g": (True, False),
        "h": (False, False),
        "n": (False, True),
    }
    assert (told["h"]["state_before"], told["h"]["state_after"]) == ("suspected", "confirmed")
    assert told["n"]["state_before"] is None


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (("r",), ("s",), [("r", "s")]),
        (("r", "s"), ("r", "t"), [("s", "t")]),
        (("r", "s"), ("t",), [(None, "t"), ("r", None), ("s", None)]),
        (("r",), ("r", "s", "t"), [(None, "s"), (None, "t")]),
    ],
)
def test_which_cards_are_compared(
    old: tuple[str, ...], new: tuple[str, ...], pairs: list[tuple[str | None, str | None]]
) -> None:
    changes = compare(results(*map(card, old)), results(*map(card, new)))
    found = [(each.before and each.before["rubric"], each.after and each.after["rubric"]) for each in changes.cards]
    assert found == pairs


def test_people_are_told_a_part_and_machines_everything(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"f{number:02}" for number in range(30)]
    before, after = results(card("r", line("a"))), results(card("r", line("a")), lines=tuple(map(finding, names)))
    changes = compare(before, after)
    console().print(changes_text(changes, "zh"), soft_wrap=True)
    printed = capsys.readouterr().out
    assert "新出现的问题 30 个" in printed and "另有 10 个" in printed and "f19" in printed and "f20" not in printed
    assert len(record(changes)["cards"][0]["findings"]) == 30


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("run.json", None, "run.json: the file is missing"),
        ("scorecard.json", b"[{]", "scorecard.json"),
        ("scorecard.json", b'[{"unit": "xian"}]', "unit_name"),
        ("scorecard.json", b"3", "another form"),
        ("findings.jsonl", b"\xff\n", "findings.jsonl:1"),
        ("findings.jsonl", b'{"unit": 3}\n', "check"),
        ("run.json", b'{"as_of": 3}', "judged"),
    ],
)
def test_files_that_cannot_be_read(name: str, content: bytes | None, says: str) -> None:
    given = files([card("r")], [finding("f")]) | ({} if content is None else {name: content})
    if content is None:
        del given[name]
    with pytest.raises(UnreadableResults, match=says):
        read_results(given)
