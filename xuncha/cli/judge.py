"""`xuncha judge DIR`: judge a stored crawl again, without the network, and tell what changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from config.messages import text
from reports.comparing.record import record
from reports.comparing.terminal import changes_text
from reports.manifest import add_written
from xuncha.cli.one_audit import result_record, show_result
from xuncha.cli.options import as_of_option, json_option, lang_option, rubric_option, watch_option
from xuncha.cli.output import console, print_json, say
from xuncha.cli.progress import steps_shown
from xuncha.cli.values import ANY
from xuncha.judging import load_rubrics, rubrics_of_run
from xuncha.pipeline import judged
from xuncha.rejudging import Rewritten, rewrite
from xuncha.resuming import seal_as_interrupted
from xuncha.rundir import WATCH_FILE, adopt_series, existing, open_run
from xuncha.stale_letters import stale_beside, stale_notes


@click.command()
@click.argument("folder", type=ANY, metavar="DIR")
@rubric_option
@as_of_option
@watch_option
@json_option
@lang_option
def judge(
    folder: Path, *, rubrics: tuple[str, ...], as_of: date | None, series: Path | None, as_json: bool, lang: str
) -> None:
    """Judge the crawl in DIR again, rewrite its reports, and tell what changes.

    Without options the run is repeated exactly: same rubrics, same day. Results that say something else than the new
    ones are kept below DIR/earlier; letters in DIR/documents that rest on other results stay and are named. What an
    earlier run added as evidence (audit --previous) stands in the crawl file; the earlier folder is not needed.
    """
    seal_as_interrupted(existing(folder))
    adopt_series(folder, series)
    if series is not None:
        add_written(folder, [folder / WATCH_FILE])
    with open_run(folder) as crawl:
        day = as_of or date.fromisoformat(crawl.meta["as_of"])
        chosen = load_rubrics(rubrics or rubrics_of_run(crawl.meta["rubrics"]))
    with steps_shown(lang, quiet=as_json):
        result = judged(folder, chosen, day, lang)
        done = rewrite(folder, result)
    letters = stale_beside(folder, result)
    if as_json:
        print_json(result_record(result, folder) | _rewritten(done) | {"stale_documents": [*map(str, letters)]})
    else:
        show_result(result, folder, as_json=False)
        if done.changes is not None:
            console().print(changes_text(done.changes, lang), soft_wrap=True)
    if done.trouble is not None:
        say(text("rejudged.unreadable", lang, reason=done.trouble, folder=done.kept))
    elif done.kept is not None:
        say(text("rejudged.kept", lang, folder=done.kept))
    for note in (*done.notes, *stale_notes(letters, lang)):
        say(note)


def _rewritten(done: Rewritten) -> dict[str, object]:
    return {
        "changes": None if done.changes is None else record(done.changes),
        "kept": None if done.kept is None else str(done.kept),
    }
