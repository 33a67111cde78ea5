"""Property tests that are repeatable and not timed, and the order of the suite: what takes longest first.

`make test` hands whole files to its workers in this order (`--no-loadscope-reorder`), so that none is left alone with a
long one at the end.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")

ROOM = Path(__file__).parent
LONGEST = (
    "xuncha/test_families.py",
    "xuncha/test_sample_audit.py",
    "benchmarks/speed/test_small_run.py",
    "crawler/render/test_limits.py",
    "crawler/fetch/test_reuse.py",
    "crawler/fetch/test_rest.py",
    "crawler/reading/test_bad_input.py",
    "crawler/render/test_lists.py",
    "xuncha/test_themes.py",
    "crawler/fetch/test_faults.py",
    "crawler/fetch/test_ways_out.py",
    "crawler/render/test_gate.py",
    "crawler/reading/scripts/test_literals.py",
    "crawler/fetch/test_many.py",
    "crawler/fetch/test_list_calls.py",
    "crawler/fetch/test_engine.py",
    "crawler/trials/test_trials.py",
    "xuncha/test_previous.py",
    "xuncha/test_reuse.py",
    "xuncha/test_bad_input.py",
    "xuncha/test_judge_again.py",
    "xuncha/test_process.py",
)
"""Files of more than about eight seconds, longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with `LONGEST`; everything else keeps its order."""
    place = {ROOM / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
