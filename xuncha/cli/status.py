"""Exit statuses of the commands; 0 is audited, judged, done.

2 is bad usage or configuration and 3 not one portal that could be reached: both are those of the errors that say so
(`config.errors`).
"""

BELOW = 1
"""A unit is vetoed or scores below `--fail-under`."""
INTERRUPTED = 130
"""Interrupted, as shells report a program that SIGINT ended: what was crawled is kept, and it can go on."""
