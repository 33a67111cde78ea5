"""What texts of links promise, and what they do not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.lexicon import attachment_types, link_promises
from config.link_promise import BodyName, FilePromise


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("附件：申请表.docx", FilePromise("申请表", "docx")),
        ("附件2.项目汇总表.XLSX（25KB）", FilePromise("项目汇总表", "xlsx")),
        ("附件1申请表.doc [1.2 MB]", FilePromise("申请表", "doc")),
        ("2026年部门预算.pdf", FilePromise("2026年部门预算", "pdf")),
        ("附件1：名单", FilePromise("名单")),
        ("附件 3 评分标准", FilePromise("评分标准")),
        ("附件下载", FilePromise("")),
        ("点击下载", FilePromise("")),
    ],
)
def test_files(text: str, promised: FilePromise) -> None:
    assert link_promises().file_in(text, attachment_types()) == promised


@pytest.mark.parametrize(
    "text",
    [
        "附件",
        "附件管理办法",
        "表格下载",
        "资料下载",
        "APP下载",
        "下载中心",
        "关于下达计划的通知",
        "2023.12",
        "www.abc.com",
        "v2.0",
        "",
        "图片.jpg",
        "3.15晚会",
    ],
)
def test_texts_that_promise_no_file(text: str) -> None:
    assert link_promises().file_in(text, attachment_types()) is None


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("东河省人民政府", BodyName("东河省", "东河", "省", "")),
        ("欢迎访问东河省人民政府门户网站", BodyName("东河省", "东河", "省", "")),
        ("大江市政府网", BodyName("大江市", "大江", "市", "")),
        ("大江市朝阳区人民政府", BodyName("朝阳区", "朝阳", "区", "")),
        ("单县人民政府", BodyName("单县", "单县", "县", "")),
        ("西林壮族自治区人民政府", BodyName("西林壮族自治区", "西林壮族", "自治区", "")),
        ("东苑街道办事处", BodyName("东苑街道", "东苑", "街道", "")),
        ("青禾县教育局", BodyName("青禾县", "青禾", "县", "教育")),
        ("青禾县市场监督管理局", BodyName("青禾县", "青禾", "县", "市场监督管理")),
        ("青禾县城市管理局", BodyName("青禾县", "青禾", "县", "城市管理")),
        ("青禾县城乡建设局", BodyName("青禾县", "青禾", "县", "城乡建设")),
        ("青禾县乡村振兴局", BodyName("青禾县", "青禾", "县", "乡村振兴")),
        ("国家税务总局青禾县税务局", BodyName("青禾县", "青禾", "县", "税务")),
        ("省发展和改革委员会", BodyName("", "", "", "发展和改革")),
        ("县市场监督管理局", BodyName("", "", "", "市场监督管理")),
        ("市场监督管理局", BodyName("", "", "", "市场监督管理")),
    ],
)
def test_bodies(text: str, body: BodyName) -> None:
    assert link_promises().body_in(text) == body


@pytest.mark.parametrize(
    "text",
    [
        "市政府",
        "县委",
        "中国政府网",
        "国务院",
        "政策文件",
        "网上办事大厅",
        "新闻发布厅",
        "政务服务大厅",
        "全程网办",
        "马上办",
        "开创新格局",
        "青禾县教育局召开会议",
        "关于成立青禾县防汛指挥部办公室的通知",
        "青禾县教育局2026年部门预算",
        "",
        "人民政府",
    ],
)
def test_texts_that_are_no_body(text: str) -> None:
    assert link_promises().body_in(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("人社", "人力资源和社会保障"),
        ("发改", "发展和改革"),
        ("工商", "市场监督管理"),
        ("安监", "应急管理"),
        ("国土资源", "自然资源"),
        ("城管", "综合行政执法"),
        ("教育", "教育和体育"),
    ],
)
def test_offices_that_may_be_one(one: str, other: str) -> None:
    assert link_promises().may_be_one(one, other)
    assert link_promises().may_be_one(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("教育", "卫生健康"), ("水利", "统计"), ("公安", "审计"), ("民政", "烟草专卖")]
)
def test_offices_that_are_two(one: str, other: str) -> None:
    assert not link_promises().may_be_one(one, other)


@pytest.mark.parametrize(
    ("host", "governmental"),
    [
        ("www.qinghe.gov.cn", True),
        ("www.qinghe.gov.cn:8080", True),
        ("gov.cn", True),
        ("www.gov.hk", True),
        ("www.xn--55qw42g.cn", False),
        ("青禾.xn--zfr164b", True),
        ("www.gov.cn.bet.com", False),
        ("govwza.cn", False),
        ("127.0.0.1:8080", False),
    ],
)
def test_hosts_of_governments(host: str, governmental: bool) -> None:
    assert link_promises().is_governmental(host) is governmental


@pytest.mark.parametrize(
    "text", ["更多", "查看详情", "点击进入", "上一篇：关于招生的通知", "首页", "more", "www.abc.cn", "", " "]
)
def test_texts_that_say_nothing(text: str) -> None:
    assert link_promises().says_nothing(text)


@pytest.mark.parametrize("text", ["青禾旅游网", "县图书馆", "关于招生的通知", "更多政策解读栏目"])
def test_texts_that_say_something(text: str) -> None:
    assert not link_promises().says_nothing(text)


def test_what_titles_have_in_common_is_taken_out() -> None:
    untelling = link_promises().untelling(["青禾县"])
    assert untelling.sub(" ", "关于做好2026年夏粮收购有关工作的通知").split() == ["夏粮收购", "的"]
    assert untelling.sub(" ", "青禾县召开工作会议").split() == []


@pytest.mark.parametrize(
    "text", ["市" * 200, "市区县镇乡" * 40, "欢迎访问" * 60, "青禾县" * 60 + "教育局", "网" * 200, "附件1：" * 50]
)
def test_texts_made_to_take_long(text: str) -> None:
    """Without atomic groups the first of these takes longer than the universe will last."""
    promises = link_promises()
    promises.body_in(text), promises.file_in(text, attachment_types()), promises.says_nothing(text)
    promises.body_in(text[:40])
    promises.body_in(text[:39] + "局")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    promises = link_promises()
    body = promises.body_in(text)
    assert body is None or body.office or body.place
    promised = promises.file_in(text, attachment_types())
    assert promised is None or promised.extension == promised.extension.lower()
    promises.untelling([text]).sub(" ", text)
