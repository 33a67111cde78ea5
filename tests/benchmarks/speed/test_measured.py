"""What is measured: every process that a command starts, until it ends or is stopped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import benchmarks.speed.measuring as measuring

PROGRAM = Path(measuring.__file__).parent / "programs/measured.py"
BURN = "import time\nwhile time.process_time() < 0.5: pass"


def _measured(tmp_path: Path, code: str, cap_s: float = 60) -> dict[str, Any]:
    report = tmp_path / "report.json"
    subprocess.run([sys.executable, str(PROGRAM), str(report), str(cap_s), sys.executable, "-c", code], check=True)
    return dict(json.loads(report.read_text(encoding="ascii")))


def test_processes_that_outlive_their_parent_are_counted(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    burn = f"{BURN}\nopen({str(mark)!r}, 'w').close()"
    started = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {burn!r}])"
    waiting = (
        f"import pathlib, subprocess, sys, time\nsubprocess.run([sys.executable, '-c', {started!r}])\n"
        f"while not pathlib.Path({str(mark)!r}).exists(): time.sleep(0.05)"
    )
    said = _measured(tmp_path, waiting)
    assert said["cpu_s"] >= 0.5
    assert (said["finished"], said["status"]) == (True, 0)


def test_memory_of_all_processes_is_added_up(tmp_path: Path) -> None:
    hold = "import time\nheld = bytearray(40_000_000)\ntime.sleep(4)"
    both = f"import subprocess, sys\nchild = subprocess.Popen([sys.executable, '-c', {hold!r}])\n{hold}\nchild.wait()"
    said = _measured(tmp_path, both)
    assert said["peak_rss_mb"] > 80
    assert said["peak_pss_mb"] > 80


def test_a_command_that_does_not_end_is_stopped_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    late = f"import os, time\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\ntime.sleep(300)"
    said = _measured(tmp_path, f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {late!r}])", cap_s=4)
    assert (said["finished"], said["status"]) == (False, None)
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_a_failure_is_told(tmp_path: Path) -> None:
    assert _measured(tmp_path, "raise SystemExit(3)")["status"] == 3
