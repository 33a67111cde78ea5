"""Bad TLS from the handshake to the report: content that is scored as such, and a finding of its own class."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.kinds import TlsFault
from tests.crawler.fetch.certificates import Authority
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, html
from tests.xuncha.runs import findings, run_card, scorecards, xuncha
from tests.xuncha.small_site import pages

QUICKLY = ("--rate", "0", "--timeout", "3", "--allow-private", "--no-browser", "--as-of", "2026-06-30")
OUTSIDE = ("expired", "unknown-ca", "tls-1.0", "good")


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def portal_with(links: list[str]) -> dict[str, str]:
    site = pages()
    more = "".join(f'<a href="{link}">外部网站</a>' for link in links)
    return {**site, "/": site["/"].replace("<ul>", f"<p>{more}</p><ul>", 1)}


def serving(site: dict[str, str]) -> Any:
    def answer(asked: Asked) -> Says:
        body = site.get(asked.path)
        return Says(200, body.encode(), (("Content-Type", "text/html; charset=utf-8"),)) if body else NOT_FOUND

    return answer


def audited(server: FaultServer, folder: Path, fault: str) -> tuple[Host, Path]:
    """A portal with that fault, which links four outside hosts, three of them with faults of their own."""
    authority = Authority(folder)
    outside = [server.host(lambda asked: html("好" * 300), authority.server(each)) for each in OUTSIDE]
    site = portal_with([f"https://{host.netloc}/" for host in outside])
    host = server.host(serving(site), authority.server(fault) if fault != "legacy" else authority.legacy())
    run = folder / "run"
    environment = {"SSL_CERT_FILE": str(authority.trusted), "XUNCHA_RETRY_AFTER_S": "0.05"}
    done = xuncha("audit", f"https://{host.netloc}/", *QUICKLY, "--out", run, **environment)
    assert done.returncode == 0, done.stderr
    return host, run


def tls_findings(run: Path) -> list[dict[str, Any]]:
    return [found for found in findings(run) if found["check"] == "tls-fault"]


def test_an_expired_certificate_is_a_finding_and_no_dead_link(server: FaultServer, tmp_path: Path) -> None:
    host, run = audited(server, tmp_path, "expired")
    own = [found for found in tls_findings(run) if found["facts"]["own"]]
    assert [(found["code"], found["state"], found["url"]) for found in own] == [
        (TlsFault.EXPIRED, "confirmed", f"https://{host.netloc}/")
    ]
    assert own[0]["evidence"]["tls"]["valid_until"] == "2020-01-31"
    assert own[0]["evidence"]["tls"]["issued_by"] == "Tests of xuncha"
    assert "有效期" in own[0]["message"]
    assert "证书" in own[0]["remedy"]
    assert [found for found in findings(run) if found["check"] == "broken-link"] == []
    assert [part["share"] for part in run_card(run)["coverage"].values()] == [1]


def test_outside_hosts_are_folded_by_fault_and_only_suspected(server: FaultServer, tmp_path: Path) -> None:
    _, run = audited(server, tmp_path, "good")
    found = tls_findings(run)
    assert {(each["code"], each["state"], each["facts"]["own"]) for each in found} == {
        (TlsFault.EXPIRED, "suspected", False),
        (TlsFault.UNTRUSTED, "suspected", False),
        (TlsFault.OLD_CRYPTO, "suspected", False),
    }
    assert all(each["found_on_count"] == 1 and len(each["found_on"]) == 1 for each in found)
    protocols = {each["code"]: each["evidence"]["hosts"][0].get("protocol") for each in found}
    assert protocols[TlsFault.OLD_CRYPTO] == "TLSv1"
    assert all("站外" in each["message"] and "不计入本单位" in each["remedy"] for each in found)
    (card,) = scorecards(run)
    assert not [each for each in found if each["fingerprint"] in str(card["indicators"])]


@pytest.mark.parametrize(
    ("fault", "code", "state"),
    [
        ("wrong-host", TlsFault.WRONG_HOST, "confirmed"),
        ("self-signed", TlsFault.SELF_SIGNED, "confirmed"),
        ("unknown-ca", TlsFault.UNTRUSTED, "suspected"),
        ("weak-dh", TlsFault.WEAK_KEY, "suspected"),
        ("legacy", TlsFault.LEGACY_RENEGOTIATION, "suspected"),
    ],
)
def test_every_fault_of_a_portal(server: FaultServer, tmp_path: Path, fault: str, code: str, state: str) -> None:
    _, run = audited(server, tmp_path, fault)
    own = [found for found in tls_findings(run) if found["facts"]["own"]]
    assert [(found["code"], found["state"]) for found in own] == [(code, state)]
    assert own[0]["evidence"]["tls"]["protocol"].startswith("TLSv1")
