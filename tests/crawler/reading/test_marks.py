"""Signs of identity and duty, in the markup of several publishing systems."""

from __future__ import annotations

import pytest

from crawler.facts import Mark
from crawler.kinds import MarkKind
from crawler.reading.marks import read_marks
from crawler.reading.read_page import read_page

URL = "http://www.county.gov.cn/zwgk/tzgg/t20260101_1.html"

KAIPU = """<div class="foot_box"><a href="/wzdt/">网站地图</a>
<script>document.write(unescape("%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript src='http://dcs.conac.cn/js/1.js'
type='text/javascript'%3E%3C/script%3E"));</script>
<script id="_jiucuo_" sitecode='6200000068' src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js'></script>
<p>主办单位：某某县人民政府办公室　承办单位：某某县大数据中心　联系电话：0931-8826049</p>
<a href="https://beian.miit.gov.cn/">陇ICP备17003689号-1</a> 网站标识码：6200000068
<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=6">甘公网安备62010202000617号</a></div>"""

HANWEB = """<table id="down"><tr><td>
<a href="http://bszs.conac.cn/sitename?method=show&amp;id=6E"><img src="/1.png"></a>
<a href="http://121.43.68.40/exposure/jiucuo.html?site_code=3300000020&amp;url=http%3A%2F%2Fwww.x%2F1">
<img src="/2.png"></a>
<span>备案号：浙ICP备05018911号</span> <span>网站标识码：</span><span>3300000020</span></td></tr></table>"""

WRITTEN = """<div class="footer"><script>document.write('<script id="_jiucuo_" sitecode="3701240001" '
+ 'src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"><\\/script>');</script></div>"""


def marks(body: str, head: str = "") -> tuple[Mark, ...]:
    html = f"<html><head><title>t</title>{head}</head><body>{body}</body></html>"
    return read_page(URL, html.encode(), "text/html; charset=utf-8").facts.marks


def values(found: tuple[Mark, ...], kind: MarkKind) -> list[str]:
    return [mark.value for mark in found if mark.kind is kind]


def test_a_footer_of_scripts_and_texts() -> None:
    found = marks(KAIPU)
    assert {mark.kind for mark in found} == {
        *(MarkKind.SITE_CODE, MarkKind.FIND_ERROR, MarkKind.PARTY_BADGE, MarkKind.ICP, MarkKind.POLICE),
        *(MarkKind.HOST_BY, MarkKind.RUN_BY, MarkKind.CONTACT, MarkKind.SITE_MAP),
    }
    assert values(found, MarkKind.FIND_ERROR) == values(found, MarkKind.SITE_CODE) == ["6200000068"]
    assert values(found, MarkKind.HOST_BY) == ["某某县人民政府办公室"]
    assert values(found, MarkKind.RUN_BY) == ["某某县大数据中心"]
    assert values(found, MarkKind.CONTACT) == ["0931-8826049"]
    assert values(found, MarkKind.POLICE)[0] == "甘公网安备62010202000617号"


def test_a_footer_without_the_class_of_one_and_a_code_in_two_pieces() -> None:
    found = marks("<p>正文</p>" * 50 + HANWEB)
    assert values(found, MarkKind.SITE_CODE) == ["3300000020"]
    assert [mark for mark in found if mark.kind is MarkKind.FIND_ERROR] == [
        Mark(MarkKind.FIND_ERROR, "3300000020", "http://121.43.68.40/exposure/jiucuo.html")
    ]
    assert MarkKind.PARTY_BADGE in {mark.kind for mark in found}


def test_a_script_that_writes_the_entry_is_the_entry() -> None:
    assert values(marks(WRITTEN), MarkKind.FIND_ERROR) == ["3701240001"]


def test_marks_in_comments_are_none() -> None:
    assert marks(f"<p>正文</p><!-- {HANWEB} -->") == ()


def test_a_mobile_number_is_not_kept() -> None:
    assert values(marks('<div class="footer">联系电话：13800001111</div>'), MarkKind.CONTACT) == [""]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('<div class="logo"><img src="/logo.png" alt="某某县人民政府"></div>', "某某县人民政府"),
        ('<div class="header"><img src="/logo.png"></div>', ""),
        (
            '<div class="header"><span>某某县人民政府门户网站</span><img src="/logo.png"></div>',
            "某某县人民政府门户网站",
        ),
    ],
)
def test_the_name_in_the_header(header: str, name: str) -> None:
    assert values(marks(header), MarkKind.SITE_NAME) == [name]


@pytest.mark.parametrize(
    ("footer", "kind", "value"),
    [
        ("主　办：某某县人民政府　承　办：某某县大数据局", MarkKind.HOST_BY, "某某县人民政府"),
        ("主办 某某县人民政府", MarkKind.HOST_BY, "某某县人民政府"),
        ("某某县人民政府主办 某某县大数据局承办", MarkKind.HOST_BY, "某某县人民政府"),
        ("某某县人民政府 版权所有", MarkKind.RUN_BY, "某某县人民政府"),
        ("鲁icp备12345678号", MarkKind.ICP, "鲁icp备12345678号"),
        ("鲁ＩＣＰ备１２３４５６７８号", MarkKind.ICP, "鲁ICP备12345678号"),
        ("备案编号：ICP备12345678号", MarkKind.ICP, "ICP备12345678号"),
        ("公安备案号：37012402000001", MarkKind.POLICE, ""),
        ("TEL 0531-12345678", MarkKind.CONTACT, "0531-12345678"),
        ("地址：某某县东街1号 邮编：250400", MarkKind.CONTACT, ""),
        ("电子邮箱 xxgk@sample.gov.cn", MarkKind.CONTACT, ""),
        ("网站标识码：３７０１２４０００１", MarkKind.SITE_CODE, "3701240001"),
        ("网站标识码（3701240001）", MarkKind.SITE_CODE, "3701240001"),
        ("网站标识码：3701240001鲁ICP备12345678号", MarkKind.SITE_CODE, "3701240001"),
        ("<a href='/x.html'>·网 站 地 图 |</a>", MarkKind.SITE_MAP, ""),
        ("<span onclick='jc()'>我为政府网站找错</span>", MarkKind.FIND_ERROR, ""),
        ("<img src='/images/jiucuo_2.png' onclick='jc()'>", MarkKind.FIND_ERROR, ""),
    ],
)
def test_footers_in_other_words(footer: str, kind: MarkKind, value: str) -> None:
    assert values(marks(f'<div class="footer"><p>{footer}</p></div>'), kind)[0] == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("部门导航 市级网站", MarkKind.SITE_MAP),
        ("网站公告", MarkKind.CONTACT),
        ("公安局 安全生产备案", MarkKind.POLICE),
        ("备案信息请见 ICP", MarkKind.ICP),
        ("主办的活动", MarkKind.HOST_BY),
    ],
)
def test_words_of_a_footer_that_are_no_mark(text: str, kind: MarkKind) -> None:
    assert values(marks(f'<div class="footer"><p>{text}</p></div>'), kind) == []


def test_hidden_windows_do_not_push_the_footer_away() -> None:
    window = '<div style="display:none">' + "<p>选项</p>" * 40 + "</div>"
    assert values(marks("<p>正文</p>" * 60 + "<div><p>鲁ICP备12345678号</p></div>" + window), MarkKind.ICP) == [
        "鲁ICP备12345678号"
    ]


def test_entries_for_elder_people_and_languages() -> None:
    found = marks(
        '<div class="top"><a href="javascript:void(0)" id="w">无障碍浏览</a><a href="/en/">English</a>'
        '<a href="javascript:;">繁體</a></div>'
    )
    assert MarkKind.ACCESSIBILITY in {mark.kind for mark in found}
    assert values(found, MarkKind.LANGUAGE) == ["English", "繁體"]


@pytest.mark.parametrize(
    "text",
    ["无障碍", "无障碍阅读", "适老化", "关怀版", "长者助手", "长辈版", "关爱版", "老年人模式", "大字版", "辅助浏览"],
)
def test_names_of_entries_for_elder_people(text: str) -> None:
    found = marks(f"<div class='top'><a href='javascript:;'>{text}</a></div>" + "<p>其他</p>" * 40)
    assert [mark.kind for mark in found] == [MarkKind.ACCESSIBILITY]


@pytest.mark.parametrize(
    "text", ["召开无障碍环境建设会议", "适老化改造启动", "镇长者食堂开业", "老年大学开学", "长者助餐点"]
)
def test_news_about_elder_people_are_no_entries(text: str) -> None:
    assert marks(f"<ul><li><a href='/a.html'>{text}</a></li></ul>" + "<p>其他</p>" * 40) == ()
    assert marks(f"<p>其他</p><a href='/a.html'>{text}</a>") == ()


def test_titles_of_articles_about_marks_are_none() -> None:
    rows = "<li><a href='/a.html'>关于开展“我为政府网站找错”活动、加强党政机关网站建设的通知</a></li>" * 3
    assert marks(f"<div class='list'><ul>{rows}</ul></div>" + "<p>其他</p>" * 40) == ()


@pytest.mark.parametrize(
    "footer",
    [
        '<script src="/common/footer.js"></script>',
        "<div id='f'></div><script>$('#f').load('/include/foot.html');</script>",
        '<iframe src="/public/bottom.htm"></iframe>',
        '<script src="/js/indexfoot.js"></script>',
        "<div id='f'></div><script>$('#f').load('/gg/newFooter.html');</script>",
    ],
)
def test_a_footer_from_elsewhere_is_told(footer: str) -> None:
    html = f"<html><body><p>正文</p>{footer}</body></html>"
    assert "marks-by-script" in read_page(URL, html.encode(), "text/html").facts.notes


def test_tags_are_kept_as_they_stand() -> None:
    head = (
        "<META Content='甲县人民政府' NAME=sitename><meta name='SiteName' content='乙'>"
        "<meta name='siteidcode' content=''>"
        "<meta name='generator' content='x'>"
    )
    html = f"<html><head>{head}</head><body></body></html>"
    facts = read_page(URL, html.encode(), "text/html; charset=utf-8").facts
    assert facts.metas == (("sitename", "甲县人民政府"), ("SiteName", "乙"), ("siteidcode", ""))


def test_nothing_gives_nothing() -> None:
    assert read_marks((), (), ()) == ()
