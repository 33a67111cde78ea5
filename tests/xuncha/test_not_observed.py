"""What a firewall hides: listed with reason and advice, never a finding, and with words for the people who run it."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from io import BytesIO
from pathlib import Path

import openpyxl
from selectolax.lexbor import LexborHTMLParser

from tests.xuncha.runs import findings, run_card, xuncha
from tests.xuncha.small_site import SmallSite, send

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-browser", "--no-external", "--as-of", "2026-06-30")
SOON = {"XUNCHA_RETRY_AFTER_S": "0.05"}
WALLED = ("/tz/t3.html", "/tz/t4.html")


def walls_some(handler: BaseHTTPRequestHandler) -> bool:
    """A wall before two articles."""
    if handler.path not in WALLED:
        return False
    send(handler, 412, "<html><head><script>var _ts=1</script></head><body></body></html>")
    return True


def test_owners_are_told_what_to_allow(tmp_path: Path) -> None:
    run = tmp_path / "run"
    environment = {"XUNCHA_CONTACT": "audit@sample.gov.cn", "XUNCHA_ADDRESSES": '["203.0.113.7"]'}
    with SmallSite(walls_some) as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", run, **environment, **SOON)
        assert done.returncode == 0, done.stderr
        walled = {f"{site.url.rstrip('/')}{path}" for path in WALLED}
    card = run_card(run)
    assert {item["url"] for item in card["not_observed"] if item["reason"] == "bot-wall"} == walled
    assert all("允许名单" in item["advice"] for item in card["not_observed"] if item["url"] in walled)
    assert not walled & {found["url"] for found in findings(run)}
    told = card["allow_list"]
    for word in (card["user_agent"], "203.0.113.7", "audit@sample.gov.cn", "2 个网址", site.url.split("/")[2]):
        assert word in told
    shown = LexborHTMLParser((run / "report.html").read_text(encoding="utf-8")).css_first("#not-observed .allow pre")
    assert shown.text() == told
    sheets = openpyxl.load_workbook(BytesIO((run / "problems.xlsx").read_bytes()))
    assert {row[0] for row in sheets["未能观测"].iter_rows(min_row=2, values_only=True)} >= walled
    assert "允许名单" in sheets.sheetnames


def test_nothing_hidden_needs_no_words(tmp_path: Path) -> None:
    with SmallSite() as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", tmp_path / "run", **SOON)
    assert done.returncode == 0, done.stderr
    assert run_card(tmp_path / "run")["allow_list"] is None
