"""Garbage is looked for seldom while long work runs, and as before afterwards."""

from __future__ import annotations

import gc
import os
import platform
import subprocess
import sys

import pytest

from config.garbage import memory_shared, rare_collections


def test_everything_is_as_before_in_the_end() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError), rare_collections():
        assert gc.get_threshold()[0] > before[0]
        assert gc.get_freeze_count() > 0
        raise KeyError
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_within_another_one_nothing_changes() -> None:
    with rare_collections():
        limits = gc.get_threshold()
        with rare_collections():
            assert gc.get_threshold() == limits
        assert gc.get_threshold() == limits
        assert gc.get_freeze_count() > 0


def test_circles_that_arise_meanwhile_are_found() -> None:
    class Link:
        other: Link

    with rare_collections():
        one, two = Link(), Link()
        one.other, two.other = two, one
        del one, two
        assert gc.collect() >= 2


def test_only_who_is_forked_keeps_what_is_shared() -> None:
    with memory_shared():
        child = os.fork()
        if not child:
            os._exit(0 if gc.get_freeze_count() > 1_000 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert gc.get_freeze_count() == 0


RESIDENT = """
import re
from config.garbage import give_back

def resident() -> int:
    with open("/proc/self/status") as status:
        return int(re.search(r"VmRSS:\\s+(\\d+)", status.read())[1])

pages = [bytes(20_000) for _ in range(4_000)]
last = bytes(20_000)  # above them, so that the heap cannot just end earlier
full = resident()
del pages
give_back()
print(full - resident(), last[0])
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc gives back")
def test_what_is_free_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", RESIDENT], check=True, capture_output=True, text=True)
    assert int(done.stdout.split()[0]) > 60_000  # of 80,000 KB
