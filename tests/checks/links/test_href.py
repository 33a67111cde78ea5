"""What is wrong with an href, told from its letters alone."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.links.href import HrefFault, href_fault
from checks.links.private_hosts import PRIVATE_NETWORKS, OwnHosts, private_network

HOSTS = st.from_regex(r"[a-z][a-z0-9-]{0,10}(\.[a-z][a-z0-9]{1,8}){1,3}", fullmatch=True)
PATHS = st.from_regex(r"(/[a-z0-9_%-]{1,8}){0,4}", fullmatch=True)


@given(st.sampled_from(["http", "https", "HTTP"]), HOSTS, st.integers(0, 65535), PATHS)
def test_an_ordinary_address_is_never_a_fault(scheme: str, host: str, port: int, path: str) -> None:
    url = f"{scheme}://{host}:{port}{path}"
    assert href_fault(url, url) is None
    assert href_fault(f" \n{url}\t", url) is None


@given(PATHS, st.sampled_from(["", "../", "./", "/"]), st.text("中文公告0123?=&", max_size=8))
def test_a_relative_address_is_never_a_fault(path: str, start: str, end: str) -> None:
    written = f"{start}{path.strip('/')}{end}".replace("//", "/")
    assert href_fault(written, "http://www.sample.gov.cn/x") is None


@given(st.text(max_size=40))
def test_whatever_is_written_is_answered(href: str) -> None:
    fault = href_fault(href, None)
    assert fault is None or fault.code in ("local-file", "malformed", "placeholder")


@given(st.sampled_from(PRIVATE_NETWORKS).flatmap(lambda net: st.ip_addresses(network=str(net))))
def test_every_private_address_is_seen(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    host = f"[{address}]" if address.version == 6 else str(address)
    url = f"http://{host}:8080/oa"
    assert href_fault(url, url) == HrefFault("private-address")
    assert href_fault(url, url, OwnHosts(names=frozenset({str(address)}))) is None
    network = private_network(str(address))
    assert network is not None
    assert href_fault(url, url, OwnHosts(networks=frozenset({network}))) is None


@given(st.ip_addresses(v=4))
def test_public_addresses_are_none(address: ipaddress.IPv4Address) -> None:
    if address.is_global:
        assert private_network(str(address)) is None


@pytest.mark.parametrize(
    "href", ["#", "###", "#top", "", "  ", "JavaScript:void(0)", "java\nscript:;", "mailto:a@b.cn"]
)
def test_what_is_no_address_is_no_fault(href: str) -> None:
    assert href_fault(href, None) is None


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("http:// www.sample.gov.cn/wsbs", "malformed"),
        ("//www. sample.gov.cn/", "malformed"),
        ("http://%20www.sample.gov.cn/", "malformed"),
        ("https:www.sample.gov.cn", "malformed"),
        ("http;//www.sample.gov.cn", "malformed"),
        ("hhttp://www.sample.gov.cn", "malformed"),
        ("http://javascript:;", "malformed"),
        ("http://[::1", "malformed"),
        ("FILE:///C:/a.doc", "local-file"),
        ("/C:/Users/a.doc", "local-file"),
        ("/a/{$vo.url}", "placeholder"),
        ("{pboot:link}", "placeholder"),
        ("///", "malformed"),
        ("//http://www.x.example/", "malformed"),
        ("/detail/undefined?x=1", "placeholder"),
        ("/a/[object Object]", "placeholder"),
    ],
)
def test_faults_have_their_code(href: str, code: str) -> None:
    assert href_fault(href, None) == HrefFault(code)


@pytest.mark.parametrize("href", ["%7B%7Burl%7D%7D", "{{url}}", "<%=url%>", "/a/${id}.html"])
def test_marks_that_a_script_may_fill_in_are_only_doubtful(href: str) -> None:
    assert href_fault(href, None) == HrefFault("placeholder", may_be_meant=True)


@pytest.mark.parametrize("href", ['/s?p={"a":{"b":1}}', "/s?p=%7B%22a%22:%7B%22b%22:1%7D%7D", "/s?p={id:1}"])
def test_json_in_a_query_is_no_template(href: str) -> None:
    assert href_fault(href, f"http://www.sample.gov.cn{href}") is None


@pytest.mark.parametrize(
    "href", ["http:///www.sample.gov.cn/", "http:\\\\www.sample.gov.cn\\a.html", "///www.sample.gov.cn/"]
)
def test_what_browsers_mend_is_only_doubtful(href: str) -> None:
    assert href_fault(href, "http://www.sample.gov.cn/") == HrefFault("malformed", mended=True)


def test_a_missing_slash_is_mended_or_not_by_the_scheme_of_the_page() -> None:
    href = "https:/www.x.example/"
    assert href_fault(href, "https://www.x.example/") == HrefFault("malformed", mended=True, may_be_meant=True)
    assert href_fault(href, "https://www.sample.gov.cn/www.x.example/") == HrefFault("malformed", may_be_meant=True)


@pytest.mark.parametrize("url", ["http://[fe80::1%25eth0]/", "http://192.168.1.1./", "http://[::ffff:10.0.0.1]/"])
def test_unusual_spellings_of_private_addresses(url: str) -> None:
    fault = href_fault("x", url)
    assert fault == HrefFault("private-address")
