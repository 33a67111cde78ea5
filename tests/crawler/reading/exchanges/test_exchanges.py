"""Letters as several publishing systems show them, and what looks like letters and is none."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from crawler.facts import Exchange
from crawler.reading.read_page import read_page

LETTER = "http://www.qinghe.example/zmhd/xzxx/202510/t20251013_1.html"
LIST = "http://www.qinghe.example/zmhd/xzxx/"
CRUMBS = (
    '<div class="position"><a href="/">首页</a> &gt; <a href="/zmhd/">政民互动</a> &gt; '
    '<a href="/zmhd/xzxx/">{}</a></div>'
)
ASKED, REPLIED = dt.date(2025, 10, 9), dt.date(2025, 10, 13)
QUESTION = "城东路路灯损坏无人维修"
REPLY = "您好，城东路损坏的12盏路灯已于10月11日全部修复。感谢您的监督。"


def letters(markup: str, url: str = LETTER, name: str = "县长信箱", title: str = QUESTION) -> tuple[Exchange, ...]:
    head = f'<head><title>{title}-青禾县人民政府</title><meta name="ColumnName" content="{name}"></head>'
    body = f'<body>{CRUMBS.format(name)}<div class="main">{markup}</div><div id="footer">主办：青禾县</div></body>'
    page = f"<html>{head}{body}</html>".encode()
    return read_page(url, page, "text/html; charset=utf-8").facts.exchanges


WHOLE = Exchange(QUESTION, ASKED, True, REPLIED, "县城管局", REPLY)


def test_a_table_with_labels_beside_their_values() -> None:
    markup = f"""<h1>{QUESTION}</h1><table class="letter">
      <tr><td>信件标题</td><td colspan="3">{QUESTION}</td></tr>
      <tr><td>来 信 人</td><td>王**</td><td>来信时间</td><td>2025-10-09 08:12:33</td></tr>
      <tr><td>信件内容</td><td colspan="3"><p>城东路晚上很黑。</p><p>请尽快处理，谢谢。</p></td></tr>
      <tr><td>处理状态</td><td>已办结</td><td>回复单位</td><td>县城管局</td></tr>
      <tr><td>回复时间</td><td colspan="3">2025年10月13日</td></tr>
      <tr><td>回复内容</td><td colspan="3"><p>{REPLY}</p></td></tr></table>"""
    assert letters(markup) == (WHOLE,)


def test_a_definition_list() -> None:
    markup = f"""<dl><dt>来信标题：</dt><dd>{QUESTION}</dd><dt>来信时间：</dt><dd>2025-10-09</dd>
      <dt>来信内容：</dt><dd>城东路晚上很黑。</dd><dt>处理状态：</dt><dd>已回复</dd><dt>答复单位：</dt>
      <dd>县城管局</dd>
      <dt>答复时间：</dt><dd>2025-10-13</dd><dt>答复内容：</dt><dd>{REPLY}</dd></dl>"""
    assert letters(markup) == (WHOLE,)


def test_fields_in_one_line_and_headings_above_texts() -> None:
    markup = f"""<h2>{QUESTION}</h2><p class="info">写信人：王** 写信时间：2025-10-09 浏览次数：35 状态：已办结</p>
      <h3>来信内容</h3><div><p>城东路晚上很黑。联系电话：13800000000</p></div>
      <h3>处理结果</h3><p>答复部门：县城管局&nbsp;&nbsp;答复时间：2025-10-13 16:20</p><div>{REPLY}</div>
      <p>【打印】 【关闭】</p><p>上一篇：别的来信</p>"""
    (letter,) = letters(markup)
    assert (letter.asked, letter.answered, letter.replied, letter.replier) == (ASKED, True, REPLIED, "县城管局")
    assert "13800000000" not in repr(letter.reply)


def test_brackets_in_paragraphs() -> None:
    markup = f"""<h1>{QUESTION}</h1><p>发布日期：2025-10-13</p><div id="zoom"><p>【来信时间】2025-10-09</p>
      <p>【来信】城东路晚上很黑。</p><p>【答复单位】县城管局</p><p>【答复时间】2025-10-13</p><p>【答复】{REPLY}</p>
      </div>"""
    (letter,) = letters(markup)
    assert (letter.asked, letter.replied, letter.replier, letter.reply) == (ASKED, REPLIED, "县城管局", REPLY)


def test_the_title_of_the_page_where_the_letter_has_none() -> None:
    markup = f"""<h1>{QUESTION}</h1><ul><li>来信日期：2025-10-09</li><li>回复日期：2025-10-13</li></ul>
      <div class="reply"><b>回复内容：</b>{REPLY}</div>"""
    (letter,) = letters(markup)
    assert letter.question.startswith(QUESTION)
    assert (letter.asked, letter.replied, letter.reply) == (ASKED, REPLIED, REPLY)


def test_a_letter_that_waits() -> None:
    markup = f"""<table><tr><th>信件标题</th><td>{QUESTION}</td></tr><tr><th>来信时间</th><td>2025-10-09</td></tr>
      <tr><th>来信内容</th><td>城东路晚上很黑。</td></tr><tr><th>回复内容</th><td>暂无回复</td></tr></table>"""
    assert letters(markup) == (Exchange(QUESTION, ASKED, answered=False),)


def test_an_empty_place_for_the_reply_says_nothing() -> None:
    markup = f"""<table><tr><th>信件标题</th><td>{QUESTION}</td></tr><tr><th>来信时间</th><td>2025-10-09</td></tr>
      <tr><th>回复内容</th><td id="hfnr"></td></tr></table>"""
    assert letters(markup) == (Exchange(QUESTION, ASKED),)


def test_a_table_with_heads_above_its_values_on_the_letters_page() -> None:
    markup = f"""<h1>{QUESTION}</h1><table><tr><th>来信标题</th><th>来信时间</th><th>处理状态</th><th>回复单位</th>
      <th>回复时间</th></tr>
      <tr><td>{QUESTION}</td><td>2025-10-09</td><td>已办结</td><td>县城管局</td><td>2025-10-13</td></tr></table>
      <h3>来信内容</h3><p>城东路晚上很黑。</p><h3>回复内容</h3><p>{REPLY}</p>"""
    assert letters(markup) == (WHOLE,)


def test_a_list_as_a_table_with_heads() -> None:
    markup = """<table><tr><th>序号</th><th>信件标题</th><th>来信时间</th><th>办理状态</th><th>回复时间</th></tr>
      <tr><td>1</td><td><a href="202510/t20251013_1.html" title="城东路路灯损坏无人维修">城东路路灯…</a></td>
      <td>2025-10-09</td>
        <td>已回复</td><td>2025-10-13</td></tr>
      <tr><td>2</td><td><a href="202510/t20251012_2.html">小区停水</a></td><td>2025-10-12</td><td>办理中</td><td>
      </td></tr></table>"""
    assert letters(markup, LIST, title="县长信箱") == (
        Exchange(QUESTION, ASKED, True, REPLIED, url=LETTER),
        Exchange("小区停水", dt.date(2025, 10, 12), False, url=f"{LIST}202510/t20251012_2.html"),
    )


def test_a_list_with_heads_in_an_element_of_its_own() -> None:
    markup = """<ul class="hd"><li><span>标题</span><span>来信日期</span><span>状态</span></li></ul>
      <ul class="list"><li><span><a href="202510/t20251013_1.html">城东路路灯损坏无人维修</a></span>
      <span>2025-10-09</span>
      <span>已办结</span></li></ul>"""
    assert letters(markup, LIST, title="县长信箱") == (Exchange(QUESTION, ASKED, True, url=LETTER),)


def test_rows_with_a_state_by_itself() -> None:
    markup = """<ul><li><em>[已回复]</em><a href="202510/t20251013_1.html">城东路路灯损坏无人维修</a>
      <i>2025-10-13</i></li>
      <li><em>[未回复]</em><a href="202510/t20251012_2.html">小区停水</a><i>2025-10-12</i></li></ul>"""
    assert letters(markup, LIST, title="县长信箱") == (
        Exchange(QUESTION, None, True, url=LETTER),
        Exchange("小区停水", dt.date(2025, 10, 12), False, url=f"{LIST}202510/t20251012_2.html"),
    )


def test_rows_with_labelled_days() -> None:
    markup = """<ul><li><a href="202510/t20251013_1.html">城东路路灯损坏无人维修</a><p>来信时间：2025-10-09
      回复状态：<b>已回复</b></p><p>回复时间：<span>2025-10-13</span></p></li></ul>"""
    (letter,) = letters(markup, LIST, title="网友留言")
    assert (letter.answered, letter.replied, letter.url) == (True, REPLIED, LETTER)


def test_several_letters_below_each_other() -> None:
    block = """<div class="item"><p>留言标题：{}</p><p>留言时间：2025-10-0{}</p><p>留言内容：请处理。</p>
      <p>回复时间：2025-10-13</p><p>回复内容：已于当日办理完毕。</p></div>"""
    found = letters(block.format("路灯", 8) + block.format("停水", 9), f"{LIST}ly.jsp", "网友留言", "网友留言")
    assert [(each.question, each.asked, each.replied) for each in found] == [
        ("路灯", dt.date(2025, 10, 8), REPLIED),
        ("停水", ASKED, REPLIED),
    ]


def test_rows_in_the_comment_of_a_kaipu_list() -> None:
    rows = """<li><b>已回复</b><a href="/c103958/202510/0123456789abcdef0123456789abcdef.shtml">路灯损坏</a>
      <span>2025-10-13</span></li>
      <li><b>办理中</b><a href="/c103958/202510/1123456789abcdef0123456789abcdef.shtml">小区停水</a>
      <span>2025-10-12</span></li>"""
    markup = f"""<ul><!--{rows}<script>createPageHTML('paging',1,1,'common_list','shtml',2);</script>--></ul>
      <div id="paging"></div>"""
    found = letters(markup, "http://www.qinghe.example/c103958/common_list.shtml", title="县长信箱")
    assert [(each.question, each.answered) for each in found] == [("路灯损坏", True), ("小区停水", False)]


def test_what_answers_no_letter() -> None:
    proposal = """<h1>关于第12号提案的答复</h1><p>提案标题：路灯</p><p>答复单位：县城管局</p>
      <p>答复时间：2025-10-13</p><p>答复内容：好。</p>"""
    assert letters(proposal, name="建议提案", title="关于第12号提案的答复") == ()
    cases = """<table><tr><th>事项名称</th><th>受理时间</th><th>办理状态</th><th>办结时间</th></tr>
      <tr><td><a href="1.html">食品经营许可</a></td><td>2025-10-09</td><td>已办结</td><td>2025-10-13</td></tr>
      </table>"""
    assert letters(cases, LIST, "办件公示", "办件公示") == ()
    form = """<form><table><tr><td>信件标题：</td><td><input name="t"></td></tr><tr><td>信件内容：</td><td>
      <textarea></textarea></td></tr>
      <tr><td>来信人：</td><td><input></td></tr></table><button>提交</button></form>"""
    assert letters(form, f"{LIST}write.jsp", "我要写信", "我要写信") == ()
    news = """<h1>县长信箱办理工作会召开</h1><div id="zoom">
      <p>会议指出，来信办理要求及时，答复时间不得超过15个工作日。</p>
      <p>会议要求：一要提高质量。二要答复群众。</p></div>"""
    assert letters(news, title="县长信箱办理工作会召开") == ()
    guide = """<h1>来信须知</h1><div id="zoom"><p>来信内容：应当具体明确。</p><p>办理单位：县政府办公室</p></div>"""
    assert letters(guide, title="来信须知") == ()


PARTS = ["信件标题：甲", "来信内容", "已办结", "回复时间：2025-13-45", "<table><tr>", "<td>", "处理状态", "", "回复"]


@given(st.lists(st.sampled_from(PARTS)))
def test_any_order_of_parts_is_read_without_an_error(parts: list[str]) -> None:
    letters("".join(f"<p>{part}</p>" for part in parts))
