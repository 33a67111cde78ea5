"""How near many portals on one event loop come to the rate that politeness allows, on one processor.

`python -m benchmarks.fleet [--portals 50] [--rate 2] [--seconds 60]`: so many portals, one name each, served by one
nginx on loopback, are crawled side by side by one process that may use one processor only; then once more beside a
portal that never answers and one that takes three seconds for every answer. What nginx answered in whole seconds is
counted.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from benchmarks.nginx import serve
from benchmarks.speed.portal.write import portal_at
from config.registry import Politeness, Portal, Unit
from crawler.fetch.finishing import Ended
from crawler.fetch.many import Order, run_crawls
from crawler.fetch.plan import CrawlPlan, Progress
from crawler.kinds import EndReason

WARM_S = 8
"""Seconds after the first request before counting begins: every portal is under way by then."""
PROMISED = 0.95
"""Of the rate that politeness allows (issue and README)."""
MOST_MB = 1_000
PAGES = 400
"""Of each portal: more than are asked for. Nothing on it fails by a 5xx, which would slow us down by our own rule."""
SLOW_S = 3.0
_AT = re.compile(rb"\[([^\]]+)\]")


class _Lame(BaseHTTPRequestHandler):
    """Answers after a while, or never."""

    protocol_version = "HTTP/1.1"
    after_s = SLOW_S

    def do_GET(self) -> None:
        time.sleep(self.after_s)
        body = f"<html><body><h1>慢</h1><a href='/{time.monotonic_ns()}.html'>更多</a></body></html>".encode()
        with contextlib.suppress(ConnectionError):  # nobody waits any more
            self.send_response(404 if "robots" in self.path else 200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


class _Mute(_Lame):
    after_s = 86_400.0


class _Silent:
    """Hears of the crawls and says only what went wrong."""

    def progress(self, name: str, now: Progress) -> None:
        """Nothing."""

    def reads(self, name: str) -> None:
        """Nothing."""

    def left(self, name: str, ended: Ended) -> None:
        """Only normal portals must still be under way when they are interrupted."""
        if ended.reason is not EndReason.INTERRUPTED and not name.startswith("lame"):
            print(f"{name} ended too early: {ended.reason}", file=sys.stderr)

    def broken(self, name: str, fault: Exception) -> None:
        """Faults are none of politeness."""
        print(f"{name} broke off: {fault!r}", file=sys.stderr)


def plan_of(name: str, address: str, rate: float) -> CrawlPlan:
    """The plan for a portal whose name is told to lie at `address` (host:port)."""
    unit = Unit.model_validate({"id": name, "name": name, "class": "portal"})
    host = f"{name}.county.example"
    portal = Portal(
        id=name,
        name=name,
        start_urls=(f"http://{host}/",),
        units=(unit,),
        politeness=Politeness(rate=rate, concurrency=4),
    )
    agent = "xuncha-benchmark/0.1 (+mailto:tests@example.org)"
    return CrawlPlan(portal, agent, allow_private=True, names=(f"{host}:80={address}",))


def crawl(folder: Path, rate: float, addresses: list[str]) -> None:
    """In a process of its own: crawl until interrupted, then say what that cost."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    orders = []
    for at, address in enumerate(addresses):
        name = f"p{at}" if address == addresses[0] else f"lame{at}"
        (folder / name).mkdir()
        orders.append(Order(name, plan_of(name, address, rate), folder / name / "crawl.sqlite"))
    begun = time.monotonic()
    run_crawls(orders, len(orders), _Silent())
    used = resource.getrusage(resource.RUSAGE_SELF)
    share = (used.ru_utime + used.ru_stime) / (time.monotonic() - begun)
    print(json.dumps({"cpu": share, "mb": used.ru_maxrss / 1024}))


@dataclass(frozen=True)
class Measured:
    """Requests per second of the normal portals, share of one processor, and peak memory of the crawl process."""

    rate: float
    cpu: float
    mb: float


def measure(count: int, rate: float, seconds: int, lame: list[str]) -> Measured:
    """One run over `count` portals, and beside them those at the addresses `lame`."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # nginx reads as another user
        log = folder / "access.log"
        root, _ = portal_at(folder, PAGES)
        base = opened.enter_context(serve(root, rules=f"access_log {log} combined;"))
        address = base.removeprefix("http://").rstrip("/")
        words = ["--crawl", str(folder), "--rate", str(rate), *([address] * count), *lame]
        command = [sys.executable, "-m", "benchmarks.fleet", *words]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        while not (log.exists() and log.stat().st_size):
            if process.poll() is not None:
                raise RuntimeError("the crawl did not begin")
            time.sleep(0.05)
        time.sleep(WARM_S + seconds + 2)
        process.send_signal(signal.SIGINT)
        said = json.loads(process.communicate(timeout=300)[0].splitlines()[-1])
        by_second = Counter(_AT.search(line)[1] for line in log.read_bytes().splitlines())  # type: ignore[index]
        counted = sorted(by_second)[WARM_S : WARM_S + seconds]
        if len(counted) < seconds:
            raise RuntimeError(f"requests in {len(counted)} seconds only")
        return Measured(sum(by_second[second] for second in counted) / seconds, said["cpu"], said["mb"])


def lame_portals(opened: ExitStack) -> list[str]:
    """The addresses of a portal that hangs and of one that is slow."""
    addresses = []
    for handler in (_Mute, _Lame):
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        opened.callback(server.shutdown)
        addresses.append(f"127.0.0.1:{server.server_port}")
    return addresses


def main() -> None:
    """Measure both; exits with 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, default=50)
    parser.add_argument("--rate", type=float, default=2.0)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--crawl", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("addresses", nargs="*", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.crawl:
        crawl(asked.crawl, asked.rate, asked.addresses)
        return
    ideal, kept = asked.portals * asked.rate, True
    with ExitStack() as opened:
        lame = lame_portals(opened)
        for what, beside in (("alone", []), ("beside a hanging and a slow portal", lame)):
            seen = measure(asked.portals, asked.rate, asked.seconds, beside)
            kept &= seen.rate >= PROMISED * ideal and seen.mb < MOST_MB
            print(
                f"{asked.portals} portals {what}: {seen.rate:.1f} of {ideal:g} requests/s that politeness allows "
                f"({seen.rate / ideal:.1%}), {seen.cpu:.0%} of one processor, peak {seen.mb:.0f} MB in one process",
                flush=True,
            )
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; promised {PROMISED:.0%} in {MOST_MB} MB")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
