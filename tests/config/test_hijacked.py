"""The words of taken-over sites, and the pages that must not be taken for some."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.hijacked import belongs_to
from config.lexicon import hijack_words


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("澳门新葡京娱乐官网", "gambling"),
        ("亚博体育官网入口", "gambling"),
        ("百 家 乐　真人荷官", "gambling"),
        ("Situs Slot Gacor", "gambling"),
        ("BET365 体育投注平台", "gambling"),
        ("nhà cái uy tín", "gambling"),
        ("免费在线成人视频", "pornography"),
        ("国产自拍视频在线观看", "pornography"),
        ("free porn videos", "pornography"),
        ("bet365官网", "gambling"),
        ("Best Online Casinos 2026", "gambling"),
        ("开云·(中国)官方网站", "gambling"),
        ("kaiyun体育(中国)官网登录入口", "gambling"),
        ("华体会(hth)·官方网站", "gambling"),
        ("MK体育·(国际)官方网站", "gambling"),
        ("南宫NG·28(中国)官方网站", "gambling"),
        ("半岛体育APP下载", "gambling"),
        ("澳门金沙官方平台", "gambling"),
        ("金沙娱乐城官网", "gambling"),
        ("彩神争霸8网页版登录入口", "gambling"),
        ("狠狠色综合", "pornography"),
        ("成人抖音 黄色软件下载", "pornography"),
    ],
)
def test_words_of_the_trades(text: str, group: str) -> None:
    assert set(hijack_words().trades_in(text)) == {group}


@pytest.mark.parametrize("title", ["abc.com域名出售", "您正在访问的域名可以转让！"])
def test_titles_of_domains_for_sale(title: str) -> None:
    assert hijack_words().parked_title(title)


def test_a_notice_about_a_domain_is_not_its_sale() -> None:
    assert not hijack_words().parked_title("关于本网站域名到期更换的公告")


@pytest.mark.parametrize(
    "text",
    [
        "青禾县体育局",
        "体育彩票管理中心",
        "百家乐园社区服务站",
        "金沙江流域治理",
        "太阳城光伏产业园",
        "永利机械有限公司",
        "成人教育学院",
        "国产大飞机首飞",
        "国产农机品牌展",
        "爱游戏更爱学习",
        "一级建造师报名",
        "关于抽签摇号的公告",
        "AVI格式说明",
        "timeslot booking",
        "Book your time slot online",
        "Essex campus videos",
        "When they entailed",
        "三色彩金项链",
        "免费成人高考培训",
        "激情网球公开赛",
        "防返水弯管",
        "PP电子元件有限公司",
        "银河社区",
        "皇冠假日酒店",
        "开云县新闻",
        "半岛晨报",
        "米兰时装周",
        "九游记",
        "大宗固废绿色综合利用产业园",
        "特色综合市场",
        "绿色播种季",
        "天天干净 家园整洁",
        "天天操练 全民健身",
        "国产AVS3标准发布",
        "最新AV设备采购",
        "半岛体育中心场馆预订",
        "银河体育公园",
        "金沙在线 金沙官方发布",
        "永利登录系统",
        "Health官方网站",
        "",
    ],
)
def test_innocent_words(text: str) -> None:
    assert hijack_words().trades_in(text) == {}


@pytest.mark.parametrize(
    "title", ["该域名正在出售", "您访问的域名已过期", "example.com is for sale", "Buy this domain", "域名停放页面"]
)
def test_titles_of_parked_domains(title: str) -> None:
    assert hijack_words().parked_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "Land is for sale by tender",
        "青禾信息港",
        "关于域名管理的通知",
        "域名注册小知识",
        "二手房出售信息",
        "网站停用公告",
        "人才市场",
        "",
    ],
)
def test_titles_of_no_parked_domains(title: str) -> None:
    assert hijack_words().parked_title(title) == ()


@settings(deadline=None)
@given(st.text(alphabet="百家乐老虎机注册送彩金六合彩论坛 ab", max_size=60))
def test_no_word_found_is_a_part_of_another(text: str) -> None:
    for words in hijack_words().trades_in(text).values():
        assert words == tuple(sorted(set(words)))
        assert not [one for one in words for other in words if one != other and one in other]


@pytest.mark.parametrize(
    ("host", "belongs"),
    [
        ("sedo.com", True),
        ("www.sedo.com", True),
        ("www.sedo.com:8080", True),
        ("notsedo.com", False),
        ("sedo.com.cn", False),
        ("", False),
    ],
)
def test_hosts_and_what_lies_below_them(host: str, belongs: bool) -> None:
    assert belongs_to(host, ("sedo.com",)) is belongs
