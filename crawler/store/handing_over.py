"""What one process found out about a crawl, as bytes for another that shares its spool."""

from __future__ import annotations

import io
import pickle
from typing import Any

from crawler.store.spool import Spool

_SPOOL = "spool"


def packed(things: Any, spool: Spool) -> bytes:
    """`things` as bytes. What lies in the spool stays there; they only say where."""
    into = io.BytesIO()
    _Packer(into, spool).dump((spool.end, things))
    return into.getvalue()


def unpacked(data: bytes, spool: Spool) -> Any:
    """What was `packed` in a process forked from this one, with this process's own `spool` in the place of its twin."""
    end, things = _Unpacker(io.BytesIO(data), spool).load()
    spool.end = end
    return things


class _Packer(pickle.Pickler):
    def __init__(self, into: io.BytesIO, spool: Spool) -> None:
        super().__init__(into, pickle.HIGHEST_PROTOCOL)
        self._spool = spool

    def persistent_id(self, thing: Any) -> str | None:
        return _SPOOL if thing is self._spool else None


class _Unpacker(pickle.Unpickler):
    """Reads our own bytes, from a process that was forked from this one."""

    def __init__(self, data: io.BytesIO, spool: Spool) -> None:
        super().__init__(data)
        self._spool = spool

    def persistent_load(self, pid: str) -> Spool:
        return self._spool
