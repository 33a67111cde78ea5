"""What a batch makes of its politeness, and what it holds: requests per second of those allowed, and memory.

`python -m benchmarks.batch [PORTALS [RATE]]`: so many small portals on loopback (default 8), each to be asked so many
times a second (default 2), and one more that never answers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ARTICLES = 40
TEXT = "各镇人民政府、县直各部门：现将有关事项通知如下，请认真贯彻落实。" * 8
WARM_S, SPAN_S = 2.0, 6.0
"""The rate is counted over a span that begins some seconds after the first request, while all portals are crawled."""
LOOK_S = 1.0


def page(path: str) -> bytes:
    """A home page that lists all articles, or an article."""
    rows = "".join(
        f"<li><a href='/a/{n}.html'>关于第{n}号事项的通知</a><span>2026-06-01</span></li>" for n in range(ARTICLES)
    )
    body = f"<ul>{rows}</ul>" if path == "/" else f"<h1>通知</h1><p>发布时间：2026-06-01</p><p>{TEXT}</p>"
    return f"<html><head><title>小县人民政府</title></head><body>{body}</body></html>".encode()


def served(asked: list[float], *, silent: bool) -> ThreadingHTTPServer:
    """A portal that notes when it was asked, or one that never answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if silent:
                time.sleep(60)
                return
            asked.append(time.monotonic())
            known = self.path == "/" or self.path.startswith("/a/")
            body = page(self.path) if known else b"<html><body>404</body></html>"
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def registry(ports: list[int], rate: float) -> str:
    """The registry of these portals."""
    portals = [
        {
            "id": f"p{port}",
            "name": f"门户{port}",
            "start_urls": [f"http://127.0.0.1:{port}/"],
            "units": [{"id": f"p{port}", "name": f"门户{port}", "class": "portal"}],
            "politeness": {"rate": rate, "concurrency": 4},
        }
        for port in ports
    ]
    return json.dumps({"portals": portals}, ensure_ascii=False)


def held(root: int) -> tuple[int, int]:
    """Proportional set size in KiB of a process and all below it, and how many they are."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True).stdout
    children: dict[int, list[int]] = {}
    for line in listed.splitlines()[1:]:
        pid, parent = map(int, line.split())
        children.setdefault(parent, []).append(pid)
    total, count, todo = 0, 0, [root]
    while todo:
        pid = todo.pop()
        todo += children.get(pid, [])
        try:
            said = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        except OSError:  # it has ended meanwhile
            continue
        total += next(int(line.split()[1]) for line in said.splitlines() if line.startswith("Pss:"))
        count += 1
    return total, count


def main() -> None:
    """Run one batch and print what it did."""
    portals, rate = int((sys.argv[1:] or ["8"])[0]), float((sys.argv[2:] or ["2"])[0])
    asked: list[float] = []
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        servers = [served(asked, silent=number == portals) for number in range(portals + 1)]
        for server in servers:
            opened.callback(server.shutdown)
        file = folder / "registry.yaml"
        file.write_text(registry([server.server_port for server in servers], rate), encoding="utf-8")
        options = ["--timeout", "5", "--allow-private", "--no-external", "--no-browser", "--as-of", "2026-06-30"]
        words = ["batch", str(file), "--concurrency", str(portals + 1), "--out", str(folder / "out"), *options]
        environment = {**os.environ, "XUNCHA_TRIALS": "[]", "XUNCHA_CACHE_DIR": "none"}
        batch = subprocess.Popen(
            [sys.executable, "-m", "xuncha", *words],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        looks = [held(batch.pid)]
        while batch.poll() is None:
            looks.append(held(batch.pid))
            time.sleep(LOOK_S)
    first = min(asked)
    counted = sum(first + WARM_S <= moment < first + WARM_S + SPAN_S for moment in asked)
    print(f"requests/s: {counted / SPAN_S:.1f} of {portals * rate:g} allowed ({len(asked)} requests in all)")
    print(f"memory: {max(looks)[0] / 1024:.0f} MiB in at most {max(count for _, count in looks)} processes")
    print(f"exit status {batch.returncode}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
