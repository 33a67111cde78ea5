"""One spelling for a target, whatever tool names it."""

from __future__ import annotations

import pytest

from benchmarks.differential.addresses import Names, loose_form, normal_form, resolved


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("HTTP://Host", "http://host/"),
        ("http://host:80/a/./b/../c", "http://host/a/c"),
        ("https://host:443/", "https://host/"),
        ("http://host:8080/", "http://host:8080/"),
        ("http://host/a//b", "http://host/a//b"),
        ("http://host/%7euser/%e4", "http://host/~user/%E4"),
        ("http://host/%2F", "http://host/%2F"),
        ("http://host/中 文?问#%E4%B8%AD", "http://host/%E4%B8%AD%20%E6%96%87?%E9%97%AE#中"),
        ("http://ｈｏｓｔ/", "http://host/"),
        ("http://青禾.invalid/", "http://xn--2lzs91d.invalid/"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("mailto:a@host", "mailto:a@host"),
        ("{{url}}", "{{url}}"),
        ("http://[/", "http://[/"),
    ],
)
def test_only_what_is_equivalent_becomes_equal(written: str, normal: str) -> None:
    assert normal_form(written) == normal


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("d", "http://host/a/d"),
        ("x//y", "http://host/a/x//y"),
        ("/d", "http://host/d"),
        ("?q", "http://host/a/b?q"),
        ("#f", "http://host/a/b?p#f"),
        ("", "http://host/a/b?p"),
        ("//other/d", "http://other/d"),
        ("http:d", "http://host/a/d"),
        ("https://other/", "https://other/"),
    ],
)
def test_references_are_resolved_as_the_rfc_says(reference: str, address: str) -> None:
    assert resolved("http://host/a/b?p#g", reference) == address


def test_hosts_get_names_and_give_them_back() -> None:
    names = Names({"127.0.0.1:4711": "site.test"})
    target = names.target("http://127.0.0.1:4711/a?u=http%3A//127.0.0.1%3A4711/")
    assert target == "http://site.test/a?u=http%3A//escaped-site.test/"
    assert names.address(target) == "http://127.0.0.1:4711/a?u=http%3A//127.0.0.1%3A4711/"
    assert names.are_home_of(target)
    assert not names.are_home_of("http://other.test/")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://h/a//b", "http://h/a/b"),
        ("http://h/a%2Fb", "http://h/a/b"),
        ("http://h/a;jsessionid=1", "http://h/a"),
        ("http://h/a?jsessionid=1", "http://h/a"),
        ("http://user@h/a", "http://h/a"),
        ("http://h/?u=escaped-site.test", "http://h/?u=site.test"),
    ],
)
def test_loose_forms_are_equal_for_spellings_of_one_link(one: str, other: str) -> None:
    assert loose_form(one) == loose_form(other)


def test_loose_forms_keep_pages_apart() -> None:
    assert loose_form("http://h/a?id=1") != loose_form("http://h/a?id=2")
