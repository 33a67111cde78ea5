"""What linkinator (https://github.com/JustinBeckwith/linkinator) says about the links of a site."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.differential.addresses import Names
from benchmarks.differential.programs import MissingPeer, program, run
from benchmarks.differential.subjects import Subject
from benchmarks.differential.verdicts import Report, State, Verdict

NAME = "linkinator"
VERSION = "7.6.1"
OPTIONS = ("--recurse", "--check-fragments", "--check-css", "--timeout", "30000", "--format", "json")
_STATES = {"OK": State.ALIVE, "BROKEN": State.DEAD, "SKIPPED": State.SKIPPED}


def ask(subject: Subject, work: Path, cache: Path) -> Report:
    """Check `subject` with linkinator from npm, kept in `cache`. Raises `MissingPeer` when it cannot be had."""
    script = install(cache)
    skipped = [subject.others, *([subject.endless] if subject.endless else [])]
    command = [program("node"), str(script), subject.start, *OPTIONS, "--verbosity", "info"]
    for pattern in skipped:
        command += ["--skip", pattern]
    ran = run(command, work)
    report = Report(NAME, VERSION, ran.seconds, ran.finished)
    for link in links_of(ran.output):
        add_link(link, subject.names, report)
    return report


def install(cache: Path) -> Path:
    """The program's script in `cache`, installed when it is not there. Raises `MissingPeer`."""
    script = cache / "node_modules/linkinator/build/src/cli.js"
    if script.exists():
        return script
    cache.mkdir(parents=True, exist_ok=True)
    command = [program("npm"), "install", "--prefix", str(cache), "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run([*command, f"linkinator@{VERSION}"], check=False, capture_output=True, text=True)
    if done.returncode or not script.exists():
        raise MissingPeer(f"npm could not install linkinator {VERSION}")
    return script


def links_of(output: str) -> list[dict[str, Any]]:
    """All links of a listing in JSON."""
    start = output.find("{")
    return list(json.loads(output[start:])["links"]) if start >= 0 else []


def add_link(link: Mapping[str, Any], names: Names, report: Report) -> None:
    """Add one link of the listing to the report."""
    pages = (names.target(link["parent"]),) if link.get("parent") else ()
    detail = f"status {link.get('status', 0)}{_failure(link)}"
    report.add(names.target(link["url"]), Verdict(_STATES[link["state"]], detail, pages))


def _failure(link: Mapping[str, Any]) -> str:
    for failure in link.get("failureDetails") or ():
        if "message" in failure or "cause" in failure:
            return f": {failure.get('message') or failure['cause']}"
    return ""
