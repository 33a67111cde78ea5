"""Only the crawl of an audit: `crawling.py START FOLDER RUBRIC TIMEOUT_S CONCURRENCY`.

The same plan as `xuncha audit` makes, without judging and reports; FOLDER can be judged by `xuncha judge`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.speed.portal.plan import AS_OF
from config.settings_sources import load_settings
from xuncha.judging import load_rubrics
from xuncha.pipeline import AuditJob, politeness_for, run_audit
from xuncha.rundir import prepare
from xuncha.targets import resolve_targets


def main() -> None:
    """Crawl into the folder."""
    start, folder, rubric, timeout, concurrency = sys.argv[1:]
    flags = {
        "profile": "full",
        "rate": 0.0,
        "concurrency": int(concurrency),
        "timeout_s": float(timeout),
        "browser": "none",
    }
    settings = load_settings(flags)
    (target,) = resolve_targets([start], None)
    job = AuditJob(
        target=target,
        rubrics=load_rubrics([rubric]),
        as_of=AS_OF,
        settings=settings,
        politeness=politeness_for(target.portal, settings, flags),
        allow_private=True,
    )
    prepare(Path(folder))
    run_audit(job, Path(folder))


main()
