"""Serves a folder of real HTML by nginx on a free loopback port, as a portal would be served."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

CONFIG = """
worker_processes {workers};
daemon off;
pid {work}/nginx.pid;
error_log {work}/error.log;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    log_format sent '$status $bytes_sent';
    access_log off;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    uwsgi_temp_path {work}/uwsgi;
    scgi_temp_path {work}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        charset utf-8;
{rules}
        location / {{ try_files $uri $uri/index.html =404; }}
    }}
}}
"""


@contextlib.contextmanager
def serve(root: Path, *, rules: str = "", port: int | None = None, workers: int = 1) -> Iterator[str]:
    """Serve `root` until the block ends; yields the base URL.

    `rules`: further directives for the server (locations, redirects); `port`: any free one unless given, for a site
    that names its own address; `workers`: processes that answer. Raises `RuntimeError` when nginx does not come up.
    """
    port = port or free_port()
    work = Path(tempfile.mkdtemp(prefix="xuncha-nginx-"))
    work.chmod(0o755)
    config = work / "nginx.conf"
    config.write_text(CONFIG.format(work=work, port=port, root=root, rules=rules, workers=workers), encoding="utf-8")
    process = subprocess.Popen(["nginx", "-p", str(work), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait_until_open(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(work, ignore_errors=True)


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        if process.poll() is not None:
            raise RuntimeError(f"nginx ended with status {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not open its port")
