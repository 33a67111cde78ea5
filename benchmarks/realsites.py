"""Audits two real sites that none of us wrote and holds every broken link against other tools.

The Python manual and the Chinese pages of the Debian handbook come from Debian packages and are served by nginx on
loopback. Two questions are asked, and each has an answer that does not come from us:

* is every link that `xuncha` calls broken truly broken? `curl` asks for it again;
* is every link that LinkChecker calls broken found by `xuncha`?

Exit status 1 when either answer is no.
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

DOC = Path("/usr/share/doc")


@dataclass(frozen=True)
class Result:
    """What the tools said about one site: URLs found broken, and how long each tool took."""

    name: str
    pages: int
    ours: frozenset[str]
    suspected: frozenset[str]
    alive: frozenset[str]
    theirs: frozenset[str]
    seconds: float
    their_seconds: float

    @property
    def missed(self) -> frozenset[str]:
        return self.theirs - self.ours - self.suspected


def sites() -> list[tuple[str, Path, str]]:
    """(name, document root, start path) of the sites that are installed. Raises `SystemExit` when one is missing."""
    manual = sorted(DOC.glob("python3.*/html/index.html"))
    handbook = DOC / "debian-handbook/html"
    if not manual or not (handbook / "zh-CN/index.html").exists():
        raise SystemExit("realsites: packages python3-doc and debian-handbook are needed with their documentation")
    return [("python3-doc", manual[0].parent, "index.html"), ("debian-handbook", handbook, "zh-CN/index.html")]


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


def answers(url: str) -> int:
    """The HTTP status that `curl` gets for `url` (0: no answer)."""
    done = subprocess.run(
        [
            "curl",
            "--silent",
            "--location",
            "--max-time",
            "20",
            "--output",
            "/dev/null",
            "--write-out",
            "%{http_code}",
            url,
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    return int(done.stdout or 0)


def linkchecker(start: str, work: Path) -> frozenset[str]:
    """The URLs of the site that LinkChecker calls invalid."""
    work.chmod(0o777)
    config = work / "linkcheckerrc"
    config.write_text("[checking]\nmaxrequestspersecond=1000\nthreads=4\n", encoding="utf-8")
    config.chmod(0o644)
    report = work / "linkchecker.csv"
    options = ["--config", str(config), "--no-status", "--no-warnings", "--output", "none"]
    subprocess.run(
        ["linkchecker", *options, "--file-output", f"csv/utf_8/{report}", start],
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    lines = [line for line in report.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter=";")
    host = urlsplit(start).netloc
    return frozenset(
        urldefrag(row["url"]).url for row in rows if row["valid"] == "False" and urlsplit(row["url"]).netloc == host
    )


def examine(name: str, root: Path, start_path: str, work: Path) -> Result:
    """Serve one site and ask both tools."""
    with serve(root) as base:
        start = base + start_path
        began = time.perf_counter()
        pages, confirmed, suspected = audit(start, work / "run")
        seconds = time.perf_counter() - began
        began = time.perf_counter()
        theirs = linkchecker(start, work)
        their_seconds = time.perf_counter() - began
        alive = frozenset(url for url in confirmed | suspected if answers(url) in range(200, 400))
    return Result(name, pages, confirmed, suspected, alive, theirs, seconds, their_seconds)


def main() -> int:
    """Examine every site, print the figures, return the exit status."""
    failed = False
    for name, root, start_path in sites():
        with tempfile.TemporaryDirectory(prefix="xuncha-realsites-") as folder:
            result = examine(name, root, start_path, Path(folder))
        failed |= bool(result.alive or result.missed)
        print(
            f"{result.name}: {result.pages} pages; broken {len(result.ours)} (suspected {len(result.suspected)}); "
            f"of these alive by curl {len(result.alive)}; LinkChecker {len(result.theirs)}, missed by us "
            f"{len(result.missed)}; {result.seconds:.1f} s against {result.their_seconds:.1f} s"
        )
        for label, urls in (("alive", result.alive), ("missed", result.missed)):
            for url in sorted(urls):
                print(f"  {label}: {url}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
