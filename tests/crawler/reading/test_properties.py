"""What must hold for any page: reading never raises, and damage to a good page never makes it empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.facts import PAGE_FACTS, Found, FoundEmpty, NotFound
from crawler.reading.inspection import describe
from crawler.reading.meta import meta, read_identity
from crawler.reading.page import Page
from crawler.reading.read_page import read_page, read_text
from crawler.reading.text.encoding import Decoded
from tests.crawler.reading.casefile import DEFAULT_URL, Case, all_cases, source

CASES = list(all_cases())
READ = (
    "trs", "generic", "kaipu", "gongkai", "huilan", "ucap-guangdong", "ucap-jiangxi", "epoint", "anhui",
    "vsb", "webplus", "phpcms", "old-asp",
)  # fmt: skip
PAGES = [case for case in CASES if "answer" not in case.data]
GOOD = [
    case
    for case in PAGES
    if case.data["expect"].get("rows") and case.file.parent.name in READ and "暂无" not in source(case.data)
]
"""Without the rows of the others nothing says that there are none: so no cut can make them truly empty."""
EMPTY = [case for case in PAGES if case.data["expect"].get("empty_proof")]
PIECES = st.sampled_from(
    [
        "<ul>", "</ul>", "<li>", "</li>", "<table><tr><td>", "</td></tr></table>", "<a href='/a/12345.html'>", "</a>",
        "<a href=", "<div class='header'>", "<div class='footer'>", "<div style='display:none'>", "</div>", "<script>",
        "</script>", "<!--", "-->", "<base href='/x/'>", "<base href='::'>", "<meta name=PubDate content='2026-05-28'>",
        "<meta http-equiv=refresh content='0;url=/b'>", "2026-05-28", "05-28", "二〇二六年五月", "发布时间：", "来源：",
        "您现在的位置：", "首页", " > ", "该栏目暂无内容", "栏目建设中", "createPageHTML(2,0,'index','html')", "{{x}}",
        "countPage = 3;", "共5页", "<iframe src='/i.html'>", "<svg><a href='x'>", "<template>", "\x00", "&#xD800;",
        "<p>长" * 30, "<datastore>", "location.href='/y'", "<select><option>", "<textarea>", "<frameset><frame src=a>",
    ]
)  # fmt: skip
CLOSING = ["</li>", "</ul>", "</a>", "</span>", "</div>", "</tr>", "</td>", "</table>", "</script>", "</head>"]
FAST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
URLS = st.sampled_from([DEFAULT_URL, "http://h/", "http://h/x/t20260101_1.html", "http://h/s?q=1", "no url"])


@FAST
@given(st.binary(max_size=2000), st.none() | st.text(max_size=30), URLS)
def test_any_bytes(body: bytes, content_type: str | None, url: str) -> None:
    reading = read_page(url, body, content_type)
    assert reading.facts.reason != "page-reader-failed"
    assert reading.facts.judgeable is (reading.facts.reason is None)
    assert PAGE_FACTS.validate_json(PAGE_FACTS.dump_json(reading.facts)) == reading.facts


@FAST
@given(st.lists(PIECES, max_size=40), URLS)
def test_any_soup(pieces: list[str], url: str) -> None:
    reading = read_text(url, Decoded("".join(pieces), "utf-8", "declared"))
    listed = reading.facts.list
    assert describe(reading)["kind"] == reading.facts.kind.value
    if listed is not None and listed.empty_proof:
        assert listed.rows == ()
        assert listed.obstacle is None


@FAST
@given(st.sampled_from(GOOD), st.data())
def test_one_cut_out_of_a_good_page_never_makes_it_empty(case: Case, data: st.DataObject) -> None:
    html = source(case.data)
    start = data.draw(st.integers(0, len(html)))
    end = data.draw(st.integers(start, len(html)))
    _never_empty(case.data.get("url", DEFAULT_URL), html[:start] + html[end:])


@FAST
@given(st.sampled_from(GOOD), st.data())
def test_noise_in_a_good_page_never_makes_it_empty(case: Case, data: st.DataObject) -> None:
    html = source(case.data)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(html)))
        html = html[:at] + data.draw(st.text(max_size=8)) + html[at + data.draw(st.integers(0, 8)) :]
    _never_empty(case.data.get("url", DEFAULT_URL), html)


@FAST
@given(st.sampled_from(GOOD), st.sets(st.sampled_from(CLOSING), min_size=1, max_size=5))
def test_unclosed_tags_of_a_good_page_never_make_it_empty(case: Case, unclosed: set[str]) -> None:
    html = source(case.data)
    for tag in sorted(unclosed):
        html = html.replace(tag, "")
    _never_empty(case.data.get("url", DEFAULT_URL), html)


@FAST
@given(
    st.sampled_from(GOOD),
    st.sampled_from(["utf-8", "gb18030", "big5", "utf-16", "latin-1"]),
    st.sampled_from([None, "text/html; charset=gb2312", "text/html; charset=utf-8", "text/html; charset=none"]),
)
def test_any_encoding_of_a_good_page_never_makes_it_empty(case: Case, encoding: str, declared: str | None) -> None:
    body = source(case.data).encode(encoding, "replace")
    reading = read_page(case.data.get("url", DEFAULT_URL), body, declared)
    assert reading.facts.reason != "page-reader-failed"
    listed = reading.facts.list
    assert listed is None or (listed.empty_proof is None and listed.construction is None)


@pytest.mark.parametrize("case", EMPTY, ids=lambda case: case.id)
@pytest.mark.parametrize(
    "row",
    [
        '<ul><li><a href="/zwgk/tzgg/202605/t20260528_1.html">关于防汛的通知</a><span>2026-05-28</span></li></ul>',
        '<div id="app"></div>',
        '<iframe src="/list.html"></iframe>',
        "<script type='text/xml'><datastore></datastore></script>",
        "<ul><!-- <li><a href='/zwgk/1.html'>关于防汛的通知</a></li> --></ul>",
    ],
)
def test_one_sign_of_rows_takes_the_proof_away(case: Case, row: str) -> None:
    data = dict(case.data)
    if "page" in data:
        data["page"] = data["page"].replace("</body>", f"{row}\n</body>")
    else:
        data["main"] = f"{data['main']}\n{row}"
    _never_empty(data.get("url", DEFAULT_URL), source(data))


@pytest.mark.parametrize("case", EMPTY, ids=lambda case: case.id)
def test_a_proof_needs_the_whole_page(case: Case) -> None:
    html = source(case.data)
    _never_empty(case.data.get("url", DEFAULT_URL), html[: html.rindex("</body>")])


@FAST
@given(
    st.permutations(['name="SiteName"', 'content="某县"']),
    st.sampled_from(["<meta {}>", "<META {} />", "<meta\n{}\n>", "<mEtA {}>"]),
    st.sampled_from([str.lower, str.upper, str]),
)
def test_metas_in_any_writing(parts: list[str], shape: str, case: Callable[[str], str]) -> None:
    written = shape.format(" ".join(part.replace("SiteName", case("SiteName")) for part in parts))
    assert read_identity(Page(DEFAULT_URL, written)).site_name == Found("某县", "meta SiteName")


@FAST
@given(st.lists(st.sampled_from(["", " ", "a", "b"]), max_size=5))
def test_the_first_meta_that_is_not_empty_wins(values: list[str]) -> None:
    page = Page(DEFAULT_URL, "".join(f"<meta name='ColumnType' content='{value}'>" for value in values))
    filled = [value for value in values if value.strip()]
    nothing = FoundEmpty("meta ColumnType") if values else NotFound()
    assert meta(page, "ColumnType") == (Found(filled[0], "meta ColumnType") if filled else nothing)


@FAST
@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.booleans())
def test_a_generation_time_is_never_a_publication_date(day: dt.date, same: bool) -> None:
    generated = f"{day.isoformat()} 10:11:12"
    published = generated if same else f"{day.isoformat()} 10:11:13"
    head = f'<meta name="others" content="页面生成时间 {generated}"><meta name="PubDate" content="{published}">'
    html = f"<html><head>{head}</head><body>文</body></html>"
    reading = read_page("http://h/content/post_1.html", html.encode(), None)
    assert reading.facts.article is not None
    assert isinstance(reading.facts.article.date, NotFound if same else Found)


def _never_empty(url: str, html: str) -> None:
    listed = read_text(url, Decoded(html, "utf-8", "declared")).facts.list
    assert listed is None or (listed.empty_proof is None and listed.construction is None)
