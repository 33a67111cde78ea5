"""Traces of drafting are read from the body's markup, as several publishing systems bring them along."""

from __future__ import annotations

import pytest

from crawler.facts import ArticleFacts
from crawler.kinds import Remnant
from crawler.reading.read_page import read_page

TEXT = "<p>" + "各单位要认真落实政务公开各项要求，做到应公开尽公开。" * 12 + "</p>"
BODIES = {
    "trs": '<div class="TRS_Editor">{}</div>',
    "hanweb": '<div id="zoom">{}</div>',
    "visual-siteview": '<div id="vsb_content" class="v_news_content">{}</div>',
    "plain": '<div class="article-content">{}</div>',
}


def article_of(body: str, inner: str) -> ArticleFacts:
    html = (
        "<html><head><meta name='ArticleTitle' content='关于落实要求的通知'><meta name='PubDate' content='2026-05-01'>"
        f"</head><body><h1>关于落实要求的通知</h1>{BODIES[body].format(TEXT + inner)}"
        "<div class='footer'><ins datetime='2026-01-01'>页脚</ins></div></body></html>"
    )
    article = read_page("https://www.sample.gov.cn/art/2026/5/1/art_1_2.html", html.encode(), None).facts.article
    assert article is not None
    return article


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("inner", "kind", "excerpt"),
    [
        ('<p><a name="_GoBack"></a>内容</p>', Remnant.BOOKMARK, ""),
        ('<p><span id="_GoBack">内容</span></p>', Remnant.BOOKMARK, "内容"),
        ('<p><ins cite="mailto:a" datetime="2026-04-01T10:00">新增一句</ins></p>', Remnant.TRACKED_CHANGE, "新增一句"),
        ('<p><span class="msoDel">删去 13900000001</span></p>', Remnant.TRACKED_CHANGE, "删去 ***"),
        ('<p><a class="msocomanchor" href="#_msocom_1">[A1]</a></p>', Remnant.COMMENT, "[A1]"),
        ('<div style="mso-element:comment-list"><p>请领导审定</p></div>', Remnant.COMMENT, "请领导审定"),
    ],
)
def test_traces_in_the_body(body: str, inner: str, kind: Remnant, excerpt: str) -> None:
    assert article_of(body, inner).remnants == ((kind, excerpt),)


@pytest.mark.parametrize("body", BODIES)
def test_plain_markup_and_what_stands_outside_the_body_are_none(body: str) -> None:
    inner = '<p><ins>划线</ins><del>旧价</del><a name="top"></a><a href="#comment">评论</a></p>'
    assert article_of(body, inner).remnants == ()
