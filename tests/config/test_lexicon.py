"""The dictionaries: what they must recognise and, more important, what they must leave alone."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from config.attachment_type import FileUse
from config.bot_wall import WallSign
from config.lexicon import attachment_types, bot_walls, column_kinds, empty_wordings, soft_404_wordings


def test_kinds_that_people_stand_still_for() -> None:
    kinds = column_kinds()
    assert {"机构职能", "领导信息", "概况信息", "互动", "办事", "专题", "其他"} <= kinds.static_kinds
    assert kinds.default in kinds.names


@pytest.mark.parametrize(
    "text",
    [
        "该栏目暂无内容",
        "该栏目暂无信信息",
        "该栏目暂无已发布内容",
        "暂无数据！",
        "内容为空",
        "尚无内容",
        "没有符合条件的数据",
        "抱歉，该栏目暂无文章！ 返回首页",
    ],
)
def test_words_of_an_empty_column(text: str) -> None:
    assert empty_wordings().empty_in(text)
    assert empty_wordings().construction_in(text) is None


@pytest.mark.parametrize("text", ["栏目建设中，敬请期待！", "正在建设", "正在建设中……", "更多栏目建设中", "栏目建设中"])
def test_words_of_a_column_under_construction(text: str) -> None:
    assert empty_wordings().construction_in(text)
    assert empty_wordings().empty_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "暂无",
        "我县正在建设高铁站",
        "关于加强网站栏目建设中有关问题的通知",
        "敬请期待",
        "2025年本镇暂无此类信息",
        "暂无信息公开申请",
        "",
    ],
)
def test_words_that_prove_nothing(text: str) -> None:
    assert empty_wordings().empty_in(text) is None
    assert empty_wordings().construction_in(text) is None


@pytest.mark.parametrize("text", ["本单位暂无此类信息。", "本年度本单位未产生此类信息", "截至2025年底，本镇无相关事项"])
def test_lawful_statements_of_absence(text: str) -> None:
    assert empty_wordings().declared_in(text)
    assert empty_wordings().empty_in(text) is None


@pytest.mark.parametrize(
    ("title", "heading", "text"),
    [
        ("ERROR 404 您访问的页面不存在", "", ""),
        ("404 - 青禾县人民政府", "", ""),
        ("青禾县人民政府", "您要访问的页面已删除或者暂时不能用", ""),
        ("青禾县人民政府", "", "抱歉！您所要访问的页面不存在。5秒后自动返回首页"),
        ("信息不存在或已被删除", "", ""),
        ("", "", "访问地址无效"),
        ("HTTP状态 404 - 未找到", "", ""),
        ("抱歉，您要找的页面不存在", "", ""),
        ("青禾县人民政府", "", "抱歉，没有找到您要访问的页面"),
        ("青禾县人民政府", "", "您所访问的网页已被移除、更名或暂时不可用"),
        ("青禾县人民政府", "", "温馨提示：该信息不存在 返回上一页"),
        ("青禾县人民政府", "", "如果您看到这个页面，说明您访问的页面不存在"),
    ],
)
def test_pages_that_say_they_are_not_there(title: str, heading: str, text: str) -> None:
    spoken = soft_404_wordings().spoken_by(title, heading, text)
    assert spoken is not None
    assert spoken.sure


@pytest.mark.parametrize(
    ("title", "heading", "text"),
    [
        (
            "关于部分网站页面不存在问题的通报",
            "关于部分网站页面不存在问题的通报",
            "检查发现用户访问的页面不存在等问题。",
        ),
        ("检查通报", "检查通报", "您访问的页面不存在，是此次检查中的常见问题。" + "各单位要举一反三。" * 200),
        ("404医院门诊楼启用", "", "门诊楼启用"),
        ("青禾县人民政府", "", "5秒后自动跳转到新版网站"),
        ("常见问题", "", "问：为什么有时提示您访问的页面不存在？答：链接可能已更新，请从首页重新进入。"),
        ("网站帮助", "", "如您要查找的信息不存在，请致电政务公开办公室。"),
        ("站内搜索", "", "对不起，没有找到与“高温津贴”相关的结果"),
        ("公积金查询", "", "请输入证件号码。查询结果：该信息不存在，请核对后重试，或到服务大厅窗口办理。" * 2),
        ("依申请公开", "", "申请公开的信息不存在或已被删除的，告知申请人。"),
        ("", "", ""),
    ],
)
def test_pages_that_only_talk_about_it(title: str, heading: str, text: str) -> None:
    assert soft_404_wordings().spoken_by(title, heading, text) is None


def test_what_a_page_with_more_to_tell_says_in_between_proves_nothing() -> None:
    help_page = "常见问题。答：您查找的信息可能已删除，请通过依申请公开渠道获取。" + "其他问题请致电政务服务热线。" * 20
    spoken = soft_404_wordings().spoken_by("网站帮助", "", help_page)
    assert spoken is not None
    assert not spoken.sure


RUISHU = "<html><head><meta r='m'></head><body><script r='m'>$_ts=window['$_ts'];</script>{}</body></html>"


@pytest.mark.parametrize(
    ("status", "headers", "cookies", "body", "wall"),
    [
        (412, {}, (), "", "ruishu"),
        (202, {}, (), RUISHU.format(""), "ruishu"),
        (200, {}, (), RUISHU.format(""), "ruishu"),
        (521, {}, ("__jsluid_s",), "<script>document.cookie='x'</script>", "jiasule"),
        (
            200,
            {},
            (),
            "<script>var p='/wzws-waf-cgi/'</script><noscript>请开启JavaScript并刷新该页.</noscript>",
            "wzws",
        ),
        (403, {"wzws-ray": "1"}, (), "", "wzws"),
        (405, {}, (), "<p>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</p>", "aliyun"),
        (302, {}, ("CT6T",), "", "ct6t"),
        (403, {"cf-mitigated": "challenge"}, (), "Just a moment...", "cloudflare"),
        (403, {}, ("hwwafsesid",), "", "huawei"),
        (403, {}, (), "宝塔网站防火墙", "baota"),
    ],
)
def test_walls(status: int, headers: dict[str, str], cookies: tuple[str, ...], body: str, wall: str) -> None:
    found = bot_walls().recognise(status, headers, cookies, body)
    assert found is not None
    assert found.id == wall


@pytest.mark.parametrize(
    ("status", "headers", "cookies", "body"),
    [
        (
            200,
            {},
            (),
            RUISHU.format("<ul>" + "<li><a href='1.html'>关于做好防汛工作的通知</a> 2026-06-01</li>" * 12 + "</ul>"),
        ),
        (200, {"wzws-ray": "1"}, ("HWWAFSESID", "__jsluid_s"), "<p>好页面</p>"),
        (200, {}, (), ""),
        (404, {"wzws-ray": "1"}, ("HWWAFSESID",), "Not Found"),
        (403, {}, (), "Forbidden"),
        (302, {}, ("JSESSIONID",), ""),
        (500, {}, (), "safedog"),
    ],
)
def test_good_pages_and_plain_faults_are_no_walls(
    status: int, headers: dict[str, str], cookies: tuple[str, ...], body: str
) -> None:
    assert bot_walls().recognise(status, headers, cookies, body) is None


@pytest.mark.parametrize(
    "sign", [{"statuses": [200], "body": ["x"]}, {"statuses": [302]}, {"statuses": [200], "max_text_length": 5}]
)
def test_signs_that_would_hit_good_pages_are_refused(sign: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WallSign.model_validate(sign)


@pytest.mark.parametrize(
    ("url", "use"),
    [
        ("https://x.example/P020260101.PDF?download=1", FileUse.DOCUMENT),
        ("https://x.example/a/%E9%99%84%E4%BB%B6.docx", FileUse.DOCUMENT),
        ("https://x.example/a.tar.gz", FileUse.ARCHIVE),
        ("https://x.example/a.jpg", FileUse.IMAGE),
        ("https://x.example/a.css", FileUse.RESOURCE),
        ("https://x.example/a.html", None),
        ("https://x.example.doc/", None),
        ("https://x.example/", None),
    ],
)
def test_types_of_files(url: str, use: FileUse | None) -> None:
    found = attachment_types().of_url(url)
    assert (found.use if found else None) == use


@pytest.mark.parametrize(
    ("name", "head", "contradicts"),
    [
        ("a.pdf", b"%PDF-1.7", False),
        ("a.pdf", b"\r\n junk %PDF-1.4", False),
        ("a.pdf", b"\xef\xbb\xbf\r\n<!DOCTYPE html>", True),
        ("a.pdf", b"PK\x03\x04", True),
        ("a.docx", b"PK\x03\x04", False),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False),
        ("a.doc", b"{\\rtf1", False),
        ("a.doc", b"<html>", True),
        ("a.txt", "序号,名称".encode("gb18030"), False),
        ("a.txt", b"  <HTML><head>", True),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42", False),
        ("a.mp4", b"<html>", True),
        ("a.zip", b"", False),
    ],
)
def test_beginnings_of_files(name: str, head: bytes, contradicts: bool) -> None:
    kind = attachment_types().of_url(f"https://x.example/{name}")
    assert kind is not None
    assert attachment_types().contradicts(kind, head) is contradicts
