"""Topics named in titles, paths and texts."""

from __future__ import annotations

from typing import Any

from checks.disclosure.topic_words import TopicMatcher
from config.topic import Topic


def topic(id_: str, *names: str, **more: Any) -> Topic:
    told = {"applies_to": ["portal"], "clause": "条", "source": "源", "status": "confirmed", "title": id_}
    return Topic.model_validate({"id": id_, "names": names, **told, **more})


def test_words_that_overlap_are_all_found() -> None:
    matcher = TopicMatcher([topic("a", "乡村振兴"), topic("b", "振兴产业")])
    assert matcher.in_title("推进乡村振兴产业发展") == {0, 1}


def test_blanks_and_width_do_not_matter_in_titles() -> None:
    assert TopicMatcher([topic("a", "VOCs治理")]).in_title("ＶＯＣｓ 治理") == {0}


def test_an_exclusion_rules_out_its_own_topic_only() -> None:
    matcher = TopicMatcher([topic("a", "教育", excludes=["主题教育"]), topic("b", "教育")])
    assert matcher.in_title("主题教育动员会") == {1}


def test_texts_are_searched_for_named_projects_only() -> None:
    matcher = TopicMatcher([topic("a", "青苗桥"), topic("b", "青苗桥", in_text=True)])
    assert matcher.in_text("青苗桥片区开工") == {1}
    assert TopicMatcher([topic("a", "青苗桥")]).in_text("青苗桥") == frozenset()


def test_aspects_are_bits_in_order() -> None:
    matcher = TopicMatcher(
        [topic("a", "桥", aspects=[{"title": "进展", "names": ["进展"]}, {"title": "资金", "names": ["资金"]}])]
    )
    assert matcher.aspects_in([0], "资金到位") == {0: 2}
    assert matcher.aspects_in([0], "资金到位", "进展顺利") == {0: 3}
    assert matcher.aspects_in([], "资金到位") == {}
