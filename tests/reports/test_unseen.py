"""The words for a firewall's allow-list, and advice that knows what was already permitted."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from config.messages import LANGUAGES
from config.settings import Settings, contact_in
from config.settings_sources import load_settings
from crawler.kinds import AnswerKind
from reports import html, run_json, xlsx
from reports.result import AuditResult
from reports.unseen import allow_lines, allow_text
from tests.reports.county import audit
from tests.reports.samples import HOST, Hidden

OWN = f"{HOST}/old/1.html"
PRIVATE = "http://10.1.2.3/oa"


def seen_by(result: AuditResult) -> tuple[str, str, list[tuple[object, ...]] | None]:
    """The text of run.json, that of report.html, and the rows of the sheet in problems.xlsx."""
    told = json.loads(run_json.render(result))["allow_list"] or ""
    node = LexborHTMLParser(html.render(result).decode()).css_first("#not-observed .allow pre")
    book = openpyxl.load_workbook(BytesIO(xlsx.render(result)))
    rows = list(book["允许名单"].iter_rows(min_row=2, values_only=True)) if "允许名单" in book.sheetnames else None
    return told, node.text() if node else "", rows


def test_all_three_reports_hold_the_same_words(county: AuditResult) -> None:
    told, shown, rows = seen_by(county)
    assert told == shown
    assert told.splitlines() == [f"{heading}：{value}" for heading, value in allow_lines(county)]
    assert rows == [tuple(line) for line in allow_lines(county)]


def test_the_words_name_everything_that_a_firewall_needs(county: AuditResult) -> None:
    told = dict(allow_lines(replace(county, run=replace(county.run, addresses=("203.0.113.7", "2001:db8::/64")))))
    assert told["访问标识（User-Agent）"] == county.run.user_agent
    assert told["来源地址"] == "203.0.113.7、2001:db8::/64"
    assert told["涉及主机"] == "www.yunling.example"
    assert "130 个网址" in told["事由"]
    assert "每秒不超过 1 次" in told["访问频率"]
    assert "2025-11-20 09:00:00 至 2025-11-20 09:34:10（北京时间）" in told["访问时间"]
    assert told["联系方式"] == "mailto:audit@yunling.example"


def test_robots_is_only_said_to_be_obeyed_where_it_is(county: AuditResult) -> None:
    assert "遵守 robots.txt" in dict(allow_lines(county))["访问方式"]
    polite = county.portal.politeness.model_copy(
        update={"ignore_robots": True, "robots_authorisation": "云岭县政府办公室"}
    )
    freed = replace(county, portal=county.portal.model_copy(update={"politeness": polite}))
    said = dict(allow_lines(freed))["访问方式"]
    assert "遵守 robots.txt" not in said
    assert "云岭县政府办公室" in said


def test_unknown_addresses_and_contacts_are_left_to_be_filled_in(county: AuditResult) -> None:
    plain = replace(county, run=replace(county.run, user_agent=Settings().user_agent_string))
    told = dict(allow_lines(plain))
    assert "由检查单位" in told["来源地址"]
    assert "由检查单位填写" in told["联系方式"]


@pytest.mark.parametrize(
    "hidden",
    [
        Hidden("https://elsewhere.example/", "bot-wall"),
        Hidden(OWN, "robots-forbidden"),
        Hidden(OWN, "oversized"),
        Hidden(PRIVATE, "private-address-refused"),
    ],
)
def test_there_is_no_such_text_where_it_would_change_nothing(county: AuditResult, hidden: Hidden) -> None:
    assert seen_by(replace(county, not_observed=(hidden,))) == ("", "", None)


@pytest.mark.parametrize("kind", [AnswerKind.BOT_WALL, AnswerKind.RATE_LIMITED, AnswerKind.UNSTABLE_HOST])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_of_a_firewall_gives_it(kind: AnswerKind, lang: str) -> None:
    assert county_with(Hidden(OWN, kind), lang)


def county_with(hidden: Hidden, lang: str) -> str:
    return allow_text(replace(audit(lang), not_observed=(hidden,)))


@pytest.mark.parametrize(("allowed", "advised"), [(False, "--allow-private"), (True, "--allow-host")])
def test_nobody_is_told_to_permit_what_is_permitted(county: AuditResult, allowed: bool, advised: str) -> None:
    run = replace(county.run, allow_private=allowed)
    result = replace(county, run=run, not_observed=(Hidden(PRIVATE, "private-address-refused"),))
    (told,) = json.loads(run_json.render(result))["not_observed"]
    cell = openpyxl.load_workbook(BytesIO(xlsx.render(result)))["未能观测"]["C2"].value
    row = LexborHTMLParser(html.render(result).decode()).css_first("#not-observed tbody tr").text()
    for words in (told["advice"], str(cell), row):
        assert advised in words
        assert ("--allow-private" in words) is not allowed


def test_the_contact_is_read_from_what_was_declared() -> None:
    settings = load_settings({}, None, {"XUNCHA_CONTACT": "audit@sample.gov.cn"})
    assert contact_in(settings.user_agent_string) == "audit@sample.gov.cn"
    assert contact_in("xuncha/0.1") == ""
