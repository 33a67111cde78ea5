"""The limit: a ready list of addresses fetched by libcurl, and nothing done with the answers."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.differential.programs import MissingPeer
from benchmarks.speed.subjects.contract import Command, Score, Task

_PROGRAM = Path(__file__).parents[1] / "programs/fetching.py"


class Fetching:
    """pycurl from the environment of the peers."""

    name, title, slow = "fetch", "pure fetching of the known list (pycurl)", False

    def command(self, task: Task) -> Command:
        """Fetch all pages and files. Raises `MissingPeer`."""
        python = task.peers / "bin/python"
        if not python.exists():
            raise MissingPeer("the environment of the peers is not installed (make bench does it)")
        given = [str(task.addresses), str(task.work / "report.json"), f"{task.timeout_s:g}", str(task.concurrency)]
        return Command([str(python), str(_PROGRAM), *given])

    def score(self, task: Task) -> Score:
        """It looks for nothing. Raises `RuntimeError` when something on the list did not come."""
        failed = json.loads((task.work / "report.json").read_text(encoding="utf-8"))["failed"]
        if failed:
            raise RuntimeError(f"{len(failed)} addresses did not come, first {failed[0]}")
        return Score()
