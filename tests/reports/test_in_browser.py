"""report.html in a real browser: filters and evidence work, nothing overflows, nothing is fetched, nothing runs."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.reports.made_result import made_result
from reports import html
from reports.shots import SHOTS
from tests.browser import chromium
from tests.reports.county import audit, county_outcomes, town_outcomes
from tests.reports.samples import broken, outcome

pytestmark = pytest.mark.browser

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A picture of one pixel."""
HOSTILE = "</script><img src=x onerror=alert(1)><svg onload=alert(2)>"
SUPPLEMENT = outcome("broken-link", broken(77, owner="jiaoyu", text=HOSTILE, column="首页>部门>教育和体育局"))
DESK, PHONE = 1280, 390

expect.set_options(timeout=60_000)  # a busy machine takes its time; no test is about speed


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("report")
    (folder / SHOTS).mkdir(parents=True)
    (folder / SHOTS / f"{broken(1).fingerprint}.png").write_bytes(DOT)
    towns = [one for owner, blanks in (("chengguan", 6), ("beihe", 3)) for one in town_outcomes(owner, blanks)]
    result = replace(audit(outcomes=[*county_outcomes(), *towns, SUPPLEMENT]), folder=folder)
    (folder / "report.html").write_bytes(html.render(result))
    return (folder / "report.html").as_uri()


@contextmanager
def opened(browser: Browser, report: str, width: int = DESK) -> Iterator[Page]:
    """The report in a window of this width; fails when anything went wrong in it or was asked of the network."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("dialog", lambda dialog: noise.append(f"dialog {dialog.message}"))
    page.on("request", lambda request: noise.append(request.url) if not asked_for_itself(request.url, report) else None)
    page.goto(report)
    try:
        yield page
        assert noise == []
    finally:
        page.close()


def asked_for_itself(url: str, report: str) -> bool:
    return url.split("#", maxsplit=1)[0] == report or url.startswith("data:image/")


def shown(page: Page) -> Locator:
    return page.locator("details.problem:visible")


def choose(page: Page, **wanted: str) -> None:
    for name, value in wanted.items():
        field = page.locator(f"#filter [name={name}]")
        if name in ("unit", "check", "state"):
            field.select_option(value)
        else:
            field.fill(value)
            field.dispatch_event("change")


@pytest.mark.parametrize("width", [DESK, PHONE, 320])
def test_page_is_whole_and_quiet_at_every_width(browser: Browser, report: str, width: int) -> None:
    with opened(browser, report, width) as page:
        page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true })")
        page.locator(".problem .body").last.wait_for(state="attached")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").inner_text()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_filters_narrow_the_list_alone_and_together(browser: Browser, report: str, width: int) -> None:
    with opened(browser, report, width) as page:
        everything = shown(page).count()
        count = page.locator("#filter-count")
        expect(count).to_have_text(f"{everything} / {everything}")
        choose(page, check="broken-link")
        expect(count).to_have_text(f"14 / {everything}")
        assert {node.get_attribute("data-check") for node in shown(page).all()} == {"broken-link"}
        choose(page, state="suspected")
        expect(count).to_have_text(f"1 / {everything}")
        choose(page, state="", unit="jiaoyu")
        expect(count).to_have_text(f"1 / {everything}")
        assert page.locator(".problem-group:visible h3").all_inner_texts() == ["云岭县教育和体育局（1）"]
        page.get_by_role("button", name="清除筛选").click()
        expect(count).to_have_text(f"{everything} / {everything}")
        choose(page, column="政务公开 > 通知")
        expect(count).to_have_text(f"14 / {everything}")
        choose(page, column="", words="2025007 404")
        expect(count).to_have_text(f"1 / {everything}")
        choose(page, words="没有这样的问题")
        expect(page.locator("#none-fits")).to_be_visible()
        assert shown(page).count() == 0


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_problem_opens_to_its_evidence(browser: Browser, report: str, width: int) -> None:
    with opened(browser, report, width) as page:
        choose(page, words=broken(1).url)
        problem = shown(page).first
        problem.locator("summary").first.click()
        body = problem.locator(".body")
        expect(body).to_be_visible()
        for said in ("所在页面", "请求与应答", "2025-11-20 09:02:03", "整改期限", "建站厂商", broken(1).fingerprint):
            expect(body).to_contain_text(said)
        assert body.locator("table thead th").count() == 6
        assert body.locator("a.address").first.get_attribute("rel") == "noopener noreferrer nofollow"
        picture = body.locator("a.shot img")
        assert picture.evaluate("node => node.complete && node.naturalWidth") == 1
        assert picture.get_attribute("alt") == "链接失效（页面不存在）的截图，点击查看原图"
        assert (body.locator("a.shot").get_attribute("href") or "").endswith(f"{broken(1).fingerprint}.png")
        problem.locator("summary").first.press("Enter")
        expect(body).to_be_hidden()


def test_what_websites_wrote_stays_text(browser: Browser, report: str) -> None:
    with opened(browser, report) as page:
        choose(page, unit="jiaoyu")
        shown(page).first.locator("summary").first.click()
        expect(shown(page).first.locator(".body")).to_contain_text(HOSTILE)
        assert page.locator("main img, main svg[onload]").count() == 0


def test_a_reference_opens_its_problem_even_when_filtered_out(browser: Browser, report: str) -> None:
    with opened(browser, report) as page:
        choose(page, check="mislink")
        page.locator("details.more > summary").first.click()
        page.locator(".lines a[href^='#p']").first.click()
        target = page.locator(":target")
        expect(target).to_be_visible()
        expect(target.locator(".body")).to_be_visible()
        assert page.locator("#filter [name=check]").input_value() == ""


def test_a_problem_leads_to_how_its_check_decides(browser: Browser, report: str) -> None:
    with opened(browser, report) as page:
        method = page.locator("#method-broken-link")
        expect(method.locator("p").first).to_be_hidden()
        choose(page, check="broken-link")
        shown(page).first.locator("summary").first.click()
        page.locator(".problem[open] a[href='#method-broken-link']").click()
        expect(method.locator("h3", has_text="怎样判断")).to_be_in_viewport()


def test_a_units_own_link_shows_only_its_problems(browser: Browser, report: str) -> None:
    with opened(browser, report) as page:
        page.locator("[data-only=chengguan]").click()
        assert {node.get_attribute("data-unit") for node in shown(page).all()} == {"chengguan"}


def test_paper_shows_every_problem_open(browser: Browser, report: str) -> None:
    with opened(browser, report) as page:
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert page.locator("details.problem .body:visible").count() == page.locator("details.problem").count()
        assert page.locator("#filter:visible, .problem .facts:visible").count() == 0
        page.emulate_media(media="screen")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator("details.problem[open]").count() == 0


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_axe_finds_nothing(browser: Browser, report: str, width: int) -> None:
    """The accessibility rules that portals are held against, contrast included, with units and some problems open."""
    axe = (resources.files("crawler") / "trials" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
    with opened(browser, report, width) as page:
        page.evaluate("document.querySelectorAll('.more, #p1, #p3, #p14').forEach(node => { node.open = true })")
        page.locator("#p14 .body").wait_for(state="attached")
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(run => run.violations)")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_keyboard_alone_reaches_filter_and_evidence(browser: Browser, report: str) -> None:
    with opened(browser, report) as page:
        page.locator("#filter [name=words]").focus()
        page.keyboard.type("2025002")
        expect(page.locator("#filter-count")).to_contain_text("1 /")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('details').id") == shown(page).first.get_attribute("id")
        page.keyboard.press("Enter")
        expect(shown(page).first.locator(".body")).to_be_visible()


def test_without_a_script_the_list_can_be_read(browser: Browser, report: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report)
    problem = page.locator("details.problem").nth(2)
    problem.locator("summary").click()
    expect(problem.locator(".message")).to_contain_text(broken(1).url)
    assert "problems.xlsx" in page.locator("noscript").inner_html()
    expect(page.locator("#filter")).to_be_hidden()
    context.close()


def test_five_thousand_problems_can_be_filtered_and_opened(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(html.render(made_result(5000)))
    with opened(browser, path.as_uri(), PHONE) as page:
        choose(page, check="mislink", state="suspected")
        expect(page.locator("#filter-count")).to_have_text("500 / 5000")
        page.evaluate("location.hash = '#p4321'")
        expect(page.locator("#p4321 .body")).to_be_visible()
        expect(page.locator("#filter-count")).to_have_text("5000 / 5000")
