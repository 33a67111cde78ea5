"""What is measured: every process that a command starts, until it ends or is stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import benchmarks.speed.measuring as measuring

PROGRAM = Path(measuring.__file__).parent / "programs/measured.py"
BURN = "import time\nwhile time.process_time() < 0.5: pass"


def _measured(tmp_path: Path, code: str, cap_s: float = 60) -> dict[str, Any]:
    report = tmp_path / "report.json"
    subprocess.run([sys.executable, str(PROGRAM), str(report), str(cap_s), sys.executable, "-c", code], check=True)
    return dict(json.loads(report.read_text(encoding="ascii")))


def test_processes_that_outlive_their_parent_are_counted(tmp_path: Path) -> None:
    started = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BURN!r}])"
    waiting = f"import subprocess, sys, time\nsubprocess.run([sys.executable, '-c', {started!r}])\ntime.sleep(2)"
    said = _measured(tmp_path, waiting)
    assert said["cpu_s"] >= 0.5
    assert (said["finished"], said["status"]) == (True, 0)


def test_memory_of_all_processes_is_added_up(tmp_path: Path) -> None:
    hold = "import time\nheld = bytearray(40_000_000)\ntime.sleep(1.5)"
    said = _measured(
        tmp_path, f"import subprocess, sys\nchild = subprocess.Popen([sys.executable, '-c', {hold!r}])\n{hold}"
    )
    assert said["peak_rss_mb"] > 80
    assert said["peak_pss_mb"] > 80


def test_a_command_that_does_not_end_is_stopped_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    late = f"import time\ntime.sleep(3)\nopen({str(mark)!r}, 'w').close()"
    said = _measured(tmp_path, f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {late!r}])", cap_s=1)
    assert (said["finished"], said["status"]) == (False, None)
    assert not mark.exists()


def test_a_failure_is_told(tmp_path: Path) -> None:
    assert _measured(tmp_path, "raise SystemExit(3)")["status"] == 3
