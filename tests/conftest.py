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
    "xuncha/test_sample_audit.py",
    "xuncha/test_families.py",
    "crawler/fetch/test_reuse.py",
    "crawler/render/test_limits.py",
    "xuncha/batch/test_batch.py",
    "xuncha/test_resume.py",
    "crawler/reading/test_bad_input.py",
    "crawler/fetch/test_ways_out.py",
    "crawler/render/test_lists.py",
    "crawler/trials/test_trials.py",
    "reports/test_html.py",
    "crawler/render/test_gate.py",
    "crawler/fetch/test_rest.py",
    "reports/test_in_browser.py",
    "crawler/fetch/test_faults.py",
    "reports/evidence/test_checking.py",
    "crawler/fetch/test_many.py",
    "crawler/fetch/test_page_reader.py",
    "xuncha/test_bad_input.py",
    "xuncha/test_themes.py",
    "benchmarks/speed/test_small_run.py",
    "crawler/reading/scripts/test_literals.py",
    "crawler/store/test_seal.py",
    "crawler/fetch/test_resuming.py",
    "reports/office/test_documents.py",
    "crawler/fetch/test_engine.py",
    "reports/test_manifest.py",
    "xuncha/test_crawling_apart.py",
    "reports/test_xlsx.py",
)
"""Files of more than about twenty seconds on a slow machine, longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with `LONGEST`; everything else keeps its order."""
    place = {ROOM / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))
