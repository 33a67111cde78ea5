"""The tools that are measured, in the order of the table."""

from __future__ import annotations

from benchmarks.speed.subjects.contract import Subject
from benchmarks.speed.subjects.fetching import Fetching
from benchmarks.speed.subjects.link_checkers import LinkChecker, Linkinator, Lychee, Muffet, Wget, Wget2
from benchmarks.speed.subjects.ours import Audit, AuditWithBrowser, CrawlAlone, JudgeAlone
from benchmarks.speed.subjects.spiders import DefaultScrapy, TunedScrapy

BASELINE = TunedScrapy.name
"""What everything is compared with."""
SUBJECTS: dict[str, Subject] = {
    subject.name: subject
    for subject in (
        Audit(),
        CrawlAlone(),
        JudgeAlone(),
        AuditWithBrowser(),
        TunedScrapy(),
        DefaultScrapy(),
        Fetching(),
        Lychee(),
        Wget(),
        Wget2(),
        LinkChecker(),
        Linkinator(),
        Muffet(),
    )
}
