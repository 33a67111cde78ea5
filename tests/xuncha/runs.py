"""Runs the command line as a user would, and reads what a run left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def xuncha(*arguments: str | Path, timeout: float = 120, **environment: str) -> subprocess.CompletedProcess[str]:
    """`xuncha …` in a process of its own; without trials and pictures, most of a small audit's time, unless asked."""
    return subprocess.run(
        command(arguments),
        check=False,
        capture_output=True,
        text=True,
        timeout=timeout,
        env={
            **os.environ,
            "NO_COLOR": "1",
            "XUNCHA_CACHE_DIR": "none",
            "XUNCHA_TRIALS": "[]",
            "XUNCHA_SCREENSHOTS": "0",
            **environment,
        },
    )


def command(arguments: Sequence[str | Path]) -> list[str]:
    """The words with which `xuncha` is started in this environment."""
    return [sys.executable, "-m", "xuncha", *map(str, arguments)]


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
