"""Who is right about a target: what is known beforehand, else `curl` and Beautiful Soup. No tool is asked."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from benchmarks.differential.addresses import Names, same_page
from benchmarks.oracle import opens


class Truth(StrEnum):
    """What a visitor of the page finds.

    `HOLLOW`: it opens and yet is not what the link promises, which no status shows; to be reported like the dead.
    `NO_LINK`: nothing on the page leads or loads there.
    """

    ALIVE = "alive"
    DEAD = "dead"
    HOLLOW = "hollow"
    NO_LINK = "not a link"


BROKEN = (Truth.DEAD, Truth.HOLLOW)
"""What a link checker should report."""


def truth_of(target: str, known: Mapping[str, Truth], names: Names) -> Truth:
    """The truth about `target`. A place on a page that is known to be dead is dead too; nothing but the web opens.

    A fragment of number signs (`###`) is a pseudo link: scripts use it, nobody is led anywhere.
    """
    if target in known:
        return known[target]
    if "#" in target and not target.partition("#")[2].strip("#"):
        return Truth.NO_LINK
    page = known.get(same_page(target))
    if page is Truth.DEAD:
        return page
    if not target.startswith(("http://", "https://")):
        return Truth.DEAD
    return Truth.ALIVE if opens(names.address(target)) else Truth.DEAD


def contradictions(known: Mapping[str, Truth], names: Names) -> list[str]:
    """Targets of which `curl` says the opposite of what is known about them."""
    return sorted(
        target
        for target, truth in known.items()
        if truth is not Truth.NO_LINK
        and target.startswith(("http://", "https://"))
        and opens(names.address(target)) is (truth is Truth.DEAD)
    )
