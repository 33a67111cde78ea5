"""The sites of the differential run, each served on loopback while its block lasts."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial

from benchmarks.differential.addresses import Names
from benchmarks.differential.own_site import serve_own_site
from benchmarks.differential.truth import Truth
from benchmarks.nginx import serve
from benchmarks.packages import PackagedSite, packaged_sites
from xuncha.sample import AnswerSheet, SamplePortal, serve_sample
from xuncha.sample.hosts import HOST_NAMES


@dataclass(frozen=True)
class Subject:
    """One site under test.

    * `start`: where every tool begins; `names`: the hosts whose links are compared, links to others are left out;
    * `known`: what is known about targets beforehand, by target; about the others `curl` is asked;
    * `written_on`: a page that links the target, where that is known beforehand too;
    * `sound`: the beginning of the addresses of a portal on which no place is missing, because its scripts make those
      that `curl` does not see;
    * `whole`: whether `known` names every target that is linked;
    * `endless`: a pattern of addresses without end, which the peers are told to leave out, because they have no end
      for such things;
    * `outside`: whether some of `names` are other people's hosts, so that outside links have to be asked too;
    * `places`: whether LinkChecker is told to look for places too, for which it needs about ten times as long.
    """

    start: str
    names: Names
    known: Mapping[str, Truth] = field(default_factory=dict)
    written_on: Mapping[str, str] = field(default_factory=dict)
    sound: str | None = None
    whole: bool = False
    endless: str | None = None
    outside: bool = True
    places: bool = True

    @property
    def others(self) -> str:
        """A pattern of the addresses that are none of the test's: those on hosts without a name, unless they are known.

        Names below .invalid never exist (RFC 6761), so that everybody may ask for them.
        """
        hosts = "|".join(re.escape(host) for host in self.names.hosts if not host.startswith(":"))
        return rf"^https?://(?!({hosts}|[^/]*\.invalid)(/|\?|#|$))"


_UNREADABLE = re.compile(r"[\\{<]|:/")
"""In an href: it has a scheme, or characters of templates and of names of files."""

Opening = Callable[[], AbstractContextManager[Subject]]


def subjects() -> dict[str, Opening]:
    """How to open each subject, by name. Raises `SystemExit` when a package is missing."""
    found: dict[str, Opening] = {site.name: partial(_packaged, site) for site in packaged_sites()}
    found["sample-county"] = partial(_sample, "portal")
    found["sample-exhibits"] = partial(_sample, "sites")
    found["tricky-site"] = _tricky
    return found


@contextlib.contextmanager
def _packaged(site: PackagedSite) -> Iterator[Subject]:
    with serve(site.root) as base:
        netloc = base.removeprefix("http://").rstrip("/")
        # The manual has twenty thousand links to places.
        places = site.name != "python3-doc"
        yield Subject(base + site.folder, Names({netloc: f"{site.name}.test"}), outside=False, places=places)


@contextlib.contextmanager
def _sample(host: str) -> Iterator[Subject]:
    with serve_sample() as sample:
        names = Names({getattr(sample.hosts, name): f"{name}.test" for name in HOST_NAMES})
        sheet = sample.truth if host == "portal" else sample.exhibits_truth
        start = sample.hosts.address(f"{host}:/")
        sound = names.target(start) if host == "sites" else None
        yield Subject(start, names, _known(sheet, sample, names), sound=sound, endless=r"/rili/\?")


def _known(sheet: AnswerSheet, sample: SamplePortal, names: Names) -> dict[str, Truth]:
    """What the sample's answer sheet knows about links and `curl` cannot find out.

    Visitors pass the walls that refuse robots. An href that is wrong as written is dead; one that browsers resolve is
    left to `curl`, and nobody is sent to a private address, not even to one that exists in the sample only.
    """
    walls = names.target(sample.hosts.address("walls:/"))
    guarded = {
        names.target(place)
        for innocent in sheet.innocents
        if "broken-link" in innocent.checks
        for place in innocent.places
    }
    known = {target: Truth.ALIVE for target in guarded if target.startswith(walls)}
    for each in sheet.expected:
        if each.check == "broken-link":
            fragment = f"#{each.facts['fragment']}" if "fragment" in each.facts else ""
            known[names.target(each.place + fragment)] = Truth.DEAD
        elif each.check == "bad-href" and each.code != "private-address" and _UNREADABLE.search(each.place):
            known[names.target(each.place)] = Truth.DEAD
    return known


@contextlib.contextmanager
def _tricky() -> Iterator[Subject]:
    with serve_own_site() as (start, names, known):
        truth = {target: kind for target, (kind, _) in known.items()}
        yield Subject(start, names, truth, {target: page for target, (_, page) in known.items()}, whole=True)
