"""Audits two real sites that none of us wrote and holds every broken link against other tools.

The Python manual and the Chinese pages of the Debian handbook come from Debian packages and are served by nginx on
loopback. Two questions are asked, and each has an answer that does not come from us:

* is every link that `xuncha` calls broken truly broken? `curl` asks for it again;
* is every broken link that `wget --spider` or LinkChecker finds found by `xuncha`? What a peer lists and `curl` can
  open (wget lists good images) is the peer's false alarm and counted as such.

LinkChecker needs more than half an hour for the manual; it is stopped after `PATIENCE_S` and what it found by then
counts. Exit status 1 when either answer is no.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from benchmarks.nginx import serve
from benchmarks.oracle import opens
from benchmarks.packages import PackagedSite, packaged_sites
from benchmarks.wget import broken_in

PATIENCE_S = 240


@dataclass(frozen=True)
class Peer:
    """What another tool calls broken, and how long it took; `finished` is False when it was stopped."""

    name: str
    broken: frozenset[str]
    seconds: float
    finished: bool = True

    def told(self) -> str:
        """One phrase for the summary."""
        false = sum(map(opens, self.broken))
        stopped = "" if self.finished else ", stopped"
        return f"{self.name} {len(self.broken)}, false alarms {false} ({self.seconds:.1f} s{stopped})"


@dataclass(frozen=True)
class Result:
    """What the tools said about one site.

    `alive` are links that we call broken and `curl` can open; `missed` are links that a peer calls broken, `curl`
    cannot open, and we did not report.
    """

    name: str
    pages: int
    confirmed: frozenset[str]
    suspected: frozenset[str]
    alive: frozenset[str]
    peers: tuple[Peer, ...]
    seconds: float
    missed: frozenset[str]


def audit(start: str, out: Path) -> tuple[int, frozenset[str], frozenset[str]]:
    """Run the audit as a user would; pages observed, broken URLs confirmed and suspected."""
    command = [sys.executable, "-m", "xuncha", "audit", start, "--out", str(out), "--allow-private"]
    command += ["--no-external", "--rate", "0", "--concurrency", "16", "--profile", "full"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    broken: dict[str, set[str]] = {"confirmed": set(), "suspected": set()}
    for line in (out / "findings.jsonl").read_text(encoding="utf-8").splitlines():
        finding = json.loads(line)
        if finding["check"] == "broken-link" and urlsplit(finding["url"]).netloc == urlsplit(start).netloc:
            broken[finding["state"]].add(finding["url"])
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return run["counts"]["pages"], frozenset(broken["confirmed"]), frozenset(broken["suspected"])


def linkchecker(start: str, work: Path) -> Peer:
    """What LinkChecker calls invalid on the site."""
    work.chmod(0o777)
    config = work / "linkcheckerrc"
    config.write_text("[checking]\nmaxrequestspersecond=1000\nthreads=4\n", encoding="utf-8")
    config.chmod(0o644)
    report = work / "linkchecker.csv"
    options = ["--config", str(config), "--no-status", "--no-warnings", "--output", "none"]
    command = ["linkchecker", *options, "--file-output", f"csv/utf_8/{report}", start]
    seconds, finished, _ = timed(command)
    lines = [line for line in report.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter=";")
    found = {urldefrag(row["url"]).url for row in rows if row["valid"] == "False"}
    return Peer("LinkChecker", on_site(found, start), seconds, finished)


def wget(start: str, work: Path) -> Peer:
    """What a recursive `wget --spider` calls broken: the list at the end of its log."""
    command = ["wget", "--spider", "--recursive", "--level=inf", "--no-verbose", "--execute=robots=off"]
    seconds, finished, log = timed([*command, f"--directory-prefix={work}/wget", start])
    return Peer("wget", on_site(broken_in(log), start), seconds, finished)


def timed(command: list[str]) -> tuple[float, bool, str]:
    """Run a peer for at most `PATIENCE_S`: seconds, whether it ended by itself, and its standard error."""
    began = time.perf_counter()
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        return time.perf_counter() - began, False, ""
    return time.perf_counter() - began, True, done.stderr


def on_site(urls: set[str], start: str) -> frozenset[str]:
    """Those of `urls` that lie on the host of `start`."""
    host = urlsplit(start).netloc
    return frozenset(url for url in urls if urlsplit(url).netloc == host)


def examine(site: PackagedSite, work: Path) -> Result:
    """Serve one site and ask all tools."""
    name = site.name
    with serve(site.root) as base:
        start = base + site.start
        began = time.perf_counter()
        pages, confirmed, suspected = audit(start, work / "run")
        seconds = time.perf_counter() - began
        peers = (wget(start, work), linkchecker(start, work))
        alive = frozenset(filter(opens, confirmed | suspected))
        theirs = frozenset[str]().union(*(peer.broken for peer in peers)) - confirmed - suspected
        missed = frozenset(url for url in theirs if not opens(url))
        print(
            f"{name}: {pages} pages in {seconds:.1f} s; broken {len(confirmed)} (suspected {len(suspected)}), of these "
            f"opened by curl {len(alive)}; {'; '.join(peer.told() for peer in peers)}; missed by us {len(missed)}",
            flush=True,
        )
    return Result(name, pages, confirmed, suspected, alive, peers, seconds, missed)


def main() -> int:
    """Examine every site, print the figures, return the exit status."""
    failed = False
    for site in packaged_sites():
        with tempfile.TemporaryDirectory(prefix="xuncha-realsites-") as folder:
            result = examine(site, Path(folder))
        failed |= bool(result.alive or result.missed)
        for label, urls in (("broken", result.confirmed), ("alive", result.alive), ("missed", result.missed)):
            for url in sorted(urls):
                print(f"  {label}: {urlsplit(url).path}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
