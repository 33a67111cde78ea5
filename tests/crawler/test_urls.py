"""URLs: resolved as browsers do, one canonical form, and what counts as one page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.urlforms import article_form, file_date, is_article_url, is_column_url, is_home_url, url_date, url_limit
from crawler.urls import canonical, is_call, netloc, page_key, resolve, same_page

WRITTEN = r"https?://[a-z]{1,8}\.gov\.cn(:\d{1,4})?(/[a-zA-Z0-9%._;~-]{0,6}){0,4}(\?[a-z]=[^#\s]{0,8})?"
BASE = "http://www.county.gov.cn/zwgk/tzgg/index.html?x=1"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("a.html", "http://www.county.gov.cn/zwgk/tzgg/a.html"),
        (" ./a.html\n", "http://www.county.gov.cn/zwgk/tzgg/a.html"),
        ("a\n.html", "http://www.county.gov.cn/zwgk/tzgg/a.html"),
        ("../../../../a.html", "http://www.county.gov.cn/a.html"),
        ("/a/./b/../c/", "http://www.county.gov.cn/a/c/"),
        ("/a/%2e%2e/b", "http://www.county.gov.cn/b"),
        ("", BASE),
        ("?page=2", "http://www.county.gov.cn/zwgk/tzgg/index.html?page=2"),
        ("//img.county.gov.cn/a.png", "http://img.county.gov.cn/a.png"),
        ("///img.county.gov.cn/a.png", "http://img.county.gov.cn/a.png"),
        ("http:a.html", "http://www.county.gov.cn/zwgk/tzgg/a.html"),
        ("http:/a.html", "http://www.county.gov.cn/a.html"),
        ("https:/other.cn/a", "https://other.cn/a"),
        ("http:\\\\other.cn\\a", "http://other.cn/a"),
        ("jxty//22.html", "http://www.county.gov.cn/zwgk/tzgg/jxty//22.html"),
        ("中文 名.html", "http://www.county.gov.cn/zwgk/tzgg/%E4%B8%AD%E6%96%87%20%E5%90%8D.html"),
        ("HTTP://WWW.Other.CN:80", "http://www.other.cn/"),
        ("http://user:secret@other.cn./a", "http://other.cn/a"),
        ("http://例子.政务/", "http://xn--fsqu00a.xn--zfr164b/"),
        ("http://203.192.6.89/xhs/", "http://203.192.6.89/xhs/"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("a.html;jsessionid=0123ABCD?b=1", "http://www.county.gov.cn/zwgk/tzgg/a.html?b=1"),
        ("a.jsp?b=1&PHPSESSID=0f&c=2", "http://www.county.gov.cn/zwgk/tzgg/a.jsp?b=1&c=2"),
        ("javascript:void(0)", None),
        ("mailto:a@county.gov.cn", None),
        ("tel:0531-12345678", None),
        ("data:text/plain,x", None),
        ("file:///C:/a.doc", None),
        ("C:\\a.doc", None),
        ("\\\\server\\share\\a.doc", None),
        ("http://http://www.other.cn/", None),
        ("http://https/", None),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://256.1.1.1/", None),
        ("http://ｗｗｗ．other．cn/", "http://www.other.cn/"),
        ("http://%77ww.other.cn/", "http://www.other.cn/"),
        ("http://other.cn../", None),
        ("http://xn--a/", None),
        ("/a/{id}/`x`?q='{id}'", "http://www.county.gov.cn/a/%7Bid%7D/%60x%60?q=%27{id}%27"),
        ("/a/..;jsessionid=1/b", "http://www.county.gov.cn/b"),
        ("/%%32e/", "http://www.county.gov.cn/%%32e/"),
        ("/\ud800", "http://www.county.gov.cn/%EF%BF%BD"),
        ("http://", None),
        ("http://a..b/", None),
        ("http://a b/", None),
        ("http://h:99999/", None),
        ("x" * 9000, None),
    ],
)
def test_resolve(href: str, url: str | None) -> None:
    assert resolve(BASE, href).url == url


def test_fragment_is_kept_apart() -> None:
    assert resolve(BASE, "a.html#sec 1") == ("http://www.county.gov.cn/zwgk/tzgg/a.html", "sec 1")
    assert resolve(BASE, "#top") == (BASE, "top")


def test_queries_are_written_in_the_encoding_of_the_page() -> None:
    assert resolve(BASE, "/s?q=中", "gb18030").url == "http://www.county.gov.cn/s?q=%D6%D0"
    assert resolve(BASE, "/s?q=中", "cp1252").url == "http://www.county.gov.cn/s?q=%26%2320013%3B"
    assert resolve(BASE, "/s?q=中é", "cp1252").url == "http://www.county.gov.cn/s?q=%26%2320013%3B%E9"
    assert resolve(BASE, "/s?q=中", "utf-16-le").url == "http://www.county.gov.cn/s?q=%E4%B8%AD"
    assert resolve(BASE, "/s?q=中", "no-such-encoding").url == "http://www.county.gov.cn/s?q=%E4%B8%AD"
    assert resolve(BASE, "/中?q=中", "gb18030").url == "http://www.county.gov.cn/%E4%B8%AD?q=%D6%D0"
    assert resolve(BASE, "/s?q=倈", "gbk").url == "http://www.county.gov.cn/s?q=%82|", "the second byte is ASCII"
    assert resolve(BASE, "?q=中#中", "gbk") == (f"{BASE.partition('?')[0]}?q=%D6%D0", "中")
    assert resolve("http://h.cn/?q=中", "", "gbk").url == "http://h.cn/?q=%E4%B8%AD", "an address has no page"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.county.gov.cn/", "https://county.gov.cn/index.html"),
        ("http://www.county.gov.cn/a/", "http://www.county.gov.cn/a/index.shtml"),
        ("http://www.county.gov.cn/a//b.html", "http://www.county.gov.cn/a/b.html"),
        ("http://www.county.gov.cn/content/post_1.html", "http://www.county.gov.cn/content/mpost_1.html"),
        ("http://www.county.gov.cn/l?a=1&b=2", "http://www.county.gov.cn/l?b=2&a=1&utm_source=wx"),
        ("http://h.cn/public/column/1?type=4&catId=7&action=list", "http://h.cn/public/column/1?action=list&catId=7"),
    ],
)
def test_one_page(one: str, other: str) -> None:
    assert same_page(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.county.gov.cn/a", "http://www.county.gov.cn/a/"),
        ("http://www.county.gov.cn/l?a=1", "http://www.county.gov.cn/l?a=2"),
        ("http://www.county.gov.cn/l?a=1&a=2", "http://www.county.gov.cn/l?a=2&a=1"),
        ("http://www.county.gov.cn/index_1.html", "http://www.county.gov.cn/index.html"),
        ("http://www.county.gov.cn:8080/", "http://www.county.gov.cn/"),
    ],
)
def test_two_pages(one: str, other: str) -> None:
    assert not same_page(one, other)


def test_a_folder_is_fetched_as_written() -> None:
    assert canonical("http://h.cn/a/index.html") == "http://h.cn/a/index.html"
    assert canonical("http://h.cn/a/") == "http://h.cn/a/"


def test_netloc_has_the_port() -> None:
    assert netloc("http://127.0.0.1:8080/a") == "127.0.0.1:8080"
    assert netloc("http://[broken") == ""


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
"""Lone surrogates included: JSON can hold them."""
ADDRESS_LIKE = st.lists(
    st.sampled_from(
        [*("http:", "https:", "//", "/", "\\", "h.cn", "0x7f.1", "例.政务", "xn--", "[::1]", "@", ":", "80", "?", "#"),
         *("#!get", "#!post:", ";jsessionid=1", "&sid=2", "PHPSESSID=0f", "=", ".", "..", "%", "%2", "%2e", "%4", "31"),
         *("%%32e", "%e4", "é", "中", "'", "|", "{", " ", "\n", "\x00", "\ud800")]
    ),
    max_size=9,
).map("".join)  # fmt: skip
ENCODINGS = st.sampled_from(
    ["utf-8", "gb18030", "gbk", "big5", "cp1252", "utf-16", "iso2022_jp", "undefined", "", "\x00"]
)


@settings(deadline=None)
@given(ANY_TEXT | ADDRESS_LIKE, ADDRESS_LIKE | st.just(BASE), ENCODINGS)
def test_resolve_never_raises_and_gives_canonical_urls(href: str, base: str, encoding: str) -> None:
    url = resolve(base, href, encoding).url
    if url is not None and not is_call(url):
        assert url.startswith(("http://", "https://"))
        assert url.isascii()
        assert canonical(url) == url


@settings(deadline=None)
@given(st.from_regex(WRITTEN, fullmatch=True) | ADDRESS_LIKE | ADDRESS_LIKE.map("http://h.cn/".__add__))
def test_canonical_is_idempotent(url: str) -> None:
    once = canonical(url)
    assert once is None or canonical(once) == once
    assert page_key(once or url) == page_key(url)


@given(st.text(alphabet="/.%2eE\\ab?", max_size=30))
def test_dots_never_climb_above_the_root(path: str) -> None:
    url = resolve("http://h.cn/x/y", "/" + path.lstrip("/\\")).url
    assert url is not None
    assert "/../" not in url.partition("?")[0]


@pytest.mark.parametrize(
    ("url", "form", "date"),
    [
        ("http://h/zwgk/202605/t20260528_90011.html", "A", "2026-05-28"),
        ("http://h/zwgk/202605/t20260528_90011_1.shtml", "A", "2026-05-28"),
        ("http://h/zwgk/t18993630.shtml", "A-undated", None),
        ("http://h/art/2016/11/22/art_1621004_30332664.html", "B", "2016-11-22"),
        ("http://h/art/2026/art_0123456789abcdef0123456789abcdef.html", "B-hex", None),
        ("http://h/col/col42150/content/content_1951206363677671424.html", "B-content", None),
        ("http://h/2026-05/28/content_7.shtml", "C", "2026-05-28"),
        ("http://h/20260528/0123abcd/c.html", "D", "2026-05-28"),
        ("http://h/web/zw/2026052812345678/index.shtml", "E", "2026-05-28"),
        ("http://h/2026/05/28/ARTI1.shtml", "F", "2026-05-28"),
        ("http://h/jyt/c110634/202511/174240943.shtml", "I-number", None),
        ("http://h/c1/202511/0123456789abcdef0123456789abcdef.shtml", "I", None),
        ("http://h/2026/5/8/0123456789abcdef0123456789abcdef.shtml", "R", "2026-05-08"),
        ("http://h/gd/content/mpost_12.html", "guangdong", None),
        ("http://h/2026/05-28/2559082.html", "henan", "2026-05-28"),
        ("http://h/html/2026/xw_0915/4053866.html", "yunnan", "2026-09-15"),
        ("http://h/xw/1833316118612205569.html", "snowflake", None),
        ("http://h/info/1043/673041.htm", "vsb", None),
        ("http://h/c2/4f/c47865a836175/page.htm", "webplus", None),
        ("http://h/fjbm/llj/tzgg/562718.htm", "number", None),
    ],
)
def test_article_forms(url: str, form: str, date: str | None) -> None:
    found = article_form(url)
    assert found is not None
    assert found.id == form
    assert is_article_url(url)
    assert not is_column_url(url)
    assert (found.date.isoformat() if found.date else None) == date


@pytest.mark.parametrize(
    "url",
    [
        "http://h/zwgk_83/zzfld/",
        "http://h/zwgk/index.html",
        "http://h/zwgk/index_2.shtml",
        "http://h/col/col1234/index.html",
        "http://h/xwzx/bmdt.htm",
        "http://h/c103958/common_list.shtml",
        "http://h/gongkai/channel_0123456789abcdef01234567/",
        "http://h/public/column/1681?type=4&catId=7",
        "http://h/XXGK/list.aspx?classinfoid=3",
    ],
)
def test_column_forms(url: str) -> None:
    assert is_column_url(url)
    assert not is_article_url(url)


@pytest.mark.parametrize("url", ["http://h/search/index.html", "http://h/s/index.html?q=x", "http://h/user/login.jsp"])
def test_forms_that_only_look_like_columns(url: str) -> None:
    assert not is_column_url(url)


def test_home_forms() -> None:
    assert is_home_url("http://h/")
    assert is_home_url("http://h/index.shtml")
    assert not is_home_url("http://h/zzgb/index.html")
    assert not is_home_url("http://h/?id=3")


def test_a_day_that_does_not_exist_is_no_date_of_a_url() -> None:
    assert url_date("http://h/202613/t20261345_1.html") is None


@pytest.mark.parametrize(
    ("path", "latest"),
    [
        ("/202612/t20261230_1.html", "2027-01-30"),
        ("/art/2026/5/28/art_1_2.html", "2026-06-28"),
        ("/202602/x.html", "2026-03-31"),
        ("/2026-02/x.html", "2026-03-31"),
        ("/2026/x.html", "2026-12-31"),
        ("/202613/t20261345_1.html", "2026-12-31"),
        ("/a/x.html", None),
        ("/a/9999/12/31/x.html", None),
    ],
)
def test_the_latest_day_that_a_url_allows(path: str, latest: str | None) -> None:
    limit = url_limit(f"http://h{path}")
    assert (limit and limit.isoformat()) == latest


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/zwgk/202605/P020260528394857123456.pdf", "2026-05-28"),
        ("/upload/20260528/a.doc", "2026-05-28"),
        ("/upload/2026-05-28/a.doc", "2026-05-28"),
        ("/art/2026/5/28/art_1_2.xls", "2026-05-28"),
        ("/upload/20260528103344123.zip", "2026-05-28"),
        ("/upload/20261345/a.doc", None),
        ("/upload/202605/a.doc", None),
        ("/upload/a.doc", None),
        ("/13820260528/a.doc", None),
    ],
)
def test_the_day_on_which_a_file_was_put_there(path: str, day: str | None) -> None:
    found = file_date(f"http://h{path}")
    assert (found and found.isoformat()) == day


OCTETS = st.sampled_from(["0", "01", "9", "10", "100", "119", "249", "250", "255", "256", "0x7f"])
HOSTS = st.sampled_from(["www.a.gov.cn", "a", "a.b1", "1.a", "https", "xn--a.cn"]) | st.lists(
    OCTETS, min_size=3, max_size=5
).map(".".join)
PORTS = st.sampled_from(
    ["", ":80", ":443", ":8080", ":808", ":18080", ":64999", ":65535", ":70000", ":01808", ":0", ":08", ":8０", ":"]
)


@given(st.sampled_from(["http", "https"]), HOSTS, PORTS, st.sampled_from(["/", "/a/b.html", "/.a", "", "/a//b"]))
def test_urls_that_are_plainly_canonical_are_so_the_long_way_too(scheme: str, host: str, port: str, path: str) -> None:
    url = f"{scheme}://{host}{port}{path}"
    quick = canonical.__wrapped__(url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.urls._PLAIN_URL", re.compile(r"(?!)"))
        assert canonical.__wrapped__(url) == quick


@given(
    st.sampled_from(["http://", "https://", "http:/", "HTTP://", ""]), st.text("aht:/.0-1[]@?#\\ \n\tAＡ%", max_size=9)
)
def test_hosts_that_are_seen_at_once_are_those_of_the_library(scheme: str, rest: str) -> None:
    quick = netloc.__wrapped__(scheme + rest)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crawler.urls._USUAL_BEGINNING", re.compile(r"(?!)"))
        assert netloc.__wrapped__(scheme + rest) == quick
