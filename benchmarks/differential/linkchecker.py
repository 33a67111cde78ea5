"""What LinkChecker (https://linkchecker.github.io) says about the links of a site."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from benchmarks.differential.addresses import Names, resolved
from benchmarks.differential.programs import PATIENCE_S, program, run
from benchmarks.differential.subjects import Subject
from benchmarks.differential.verdicts import Report, State, Verdict

NAME = "LinkChecker"
CONFIG = """[checking]
maxrequestspersecond=1000
threads=4
timeout=10
maxrunseconds={seconds}
[filtering]
checkextern=1
ignorewarnings=http-redirected,url-content-size-zero,url-whitespace
ignore=
{ignore}
"""
# LinkChecker ends by itself after `maxrunseconds` and writes what it has; a killed one writes nothing.
_GRACE_S = 120
_LOST_PLACE = re.compile(r"Anchor `.*?' \(decoded: `(.*?)'\) not found")


def ask(subject: Subject, work: Path) -> Report:
    """Check `subject`. Raises `MissingPeer` when LinkChecker is not installed."""
    report = Report(NAME, _version(program("linkchecker")))
    work.chmod(0o777)  # LinkChecker gives its rights up and writes as nobody
    config, listing = work / "linkcheckerrc", work / "linkchecker.csv"
    config.write_text(_config(subject), encoding="utf-8")
    config.chmod(0o644)
    command = [program("linkchecker"), "--config", str(config), "--no-status", "--verbose", "--output", "none"]
    ran = run([*command, "--file-output", f"csv/utf_8/{listing}", subject.start], work, PATIENCE_S + _GRACE_S)
    report.seconds, report.finished = ran.seconds, ran.finished and ran.seconds < PATIENCE_S
    for row in rows(listing):
        add_row(row, subject.names, report)
    return report


def _config(subject: Subject) -> str:
    ignore = [subject.others, *([subject.endless] if subject.endless else [])]
    lines = "\n".join(f"  {pattern}" for pattern in ignore)
    return CONFIG.format(seconds=PATIENCE_S, ignore=lines) + ("[AnchorCheck]\n" if subject.places else "")


def rows(listing: Path) -> Iterator[dict[str, str]]:
    """The rows of a listing in CSV; none when there is no such file."""
    if listing.exists():
        lines = listing.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        yield from csv.DictReader((line for line in lines if not line.startswith("# ")), delimiter=";")


def add_row(row: Mapping[str, str], names: Names, report: Report) -> None:
    """Add one row of the listing to the report."""
    pages = (names.target(row["parentname"]),) if row["parentname"] else ()
    address, fragment = urldefrag(_asked(row))
    if row["valid"] != "True":
        verdict = Verdict(State.DEAD, row["result"], pages)
    elif row["result"].startswith(("filtered", "ignored")) or urlsplit(address).scheme not in ("http", "https"):
        verdict = Verdict(State.SKIPPED, row["result"], pages)
    else:
        verdict = Verdict(State.ALIVE, row["result"], pages)
    report.add(names.target(address), verdict)
    if fragment:
        lost = _LOST_PLACE.search(row["warningstring"] or "")
        on_place = Verdict(State.DEAD, "anchor not found", pages) if lost else verdict
        report.add(names.target(f"{address}#{unquote(fragment)}"), on_place)


def _asked(row: Mapping[str, str]) -> str:
    """The address that was asked: `url` unless redirects changed it, then what was written on the page."""
    if "Redirected to" not in (row["infostring"] or ""):
        return row["url"] or row["urlname"]
    return resolved(resolved(row["parentname"], row["base"]), row["urlname"])


def _version(path: str) -> str:
    told = subprocess.run([path, "--version"], check=False, capture_output=True, text=True).stdout
    found = re.search(r"LinkChecker (\S+)", told)
    return found[1] if found else "?"
