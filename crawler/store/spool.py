"""A file without a name for what is put down once and read again and again while a crawl is judged.

Nothing is left behind, however the program ends. Processes that are forked share it: they read and write at places of
their own, by the descriptor that they inherit.
"""

from __future__ import annotations

import os
import pickle
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from config.errors import Place, UserError


class Spot(NamedTuple):
    """Where something lies in the file."""

    offset: int
    length: int


class Spool:
    """One process at a time may put things down; any may read. Raises `UserError` when there is no room."""

    def __init__(self) -> None:
        self.end = 0
        """Where the next thing will lie."""
        with _clear_errors(), tempfile.TemporaryFile() as file:
            self._descriptor = os.dup(file.fileno())
        self.close = weakref.finalize(self, os.close, self._descriptor)
        """Gives the room free; happens by itself when nobody refers to the spool any more."""

    def put(self, things: Any) -> Spot:
        """Put down what `pickle` can take."""
        data = pickle.dumps(things, pickle.HIGHEST_PROTOCOL)
        with _clear_errors():
            os.pwrite(self._descriptor, data, self.end)
        spot = Spot(self.end, len(data))
        self.end += len(data)
        return spot

    def get(self, spot: Spot) -> Any:
        """A copy of what lies at `spot`."""
        with _clear_errors():
            data = os.pread(self._descriptor, spot.length, spot.offset)
        return pickle.loads(data)  # our own bytes, in a file that nobody else can open


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Turn what the file system says about temporary files into one `UserError`."""
    try:
        yield
    except OSError as fault:
        place = Place(tempfile.tempdir or "TMPDIR")
        raise UserError("notes-not-kept", place=place, detail=fault) from fault
