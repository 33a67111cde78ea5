"""Runs `xuncha` with the rest of the command line and notes where its processor time goes: `profiled.py REPORT …`.

Every few milliseconds of processor time the stack is looked at (SIGPROF). Beside a thread that waits, because a process
with threads does not fork: crawling and judging are done in this one. Writes JSON to REPORT: `samples`, `cpu_s`, and
the samples by `rooms` (packages of this project, libraries, imports) and by `functions`; what the standard library or C
code does counts for who called it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from functools import cache
from pathlib import Path
from types import FrameType

EVERY_S = 0.002
_TREE = str(Path(__file__).parents[3]) + os.sep
_SITE = f"{os.sep}site-packages{os.sep}"
_IMPORT = "<frozen importlib._bootstrap>"
IMPORTS = "imports"
ELSE = "python"


class Samples:
    """Counts whose work the processor does."""

    def __init__(self) -> None:
        self.rooms: Counter[str] = Counter()
        self.functions: Counter[str] = Counter()

    def take(self, _signal: int, frame: FrameType | None) -> None:
        """Count the innermost function of this project or of a library; imports by themselves."""
        room, function, importing = ELSE, "", False
        while frame is not None:
            name = frame.f_code.co_filename
            importing = importing or name == _IMPORT
            if room == ELSE and (known := _room(name)):
                room, function = known, f"{known}: {frame.f_code.co_qualname}"
                if _SITE not in name:
                    function = f"{name.removeprefix(_TREE)}: {frame.f_code.co_qualname}"
            frame = frame.f_back
        self.rooms[IMPORTS if importing else room] += 1
        if function and not importing:
            self.functions[function] += 1


@cache
def _room(name: str) -> str:
    """The package of this project (two folders), or the library, that a source file belongs to; empty for others."""
    if name.startswith(_TREE) and _SITE not in name:
        return "/".join(Path(name.removeprefix(_TREE)).parent.parts[:2])
    return name.partition(_SITE)[2].partition(os.sep)[0].removesuffix(".py")


def main() -> None:
    """Profile one command."""
    report, sys.argv = Path(sys.argv[1]), ["xuncha", *sys.argv[2:]]
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    samples = Samples()
    signal.signal(signal.SIGPROF, samples.take)
    signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
    try:
        from xuncha.cli import main as xuncha  # noqa: PLC0415

        xuncha()
    except SystemExit as ended:
        if ended.code not in (None, 0, 1):
            raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        said = {
            "samples": sum(samples.rooms.values()),
            "cpu_s": time.process_time(),
            "rooms": dict(samples.rooms.most_common()),
            "functions": dict(samples.functions.most_common()),
        }
        report.write_text(json.dumps(said), encoding="utf-8")


main()
