"""Fetches a ready list of addresses and does nothing with them: what no crawler can go below.

`fetching.py LIST REPORT TIMEOUT_S CONCURRENCY`; pycurl, connections kept, compressed answers unpacked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pycurl


def main() -> None:
    """Fetch all addresses of the list, so many at once."""
    addresses = Path(sys.argv[1]).read_text(encoding="utf-8").split()
    timeout, concurrency = float(sys.argv[3]), int(sys.argv[4])
    left = iter(addresses)
    multi = pycurl.CurlMulti()
    idle = [_handle(timeout) for _ in range(concurrency)]
    busy, fetched, failed = 0, 0, []
    while True:
        while idle:
            url = next(left, None)
            if url is None:
                break
            handle = idle.pop()
            handle.setopt(pycurl.URL, url)
            handle.address = url
            multi.add_handle(handle)
            busy += 1
        if not busy:
            break
        multi.perform()
        _, good, bad = multi.info_read()
        for handle in [*good, *(each[0] for each in bad)]:
            status = handle.getinfo(pycurl.RESPONSE_CODE)
            if status == 200:
                fetched += 1
            else:
                failed.append(handle.address)
            multi.remove_handle(handle)
            idle.append(handle)
            busy -= 1
        if not good and not bad:
            multi.select(0.05)
    Path(sys.argv[2]).write_text(json.dumps({"fetched": fetched, "failed": failed}), encoding="utf-8")


def _handle(timeout_s: float) -> Any:
    handle = pycurl.Curl()
    handle.setopt(pycurl.ENCODING, "gzip")
    handle.setopt(pycurl.TIMEOUT_MS, int(timeout_s * 1000))
    handle.setopt(pycurl.WRITEFUNCTION, len)
    return handle


main()
