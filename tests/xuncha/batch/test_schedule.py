"""Which portal comes next: hosts are never shared, nobody waits for ever."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from config.registry import Portal
from xuncha.batch.schedule import host_keys, next_portal


def portal(*urls: str) -> Portal:
    unit = {"id": "u", "name": "u", "class": "portal"}
    return Portal.model_validate({"id": "p", "name": "p", "start_urls": urls, "units": [unit]})


def test_a_www_name_and_default_ports_are_the_same_host() -> None:
    assert host_keys(portal("http://www.a.gov.cn/")) == host_keys(portal("https://a.gov.cn:443/x/"))
    assert host_keys(portal("http://a.gov.cn:8080/")).isdisjoint(host_keys(portal("http://a.gov.cn/")))


def test_portals_whose_host_many_wait_for_come_first() -> None:
    waiting = {"alone": frozenset({"a"}), "one": frozenset({"b"}), "two": frozenset({"b"})}
    assert next_portal(waiting, ()) == "one"
    assert next_portal(waiting, {"b"}) == "alone"
    assert next_portal(waiting, {"a", "b"}) is None


@settings(deadline=None)
@given(
    st.dictionaries(st.sampled_from("pqrstuvw"), st.frozensets(st.sampled_from("abcd"), min_size=1, max_size=3)),
    st.integers(1, 4),
    st.randoms(use_true_random=False),
)
def test_every_portal_is_crawled_once_and_never_beside_one_of_its_hosts(
    portals: dict[str, frozenset[str]], slots: int, chance: object
) -> None:
    waiting, under_way, done = dict(portals), [], []
    while waiting or under_way:
        while len(under_way) < slots:
            busy = frozenset[str]().union(*(portals[name] for name in under_way))
            name = next_portal(waiting, busy)
            if name is None:
                break
            assert portals[name].isdisjoint(busy)
            under_way.append(name)
            del waiting[name]
        assert under_way  # somebody always works
        done.append(under_way.pop(chance.randrange(len(under_way))))  # type: ignore[attr-defined]
    assert sorted(done) == sorted(portals)
