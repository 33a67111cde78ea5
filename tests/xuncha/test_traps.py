"""An audit of a portal with an endless calendar ends by rule, and every report of the run says so."""

from __future__ import annotations

from pathlib import Path

from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html
from tests.crawler.fetch.small_site import paragraph
from tests.xuncha.runs import run_card, xuncha

BUDGET = 10


def calendar(asked: Asked) -> Says:
    """A home page with a calendar whose months link the next one."""
    if asked.path == "/":
        return html('<a href="/rili/1.html">日历</a>' + paragraph(0), title="青禾县人民政府")
    if not asked.path.startswith("/rili/"):
        return NOT_FOUND
    month = int(asked.path.rpartition("/")[2].partition(".")[0])
    return html(f'<a href="/rili/{month + 1}.html">下月</a>' + paragraph(month), title=f"第{month}月")


def test_the_run_says_which_traps_it_left(tmp_path: Path) -> None:
    options = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")
    settings = {"XUNCHA_RETRY_AFTER_S": "0.05", "XUNCHA_PATTERN_BUDGET": str(BUDGET)}
    with FaultServer() as server:
        host = server.host(calendar)
        done = xuncha("audit", host.url(), *options, "--out", tmp_path / "run", **settings)
    assert done.returncode == 0, done.stderr
    left = host.url(f"/rili/{BUDGET + 2}.html")
    assert run_card(tmp_path / "run")["traps"] == [
        {"pattern": f"{host.netloc}/rili/#.html", "example": left, "left_out": 1}
    ]
    assert "1 类网址" in done.stdout
    page = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert "有 1 类网址不断自行衍生新网址" in page
    assert left in page
