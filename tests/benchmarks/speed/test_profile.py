"""The profile says where an audit's time goes: its shares belong to rooms of this project and to libraries."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from benchmarks.speed import profile
from benchmarks.speed.profile import Profile, page

needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")


@needs_nginx
def test_an_audit_is_divided_among_rooms() -> None:
    # Not below pytest's folder, which nobody else may enter: nginx gives its rights up.
    with tempfile.TemporaryDirectory(prefix="xuncha-portal-") as folder:
        Path(folder).chmod(0o755)
        told = profile.profiled(200, Path(folder))
    assert sum(told.rooms.values()) == told.samples > 0
    assert {"crawler/reading", "crawler/store", "imports"} <= told.rooms.keys()
    assert told.pages >= 190
    assert told.cpu_s > 0
    assert any(name.startswith("crawler/reading/") for name in told.functions)


def test_the_page_shows_shares_and_times_and_leaves_out_trifles() -> None:
    shown = page(Profile(1_000, 10.0, 1_000, {"crawler/reading": 400, "w3lib": 1}, {"crawler/urls.py: resolve": 50}))
    assert "| crawler/reading | 40.0% | 4.00 |" in shown
    assert "| crawler/urls.py: resolve | 5.0% | 0.50 |" in shown
    assert "w3lib" not in shown
