"""The net for odd links: ordinary addresses pass, and whatever `bad-href` would report is caught."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checks.links.href import href_fault
from crawler.store.plain_href import _is_plain, is_plain
from crawler.urls import resolve

PAGE = "http://www.sample.gov.cn/zwgk/index.html"
OWN = frozenset({"127.0.0.1:8080"})


@pytest.mark.parametrize(
    "href",
    [
        "a.html",
        "./2025/t20251117_1.shtml?x=1&y=2",
        "../",
        "/x",
        "?page=2",
        "#",
        " /x.html\n",
        "http://www.a.gov.cn",
        "https://a.gov.cn:8443/b?u=http://c.cn/",
        "//a.cn/x",
        "/nanning/中文/路径.html",
        "http://中文.中国/",
        "http://127.0.0.1:8080/x",
    ],
)
def test_ordinary_addresses_are_plain(href: str) -> None:
    assert is_plain(href, OWN)


@pytest.mark.parametrize(
    "href",
    [
        "",
        "javascript:;",
        "mailto:a@b.cn",
        "http://10.1.2.3/",
        "//192.168.1.1/x",
        "http://localhost/",
        "http://oa/",
        "http://oa.local/",
        "http://[::1]/",
        "http://127.0.0.1:8081/",
        "C:\\a.doc",
        "/D:/a.doc",
        "file:///c:/a",
        "\\\\server\\a",
        "{{url}}",
        "%7B%7Burl%7D%7D",
        "/a?id=${id}",
        "/undefined",
        "<%=x%>",
        "http:/a.cn",
        "http:///a.cn",
        "///a.cn",
        "htp://a.cn",
        "http//a.cn",
        "https；//a.cn",
        "http://http://a.cn",
        "http://a,b.cn/",
        "http://a.cn:99999/",
        "/a b.html",
    ],
)
def test_everything_else_is_handed_to_the_check(href: str) -> None:
    assert not is_plain(href, OWN)


pieces = st.sampled_from(
    ["http", "https", "htp", "file", ":", "/", "//", "\\", "10.0.0.1", "192.168.1.9", "localhost", "a.gov.cn", "a",
     "C:", "{{x}}", "%7b", "${y}", "<?", "<%", "undefined", "[object Object]", "[::1]", "@", ":80", ":99999", "..",
     ".", "?", "=", "#", " ", "\n", "null", "preview.", "cmspreview", "：", "，", ";", "index.html", "中文", "_", "%"]
)  # fmt: skip


@given(st.lists(pieces, max_size=6).map("".join))
def test_no_fault_slips_through_the_net(href: str) -> None:
    url = resolve(PAGE, href).url
    assume(href_fault(href, url) is not None)
    assert url is None or not is_plain(href), "links without an address are always handed over"


@given(
    st.lists(
        st.sampled_from(["a", "zwgk", "2025", "undefined", "null", "preview", "test", "wcm.files", "..", "x.html", ""]),
        max_size=5,
    ),
    st.sampled_from(["www.a.gov.cn", "oa", "10.0.0.1", "test.a.gov.cn", "127.0.0.1"]),
    st.sampled_from(["", "/", ".html", "?x=1", " "]),
)
def test_the_quick_way_says_the_same(steps: list[str], host: str, end: str) -> None:
    href = f"http://{host}/{'/'.join(steps)}{end}"
    assert is_plain(href, OWN) == _is_plain(href, OWN)
