"""Letters speak to those who are audited: no file, command or setting of the auditors' program stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import reports.office
from config.messages import LANGUAGES, catalogue
from config.office import office
from config.registry import UnitClass
from config.rubric import Rubric
from config.rubrics import load_rubric, rubric_ids
from tests.reports.county import audit
from tests.reports.office.word import made, words

FAMILIES = ("finding.", "reason.", "answer.", "standing.", "report.", "office.", "rule.", "indicator.", "formula.")
"""What letters are made of (`reports.wording`, `reports.explain`, `reports.whatif.words`, the templates)."""
FOR_OTHERS = (
    "report.allow.",
    "report.check-parameters",
    "report.column.",
    "report.count-more",
    "report.fact.",
    "report.fingerprint",
    "report.guide.",
    "report.ledger.",
    "report.not-observed-more",
    "report.page.",
    "report.recognised-more",
    "report.run.",
    "report.sheet.",
    "report.terminal.",
    "report.traps",
    "office.said.",
    "office.variable.",
    "office.variables.",
)
"""Of these families, what only stands in the reports of a run, on the terminal, or beside the templates."""


def printed(lang: str) -> dict[str, str]:
    """The texts that a letter can print, without the marks of templates.

    Advice is for those who audit: no module of the room asks for it.
    """
    return {
        key: re.sub(r"{{.*?}}|{%.*?%}", "", said)
        for key, said in catalogue(lang).items()
        if key.startswith(FAMILIES) and not key.startswith(FOR_OTHERS) and not key.endswith("-advice")
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_a_letter_holds_an_inside_word(lang: str) -> None:
    texts = printed(lang)
    assert len(texts) > 1000
    assert {key: word for key, said in texts.items() if (word := office().inside_words.found_in(said))} == {}


def test_the_room_prints_no_advice() -> None:
    modules = Path(reports.office.__file__).parent.glob("*.py")
    said = {path.name: path.read_text(encoding="utf-8") for path in modules}
    assert "matters.py" in said
    assert [name for name, source in said.items() if re.search(r"\badvice\b|-advice|\bnotices\(", source)] == []


@pytest.mark.parametrize("rubric", rubric_ids())
def test_no_words_of_a_rubric_that_letters_repeat_hold_one(rubric: str) -> None:
    told = [*_told(load_rubric(rubric))]
    assert told
    assert [said for said in told if office().inside_words.found_in(said)] == []


def _told(rubric: Rubric) -> Iterator[str]:
    yield from (rubric.title, rubric.issuer, rubric.document_number or "")
    for indicator in rubric.indicators:
        for each in (indicator, *(indicator.for_class(kind) for kind in UnitClass)):
            yield from (each.title, each.clause, each.manual_reason or "", rubric.heading(each))
            yield from (rule.text for rule in each.rules)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("用xuncha watch监测", "xuncha"),
        ("请改用较早的日期（--as-of）", "--a"),
        ("见整改通知单和 problems.xlsx。", ".xlsx"),
        ("已在登记文件中列为免检", "登记文件"),
        ("链接目标不存在（2024—2025年）", ""),
        ("全国行政区划信息见 https://a.example/index.html/", ""),
    ],
)
def test_what_an_inside_word_is(said: str, word: str) -> None:
    assert office().inside_words.found_in(said) == word


def test_no_letter_of_the_county_holds_one() -> None:
    for lang in LANGUAGES:
        for name, content in made(audit(lang)).items():
            said = re.sub(r"(https?|file|javascript):\S+", "", words(content))
            assert office().inside_words.found_in(said) == "", name
