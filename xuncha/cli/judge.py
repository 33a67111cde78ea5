"""`xuncha judge DIR`: judge a stored crawl again, without the network."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from crawler.store.crawl import Crawl
from xuncha.cli.audit import show_result
from xuncha.cli.options import as_of_option, json_option, lang_option, rubric_option
from xuncha.judging import load_rubrics, rubrics_of_run
from xuncha.pipeline import judge_run
from xuncha.rundir import CRAWL_FILE, existing


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@rubric_option
@as_of_option
@json_option
@lang_option
def judge(folder: Path, rubrics: tuple[str, ...], as_of: date | None, as_json: bool, lang: str) -> None:
    """Judge the crawl in DIR again and rewrite its reports.

    Without options the run is repeated exactly: same rubrics, same day. What an earlier run added as evidence (audit
    --previous) stands in the crawl file; the earlier folder is not needed.
    """
    existing(folder)
    with Crawl.open(folder / CRAWL_FILE) as crawl:
        day = as_of or date.fromisoformat(crawl.meta["as_of"])
        chosen = load_rubrics(rubrics or rubrics_of_run(crawl.meta["rubrics"]))
    show_result(judge_run(folder, chosen, day, lang), folder, as_json)
