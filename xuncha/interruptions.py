"""Ctrl-C and the like wait where they would be lost: Python drops what is raised in callbacks, as imports have many."""

from __future__ import annotations

import signal
from collections.abc import Collection, Iterator
from contextlib import contextmanager

INTERRUPTIONS = frozenset({signal.SIGINT, signal.SIGTERM})
"""What a user or a system says to a program that is to end."""


@contextmanager
def interruptions_wait(signals: Collection[signal.Signals] = INTERRUPTIONS) -> Iterator[None]:
    """Signals that come inside have their effect right behind it; children that are forked inside begin like that."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
