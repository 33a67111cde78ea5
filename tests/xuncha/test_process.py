"""The command as a process of its own: how it is started, its status and streams. All else is tested without one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.xuncha.runs import command, xuncha, xuncha_process


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("rubric", "list"), 0),
        (("checks", "empty-colum"), 2),
        (("rubric", "list", "--no-such-option"), 2),
        (("inspect", "http://127.0.0.1:9/", "--allow-private", "--no-browser"), 3),
    ],
)
def test_a_process_says_what_the_other_tests_see(words: tuple[str, ...], status: int) -> None:
    alone, here = xuncha_process(*words), xuncha(*words)
    assert (alone.returncode, alone.stdout, alone.stderr) == (here.returncode, here.stdout, here.stderr)
    assert alone.returncode == status
    assert alone.stdout if status == 0 else alone.stderr


def test_the_installed_command_writes_chinese_whatever_the_locale() -> None:
    installed = Path(sys.executable).with_name("xuncha")
    told = subprocess.run([installed, "checks"], check=True, capture_output=True, env={**os.environ, "LC_ALL": "C"})
    assert "栏目" in told.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_failure() -> None:
    with subprocess.Popen(command(["checks"]), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0, "1 would say that a score is too low"
