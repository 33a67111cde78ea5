"""Memory of long work on many small things: how seldom garbage in circles is looked for, and what is given back."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (20_000, 10, 10)
"""New objects before the youngest are looked through, and how many times before the older ones are (own rule)."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Look for garbage in circles less often, and never among what was there before: what a page or a check leaves
    behind is mostly no circle, and what is loaded stays. With Python's own numbers it is a fifth of all work.

    Processes that are forked meanwhile share what was there before, because nobody touches it.
    """
    before, ours = gc.get_threshold(), not gc.get_freeze_count()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if ours:
            gc.unfreeze()


@contextmanager
def memory_shared() -> Iterator[None]:
    """Processes that are forked meanwhile never look for garbage among what was there before, however long they live,
    so that it stays memory that they share."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def give_back() -> None:
    """Give memory that is free again back to the system: the C library keeps it for what comes, and what comes may need
    less, or run in another process. Only glibc can be asked to."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
