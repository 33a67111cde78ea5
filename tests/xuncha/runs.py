"""Runs the command line as a user would, and reads what a run left behind."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

from xuncha.cli import main


def xuncha(*arguments: str | Path, timeout: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
    """`xuncha …` in this process, which spares a second of imports; what it says and its status as of a process.

    Without trials and pictures (most of a small audit's time) unless the test asks. What nobody caught is a traceback
    and 1.
    """
    words = [str(argument) for argument in arguments]
    with patch.dict(os.environ, quick_environment(environment)), _at_most(timeout, words), _as_alone(), _said() as said:
        try:
            status = main(words)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except Exception:  # noqa: BLE001  # what the interpreter would do with it
            traceback.print_exc()
            status = 1
    return subprocess.CompletedProcess(["xuncha", *words], status, *map(_text, said))


def xuncha_process(
    *arguments: str | Path, timeout: float = 120, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own: where that is the subject, or another order of sets must change nothing."""
    return subprocess.run(
        command(arguments),
        check=False,
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, **quick_environment(environment)},
    )


def command(arguments: Sequence[str | Path]) -> list[str]:
    """The words with which `xuncha` is started in this environment."""
    return [sys.executable, "-m", "xuncha", *map(str, arguments)]


def quick_environment(more: dict[str, str]) -> dict[str, str]:
    """Variables of the environment that leave out trials, pictures and the cache, and `more`."""
    quick = {"XUNCHA_TRIALS": "[]", "XUNCHA_SCREENSHOTS": "0"}
    return {"NO_COLOR": "1", "XUNCHA_CACHE_DIR": "none", **quick, **more}


@contextmanager
def _said() -> Iterator[tuple[TextIOWrapper, TextIOWrapper]]:
    """Standard output and standard error, kept."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        yield out, err


def _text(stream: TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@contextmanager
def _as_alone() -> Iterator[None]:
    """Without the handlers of the test runner, so that warnings reach standard error as they do with users."""
    root = logging.getLogger()
    with patch.object(root, "handlers", []):
        yield


@contextmanager
def _at_most(seconds: float, words: list[str]) -> Iterator[None]:
    """Ends what hangs."""

    def late(_number: int, _frame: FrameType | None) -> None:
        raise subprocess.TimeoutExpired(["xuncha", *words], seconds)

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run_card(folder: Path) -> dict[str, Any]:
    """`run.json` of a run."""
    card: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return card


def findings(folder: Path) -> list[dict[str, Any]]:
    """The lines of `findings.jsonl`."""
    lines = (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def scorecards(folder: Path) -> list[dict[str, Any]]:
    """The objects of `scorecard.json`."""
    cards: list[dict[str, Any]] = json.loads((folder / "scorecard.json").read_text(encoding="utf-8"))
    return cards
