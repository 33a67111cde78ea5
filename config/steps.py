"""How far long work is: said by whoever does it, heard by whoever shows it.

Judging and the making of pictures lie deep below the command that somebody waits for. They say here how far they are,
as others write to a log; where nobody listens, nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Listener: TypeAlias = Callable[[str, int, int], None]
"""Takes a kind of work (a key below `progress.phase.`), how much of it is done, and how much there is; 0 = unknown."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def step(work: str, done: int, of: int = 0) -> None:
    """Say that of `work` so much is `done`. Cheap: one look-up where nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(work, done, of)


@contextmanager
def heard_by(listener: Listener | None) -> Iterator[None]:
    """Inside, `listener` hears every step; None: nobody does."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)
