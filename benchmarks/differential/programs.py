"""Other people's programs: found or installed, run with an end, their output kept."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

PATIENCE_S = 900
"""Seconds that a peer gets for one site."""


class MissingPeer(Exception):
    """A peer that cannot be had here; the message says why."""


class Ran(NamedTuple):
    """How a program ran: seconds, whether it ended by itself, and its standard output."""

    seconds: float
    finished: bool
    output: str


def program(name: str) -> str:
    """The path of an installed program. Raises `MissingPeer`."""
    found = shutil.which(name)
    if found is None:
        raise MissingPeer(f"{name} is not installed")
    return found


def run(command: list[str], work: Path, patience_s: float = PATIENCE_S) -> Ran:
    """Run `command` in `work` for at most `patience_s`. Its standard error goes to a file there."""
    began = time.perf_counter()
    output = work / "stdout"
    with output.open("wb") as out, (work / "stderr").open("wb") as err:
        try:
            subprocess.run(command, check=False, cwd=work, stdout=out, stderr=err, timeout=patience_s)
            finished = True
        except subprocess.TimeoutExpired:
            finished = False
    return Ran(time.perf_counter() - began, finished, output.read_text(encoding="utf-8", errors="replace"))
