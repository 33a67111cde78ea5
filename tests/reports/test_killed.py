"""Killing the writer at any moment leaves the old report or the new one, never half of one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

SIZE = 3_000_000
"""Bytes of a file, so that the writer is mostly within one."""
WRITER = f"""
import sys
from itertools import count
from pathlib import Path
from reports.files import write_all
folder = Path(sys.argv[1])
for turn in count(1):
    content = (b"%08d" % turn) * ({SIZE} // 8)
    write_all({{folder / "report.html": content, folder / "problems.xlsx": content}})
    print(turn, flush=True)
"""


def test_whole_files_whenever_the_writer_is_killed(tmp_path: Path) -> None:
    moments = random.Random(7)
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None and writer.stdout.readline(), "one round is written"
            time.sleep(moments.uniform(0, 0.1))
            writer.send_signal(signal.SIGKILL)
        for name in ("report.html", "problems.xlsx"):
            content = (tmp_path / name).read_bytes()
            assert len(content) == SIZE
            assert content == content[:8] * (SIZE // 8), "all of one round"
