"""Blocks keep the order of links and share what pages have in common."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.facts import Link
from crawler.kinds import Region, TargetKind
from crawler.store.blocks import cut
from tests.builders import link

links = st.builds(
    Link,
    href=st.text(max_size=4),
    url=st.none() | st.text(max_size=4),
    text=st.text(max_size=4),
    kind=st.sampled_from(TargetKind),
    region=st.sampled_from(Region),
)


@given(st.lists(links, max_size=60))
def test_nothing_is_lost_or_moved_and_no_block_crosses_a_region(page: list[Link]) -> None:
    blocks = cut(page)
    assert [one for block in blocks for one in block.links] == page
    assert all(one.region is block.region for block in blocks for one in block.links)


@given(st.lists(links, min_size=1, max_size=6), st.sampled_from(["href", "url", "text", "fragment"]))
def test_every_part_of_a_link_is_in_the_hash(page: list[Link], part: str) -> None:
    changes: dict[str, Any] = {part: f"{getattr(page[-1], part)}+"}
    changed = [*page[:-1], replace(page[-1], **changes)]
    assert [block.hash for block in cut(changed)] != [block.hash for block in cut(page)]


def test_pages_share_what_follows_a_difference() -> None:
    """A side bar after different articles, or a navigation with another entry marked, is stored once."""
    side = [link(f"/hot{number}.html", f"热点{number}") for number in range(200)]
    one, other = cut([link("/1.html", "甲"), *side]), cut([link("/2.html", "乙"), link("/3.html", "丙"), *side])
    shared = {block.hash for block in one} & {block.hash for block in other}
    assert sum(len(block.links) for block in one if block.hash in shared) > 150
