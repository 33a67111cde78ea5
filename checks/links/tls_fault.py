"""The check `tls-fault`: hosts that open, but with a certificate or encryption that up-to-date browsers object to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State
from config.official import official_services
from config.registry import Unit
from crawler.kinds import TlsFault
from crawler.store.crawl import Crawl
from crawler.tlsnote import TlsNote, read_note
from crawler.urls import netloc

OUTSIDE = "outside"
EXAMPLES = 5
"""Pages named in a finding: enough to find the link, little enough for a table cell."""
MOST_HOSTS = 50
"""Hosts named in the evidence of a finding about outside hosts."""


class TlsFaultCheck(Check):
    """Hosts whose certificate or encryption makes browsers warn or refuse (证书/加密配置问题), although they open.

    ## What it finds

    Hosts that the crawl could open over https only by leaving out what an up-to-date browser insists on:

    * `certificate-expired` (or not valid yet), `certificate-wrong-host`, `certificate-self-signed`,
      `certificate-untrusted` (nobody known signed it, or an intermediate certificate is missing);
    * `weak-key`, `legacy-renegotiation`, `old-crypto`.

    One finding for each host of the portal and fault. Hosts outside are folded: one finding for each fault, which names
    the hosts and pages that link them. `facts.own` tells the two apart.

    ## Why it matters

    Visitors meet a warning across the whole window, or nothing at all. It is no dead link and is never reported as one,
    because many browsers still open such hosts (they fetch missing intermediates, or accept old protocols).

    ## How it decides

    Every https host is opened strictly first, with the certificate authorities of browsers, and leniently if that
    fails; what the strict way objected to is the fault. The evidence holds what the certificate says and what was
    agreed upon. The state is `confirmed` on the portal's own hosts where the certificate itself is the proof: the as-of
    date lies outside its validity, it names other hosts, or its issuer is its own subject. Everything else is
    `suspected`, and so are all hosts outside: they are not the audited body's to mend, only to link or not to link.

    ## When it does not apply

    A unit on whose pages nothing is read or linked over https. A unit that only has a part of somebody else's host is
    not asked about that host. Public services (`config/lexicons/official-services.yaml`) are left out. A host that
    does not open at all is a matter of `broken-link` (`tls-failure`).

    No clause of a rubric names these faults, so they cost nothing unless a rubric counts them.

    ## Known errors

    A gateway between the crawler and the network that opens TLS makes every host `certificate-untrusted` (only
    suspected). An authority that browsers know and our list does not, or a national cipher (国密) next to an old
    one, shows as suspected. Good pages alone tell of a fault; a host that answers nothing but errors is not examined.
    """

    id = "tls-fault"
    title = "证书、加密配置问题"
    needs = ("pages",)
    codes = tuple(fault.value for fault in TlsFault)
    clause = "本工具自定：证书、加密配置问题单列提示，没有对应的计分条款"

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding per own host and fault, one per fault of hosts outside."""
        own, outside = _hosts(crawl, unit)
        if not own and not outside:
            yield NotApplicable("no-https")
            return
        yield Examined(len(own) + len(outside))
        for host in own.values():
            for note in host.notes():
                yield _own_finding(unit, host, note, as_of)
        for fault in TlsFault:
            bad = [host for host in outside.values() if fault in host.faults]
            if bad:
                yield _outside_finding(crawl, unit, bad, fault)


@dataclass(slots=True)
class _Host:
    """A host with what was seen of it: for each fault the first note, and the addresses that told of it."""

    name: str
    faults: dict[TlsFault, TlsNote] = field(default_factory=dict)
    urls: dict[TlsFault, list[str]] = field(default_factory=lambda: defaultdict(list))

    def notes(self) -> list[TlsNote]:
        return [self.faults[fault] for fault in sorted(self.faults)]


def _hosts(crawl: Crawl, unit: Unit) -> tuple[Mapping[str, _Host], Mapping[str, _Host]]:
    """The unit's own https hosts and those outside that it links, each in order of names."""
    own: dict[str, _Host] = {}
    outside: dict[str, _Host] = {}
    for url, detail in crawl.secured(unit):
        name = netloc(url)
        ours = name in crawl.portal.all_hosts
        if (ours and not crawl.belongs(f"https://{name}/", unit)) or (not ours and _is_official(name)):
            continue
        host = (own if ours else outside).setdefault(name, _Host(name))
        note = read_note(detail)
        if note is not None:
            host.faults.setdefault(note.fault, note)
            host.urls[note.fault].append(url)
    return dict(sorted(own.items())), dict(sorted(outside.items()))


def _is_official(name: str) -> bool:
    return official_services().at(name.partition(":")[0]) is not None


def _own_finding(unit: Unit, host: _Host, note: TlsNote, as_of: date) -> Finding:
    return Finding(
        check=TlsFaultCheck.id,
        code=note.fault.value,
        unit=unit.id,
        subject=host.name,
        url=f"https://{host.name}/",
        state=State.CONFIRMED if _is_proven(note, host.name, as_of) else State.SUSPECTED,
        facts={"own": True, "host": host.name, "addresses": len(host.urls[note.fault])},
        evidence={"tls": dict(note.seen), "examples": host.urls[note.fault][:EXAMPLES]},
    )


def _is_proven(note: TlsNote, host: str, as_of: date) -> bool:
    """Whether the certificate itself shows the fault to anybody who reads it."""
    seen = note.seen
    match note.fault:
        case TlsFault.EXPIRED:
            begin, end = seen.get("valid_from", ""), seen.get("valid_until", "")
            return bool(begin and end) and not begin <= as_of.isoformat() <= end
        case TlsFault.WRONG_HOST:
            names = seen.get("names", "") or seen.get("issued_to", "")
            return bool(names) and "…" not in names and host.partition(":")[0] not in names.split(", ")
        case TlsFault.SELF_SIGNED:
            return bool(seen.get("issued_to")) and seen.get("issued_to") == seen.get("issued_by")
        case _:
            return False


def _outside_finding(crawl: Crawl, unit: Unit, hosts: list[_Host], fault: TlsFault) -> Finding:
    urls = [url for host in hosts for url in host.urls[fault]]
    uses = [use for host in hosts[:EXAMPLES] for use in crawl.uses(host.urls[fault][0], unit).examples[:1]]
    return Finding(
        check=TlsFaultCheck.id,
        code=fault.value,
        unit=unit.id,
        subject=OUTSIDE,
        url=urls[0],
        state=State.SUSPECTED,
        found_on=tuple(dict.fromkeys(use.page_url for use in uses)),
        found_on_count=crawl.pages_with_links(unit, urls),
        text=uses[0].text if uses else "",
        facts={"own": False, "hosts": [host.name for host in hosts[:MOST_HOSTS]], "host_count": len(hosts)},
        evidence={"hosts": [_row(host, fault) for host in hosts[:MOST_HOSTS]]},
    )


def _row(host: _Host, fault: TlsFault) -> dict[str, Any]:
    """One host in the evidence: its name, an address on it, and what was seen."""
    return {"host": host.name, "url": host.urls[fault][0], **host.faults[fault].seen}
