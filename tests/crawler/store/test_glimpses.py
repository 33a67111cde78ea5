"""Glimpses in the crawl file: kept with the answer, replaced with it, unknown to older files."""

from __future__ import annotations

from pathlib import Path

from crawler.facts import Glimpse
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl
from crawler.store.writer import CrawlStore
from tests.builders import answer, crawl_file, home, portal

FAR = "http://far.example.cn/"
SEEN = Glimpse("题", "标", "站", "述", "zh", "文\n字", ("a.example", "b.example"), 3, complete=False)


def test_a_glimpse_comes_back_as_it_went(tmp_path: Path) -> None:
    other = Glimpse(title="half \ud83d pair")
    answers = {FAR: answer(), f"{FAR}2": answer(), f"{FAR}3": answer()}
    path = crawl_file(tmp_path / "c.sqlite", [home()], answers=answers, glimpses={f"{FAR}2": other, FAR: SEEN})
    with Crawl.open(path) as crawl:
        found = crawl.glimpses()
    assert found == {FAR: SEEN, f"{FAR}2": Glimpse(title="half ? pair")}


def test_a_later_answer_takes_the_place_of_the_glimpse_too(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    described = {"portal": portal().model_dump(mode="json", by_alias=True)}
    with CrawlStore.create(path, described) as store:
        store.record_answer(FAR, answer(), SEEN)
        store.record_answer(f"{FAR}2", answer(), SEEN)
        store.record_answer(FAR, answer(), Glimpse(title="新"))
        store.record_answer(f"{FAR}2", answer(AnswerKind.UNSTABLE_HOST, status=None))
    with Crawl.open(path) as crawl:
        assert crawl.glimpses() == {FAR: Glimpse(title="新")}
