"""Other people's link checkers, each told to ask as fast and as patiently as the others."""

from __future__ import annotations

import json
import re
from pathlib import Path

from benchmarks.differential import linkchecker, linkinator
from benchmarks.differential.programs import MissingPeer, program
from benchmarks.speed.subjects.contract import Command, Score, Task, by_addresses
from benchmarks.wget import broken_in

_LINKCHECKER = """[checking]
maxrequestspersecond=10000
threads=10
timeout={timeout}
[filtering]
ignorewarnings=url-content-size-zero
[output]
status=0
"""
_DOWNLOADED = re.compile(r"^Downloaded: (\d+) files", re.MULTILINE)
_WGET2_ERROR = re.compile(r"HTTP ERROR response \d+ .*?\[(\S+)\]")


class LinkChecker:
    """https://linkchecker.github.io"""

    name, title, slow = "linkchecker", "LinkChecker, 10 threads, rate limit off", True

    def command(self, task: Task) -> Command:
        """As installed beside the other peers."""
        task.work.chmod(0o777)  # LinkChecker gives its rights up and writes as nobody
        config = task.work / "linkcheckerrc"
        config.write_text(_LINKCHECKER.format(timeout=max(1, round(task.timeout_s))), encoding="utf-8")
        config.chmod(0o644)
        options = ["--config", str(config), "--no-robots", "--no-status", "--no-warnings", "--output", "none"]
        listing = f"csv/utf_8/{task.work / 'listing.csv'}"
        return Command([_peer(task, "linkchecker"), *options, "--file-output", listing, task.base])

    def score(self, task: Task) -> Score:
        """The rows that are not valid."""
        rows = linkchecker.rows(task.work / "listing.csv")
        return by_addresses(task, (row["url"] or row["urlname"] for row in rows if row["valid"] != "True"))


class Linkinator:
    """https://github.com/JustinBeckwith/linkinator"""

    name, title, slow = "linkinator", "linkinator --recurse, concurrency 100", True

    def command(self, task: Task) -> Command:
        """From npm, kept for the next time."""
        script = linkinator.install(task.cache / "linkinator")
        # A short patience ends the whole program by an error that nobody catches (7.6.1).
        options = ["--recurse", "--concurrency", "100", "--timeout", "30000"]
        shell = f'exec "$0" "$@" > "{task.work / "listing.json"}"'
        arguments = [program("node"), str(script), task.base, *options, "--format", "json", "--verbosity", "error"]
        return Command(["sh", "-c", shell, *arguments])

    def score(self, task: Task) -> Score:
        """The links that are broken."""
        links = linkinator.links_of((task.work / "listing.json").read_text(encoding="utf-8"))
        if not links:
            raise ValueError("no listing")
        return by_addresses(task, (link["url"] for link in links if link["state"] == "BROKEN"))


class Lychee:
    """https://lychee.cli.rs; it follows no links, so it is given all pages."""

    name, title, slow = "lychee", "lychee on the known list of pages (no crawl)", False

    def command(self, task: Task) -> Command:
        """Every page is an input."""
        options = ["--max-concurrency", str(task.concurrency), "--host-concurrency", str(task.concurrency)]
        options += ["--host-request-interval", "0ms", "--max-retries", "0", "--timeout", f"{task.timeout_s:g}"]
        options += ["--no-progress", "--format", "json", "--output", str(task.work / "listing.json")]
        return Command([_peer(task, "lychee"), *options, "--files-from", str(task.addresses)])

    def score(self, task: Task) -> Score:
        """Errors and time-outs."""
        said = json.loads((task.work / "listing.json").read_text(encoding="utf-8"))
        maps = [said.get(name) or {} for name in ("error_map", "timeout_map")]
        return by_addresses(task, (each["url"] for found in maps for links in found.values() for each in links))


class Wget:
    """GNU Wget."""

    name, title, slow = "wget", "wget --spider -r", False

    def command(self, task: Task) -> Command:
        """Nothing is kept."""
        options = ["--spider", "--recursive", "--level=inf", "--no-verbose", "--execute=robots=off", "--tries=1"]
        options += [f"--timeout={task.timeout_s:g}", f"--directory-prefix={task.work}", f"--output-file={_log(task)}"]
        return Command([program("wget"), *options, task.base])

    def score(self, task: Task) -> Score:
        """The list at the end of the log."""
        log = _log(task).read_text(encoding="utf-8", errors="replace")
        return by_addresses(task, broken_in(log), _opened(log))


class Wget2:
    """GNU Wget2. With one try it gives a host up that once broke off; with more it waits very long for what hangs."""

    name, title, slow = "wget2", "wget2 --spider -r", False

    def command(self, task: Task) -> Command:
        """Nothing is kept."""
        options = ["--spider", "--recursive", "--level=0", "--no-robots", "--tries=1"]
        options += [f"--timeout={task.timeout_s:g}", f"--max-threads={task.concurrency}"]
        options += [f"--directory-prefix={task.work}", f"--output-file={_log(task)}"]
        return Command([program("wget2"), *options, task.base])

    def score(self, task: Task) -> Score:
        """The errors in the log."""
        log = _log(task).read_text(encoding="utf-8", errors="replace")
        return by_addresses(task, _WGET2_ERROR.findall(log), _opened(log))


class Muffet:
    """https://github.com/raviqqe/muffet; in none of the registries, so only where somebody installed it."""

    name, title, slow = "muffet", "muffet", False

    def command(self, task: Task) -> Command:
        """Raises `MissingPeer` nearly everywhere."""
        options = ["--format", "json", "--timeout", f"{task.timeout_s:g}", "--max-connections", str(task.concurrency)]
        shell = f'exec "$0" "$@" > "{task.work / "listing.json"}"'
        return Command(["sh", "-c", shell, program("muffet"), *options, task.base])

    def score(self, task: Task) -> Score:
        """Links with an error."""
        pages = json.loads((task.work / "listing.json").read_text(encoding="utf-8"))
        return by_addresses(task, (link["url"] for page in pages for link in page["links"] if link.get("error")))


def _peer(task: Task, name: str) -> str:
    path = task.peers / "bin" / name
    if not path.exists():
        raise MissingPeer(f"{name} is not in the environment of the peers (make bench installs it)")
    return str(path)


def _opened(log: str) -> int | None:
    told = _DOWNLOADED.search(log)
    return int(told[1]) if told else None


def _log(task: Task) -> Path:
    return task.work / "log"
