"""Runs a command and measures it with everything that it starts: `measured.py REPORT CAP_S COMMAND …`.

Writes JSON to REPORT: `wall_s`, `cpu_s` (user and system time of all processes), `peak_rss_mb` and `peak_pss_mb` (the
sum over all processes that lived at a moment; what they share counts once in the second), `finished`, `status`.

A process of its own, so that its own time is not counted. As their reaper it is handed processes whose parent has
ended, too. Nothing but the standard library is imported, so that any interpreter can run it.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

_LOOK_S = 0.25
_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Measure the command of the command line."""
    report, cap, command = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    begun = time.perf_counter()
    child = subprocess.Popen(command, start_new_session=True)
    looks = Looks()
    looks.start()
    try:
        status, finished = child.wait(cap), True
    except subprocess.TimeoutExpired:
        status, finished = None, False
    wall = time.perf_counter() - begun
    looks.over.set()
    looks.join()
    _end_all(child)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = {
        "wall_s": wall,
        "cpu_s": used.ru_utime + used.ru_stime,
        "peak_rss_mb": max(looks.rss_mb, used.ru_maxrss * 1024 / 1e6),
        "peak_pss_mb": looks.pss_mb,
        "finished": finished,
        "status": status,
    }
    report.write_text(json.dumps(said), encoding="ascii")


class Looks(threading.Thread):
    """Adds up the memory of all processes below this one, many times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.rss_mb = self.pss_mb = 0.0

    def run(self) -> None:
        """Look until told that it is over."""
        turn = 0
        while not self.over.wait(_LOOK_S):
            pids = below(os.getpid())
            self.rss_mb = max(self.rss_mb, sum(map(_rss_mb, pids)))
            if turn % 4 == 0:  # the kernel walks through all pages for this
                self.pss_mb = max(self.pss_mb, sum(map(_pss_mb, pids)))
            turn += 1


def below(root: int) -> list[int]:
    """All processes below `root`."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_bytes().rpartition(b")")[2].split()[1])
            except OSError:  # it has ended meanwhile
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        mine = children.get(todo.pop(), [])
        found += mine
        todo += mine
    return found


def _rss_mb(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * _PAGE_MB
    except OSError:  # it has ended meanwhile
        return 0.0


def _pss_mb(pid: int) -> float:
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:  # it has ended meanwhile
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in told.splitlines() if line.startswith("Pss:")), 0.0)


def _end_all(child: subprocess.Popen[bytes]) -> None:
    """End what still runs and wait for it, so that its time is counted."""
    for pid in below(os.getpid()):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    child.wait()
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


main()
