"""What must hold for any article page: nothing raises, nothing is invented, values stand on the page."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.article_words import article_fields
from crawler.facts import ArticleFacts, Found, FoundEmpty
from crawler.reading.articles.article import read_article
from crawler.reading.articles.fields import read_fields
from crawler.reading.limits import LONGEST_TEXT
from crawler.reading.page import Page
from crawler.reading.text.dates import find_dates
from crawler.urlforms import url_date

LABELS = st.sampled_from(article_fields().labels.all)
NUMBERS = st.sampled_from(
    ["0531-87654321", "13820260528", "某政办发〔2026〕5号", "2026.5.28万元", "370124/2026-05-28", "3-5号", "20260528"]
)
VALUES = st.one_of(
    st.sampled_from(["县水务局", "张三", "有效", "—", "", "2026-05-28", "2026年5月20日", "各乡镇人民政府：", "null"]),
    NUMBERS,
    st.text(alphabet="县局张三0123456789-〔〕年月日：:（）[]【】|　 。，", max_size=20),
)
TAGS = st.sampled_from(
    [
        "{label}：{value}",
        "<p>{label}：{value}</p>",
        "<p><b>{label}</b><span>{value}</span></p>",
        "<tr><td>{label}</td><td>{value}</td></tr>",
        "<table><tr><td>{label}：</td><td>{value}</td><td>{label}</td></table>",
        "<dl><dt>{label}</dt><dd>{value}</dd></dl>",
        "<li>【{label}】{value}",
        "<div><div>{label}</div><div>{value}</div></div>",
        "<h1>{value}</h1>",
        "<div class='TRS_Editor'><p>{value}</p>",
        "</div></table>",
        "<a href='/d?fileid=1'>{value}</a>",
        "<a href='a.docx'>下载</a>{value}",
        "<meta name='PubDate' content='{value}'>",
        "<br>{label} {value}",
    ]
)
PIECES = st.builds(lambda tag, label, value: tag.format(label=label, value=value), TAGS, LABELS, VALUES)
FAST = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
URLS = st.sampled_from(["http://h/content/post_1.html", "http://h/a/202605/t20260528_1.html", "http://h/x.htm"])


def article_of(html: str, url: str) -> tuple[Page, ArticleFacts]:
    page = Page(url, html)
    return page, read_article(page)


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@FAST
@given(st.lists(PIECES, max_size=30), URLS)
def test_values_stand_on_the_page(pieces: list[str], url: str) -> None:
    page, article = article_of("".join(pieces), url)
    body = page.tree.body
    written = bare(body.text() if body is not None else "")
    for field in read_fields(page):
        assert field.label in article_fields().labels.all
        assert bare(field.value) in written
    for fact in (article.index_number, article.validity, article.publisher):
        assert not isinstance(fact, Found) or fact.value
        assert not isinstance(fact, FoundEmpty) or bare(fact.source.removeprefix("label ")) in written
    for label, names in article.reviewers:
        assert names
        assert bare(label) in written
    assert len(article.text) <= LONGEST_TEXT


@FAST
@given(st.lists(PIECES, max_size=30), URLS)
def test_dates_are_written_on_the_page_or_in_its_address(pieces: list[str], url: str) -> None:
    html = "".join(pieces)
    page, article = article_of(html, url)
    metas = [text for texts in page.metas.values() for text in texts]
    body = page.tree.body
    written = {hit.date for text in (*metas, body.text(separator="\n") if body else "") for hit in find_dates(text)}
    written |= {hit.date for text in page.main_text.split("\n") for hit in find_dates(text)}
    filed = url_date(url)
    written |= {filed} if filed else set()
    for fact in (article.date, article.document_date):
        assert not isinstance(fact, Found) or fact.value in written
    for _, day in article.conflicts:
        assert day in {date.isoformat() for date in written}


@FAST
@given(st.lists(st.tuples(st.sampled_from(["电话", "文号", "金额", "索引号", "房间"]), NUMBERS), max_size=8))
def test_numbers_are_no_dates(told: list[tuple[str, str]]) -> None:
    html = "<h1>关于防汛的通知</h1>" + "".join(f"<p>{label}：{number}</p>" for label, number in told)
    _, article = article_of(html, "http://h/content/post_1.html")
    assert not isinstance(article.date, Found)
    assert not isinstance(article.document_date, Found)


@FAST
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    page, article = article_of(f"<html><body>{text}</body></html>", "http://h/content/post_1.html")
    assert article.body_length >= 0
    assert all(field.zone for field in read_fields(page))


def test_long_texts_are_cut_and_their_length_is_kept() -> None:
    _, article = article_of(f"<div class='TRS_Editor'><p>{'长' * 30_000}</p></div>", "http://h/content/post_1.html")
    assert (len(article.text), article.body_length) == (LONGEST_TEXT, 30_000)
