"""Beginning a batch and taking it up again: what changed is told, what is done stays."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config.errors import UserError
from tests.xuncha.batch.registries import entry, registry
from xuncha.batch import opening
from xuncha.batch.opening import Batch, open_batch, open_to_judge
from xuncha.batch.order import Order, remembered
from xuncha.batch.state import PORTALS, REPLACED, STATE_FILE, Step, only_batch, read_state, write_state

TODAY = date(2026, 6, 30)
DONE = {"step": Step.JUDGED, "end_reason": "finished"}


@pytest.fixture
def order(tmp_path: Path) -> Order:
    entries = [entry(name, f"http://{name}.gov.cn/") for name in ("jia", "yi", "bing")]
    return Order(registry=registry(tmp_path / "registry.yaml", entries), rubrics=("national-2019",))


def begun(folder: Path, order: Order, **portals: dict[str, Any]) -> Batch:
    """A batch of which some portals have come so far, each with a run directory."""
    batch = open_batch(folder, order, TODAY)
    state = batch.state
    for name, news in portals.items():
        state = state.portal(name, **news)
        (folder / PORTALS / name).mkdir()
    write_state(folder, state)
    return batch


def steps(batch: Batch) -> dict[str, str]:
    return {name: portal.step.value for name, portal in batch.state.portals.items()}


def test_a_batch_goes_on_where_it_stopped(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia=DONE, yi={"step": Step.CRAWLING}, bing={"step": Step.CRAWLED, "end_reason": "finished"})
    again = open_batch(folder, remembered(folder), date(2026, 7, 15))
    assert steps(again) == {"jia": "judged", "yi": "waiting", "bing": "crawled"}
    assert again.as_of == TODAY
    assert (folder / REPLACED / "yi-1").is_dir() and not (folder / PORTALS / "yi").exists()
    assert (folder / PORTALS / "jia").is_dir()


@pytest.mark.parametrize(
    "news",
    [
        {"step": Step.JUDGED, "end_reason": "interrupted"},
        {"step": Step.JUDGED, "end_reason": "unreachable"},
        {"step": Step.FAILED, "failed": "crashed"},
    ],
    ids=["interrupted", "unreachable", "crashed"],
)
def test_what_was_not_audited_to_the_end_is_begun_again(tmp_path: Path, order: Order, news: dict[str, Any]) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia=DONE, yi=news)
    assert steps(open_batch(folder, order, TODAY))["yi"] == "waiting"
    assert (folder / REPLACED / "yi-1").is_dir()


def test_a_crawl_that_could_not_be_judged_is_only_judged_again(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia={"step": Step.FAILED, "failed": "broke-down", "end_reason": "finished"})
    assert steps(open_batch(folder, order, TODAY))["jia"] == "crawled"


def test_a_changed_registry_is_an_error_or_a_decision(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia=DONE, yi=DONE, bing=DONE)
    entries = [entry("jia", "http://jia.gov.cn/"), entry("yi", "http://yi.gov.cn/", town="zhen/")]
    registry(order.registry, [*entries, entry("ding", "http://ding.gov.cn/")])
    with pytest.raises(UserError) as refused:
        open_batch(folder, order, TODAY)
    assert "+ ding" in str(refused.value) and "- bing" in str(refused.value) and "registry: yi" in str(refused.value)
    assert "--accept-changes" in refused.value.text("zh")
    assert {name: each.step for name, each in (read_state(folder) or pytest.fail("gone")).portals.items()} == {
        "jia": Step.JUDGED,
        "yi": Step.JUDGED,
        "bing": Step.JUDGED,
    }
    accepted = open_batch(folder, order, TODAY, accept_changes=True)
    assert steps(accepted) == {"jia": "judged", "yi": "waiting", "ding": "waiting"}
    assert sorted(path.name for path in (folder / REPLACED).iterdir()) == ["bing-1", "yi-1"]


@pytest.mark.parametrize(
    ("news", "flags", "kept"),
    [
        ({"step": Step.JUDGED, "end_reason": "interrupted"}, {}, True),
        ({"step": Step.CRAWLING}, {}, True),
        ({"step": Step.FAILED, "failed": "interrupted"}, {}, True),
        ({"step": Step.FAILED, "failed": "crashed"}, {}, False),
        ({"step": Step.JUDGED, "end_reason": "interrupted"}, {"max_pages": 7}, False),
    ],
    ids=["interrupted", "killed with the batch", "interrupted at once", "crashed by itself", "other settings"],
)
def test_an_interrupted_crawl_goes_on_if_it_can(
    tmp_path: Path,
    order: Order,
    monkeypatch: pytest.MonkeyPatch,
    news: dict[str, Any],
    flags: dict[str, Any],
    kept: bool,
) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia=news)
    monkeypatch.setattr(opening, "stored_job", lambda _folder: None)  # there is a crawl that can be taken up
    again = open_batch(folder, order.model_copy(update={"flags": flags}), TODAY, accept_changes=True)
    portal = again.state.portals["jia"]
    assert (portal.step, portal.end_reason) == (Step.WAITING, "interrupted" if kept else "")
    assert (folder / PORTALS / "jia").is_dir() is kept and (folder / REPLACED / "jia-1").is_dir() is not kept


def test_nothing_moves_before_the_state_says_so(tmp_path: Path, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stop in between leaves a state that is true of the folders, and the next opening makes up for the rest."""
    folder = tmp_path / "batch"
    begun(folder, order, jia=DONE, yi={"step": Step.FAILED, "failed": "crashed"}, bing=DONE)
    registry(order.registry, [entry(name, f"http://{name}.gov.cn/") for name in ("jia", "yi")])

    def full(_folder: Path, _state: object) -> None:
        raise UserError("report-not-written", path=folder, detail="No space left on device")

    def killed(_folder: Path, _name: str) -> None:
        raise KeyboardInterrupt

    for name, fault in (("write_state", full), ("_move_aside", killed)):
        with monkeypatch.context() as broken:
            broken.setattr(opening, name, fault)
            with pytest.raises((UserError, KeyboardInterrupt)):
                open_batch(folder, order, TODAY, accept_changes=True)
        assert sorted(path.name for path in (folder / PORTALS).iterdir()) == ["bing", "jia", "yi"]
    assert steps(open_batch(folder, order, TODAY)) == {"jia": "judged", "yi": "waiting"}
    assert sorted(path.name for path in (folder / REPLACED).iterdir()) == ["bing-1", "yi-1"]


def test_other_rubrics_or_another_day_need_a_decision_and_no_crawl(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia=DONE)
    other = order.model_copy(update={"rubrics": ("national-2019", "census-2015"), "as_of": date(2026, 7, 1)})
    with pytest.raises(UserError, match=r"census-2015.*as-of: 2026-06-30 → 2026-07-01"):
        open_batch(folder, other, TODAY)
    assert steps(open_batch(folder, other, TODAY, accept_changes=True))["jia"] == "crawled"


def test_other_settings_are_a_change(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia=DONE)
    with pytest.raises(UserError, match="settings"):
        open_batch(folder, order.model_copy(update={"flags": {"max_pages": 7}}), TODAY)
    assert open_batch(folder, order.model_copy(update={"flags": {"lang": "en"}}), TODAY).settings.lang == "en"


def test_a_registry_that_is_gone_is_the_one_in_the_folder(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia=DONE)
    order.registry.unlink()
    assert steps(open_batch(folder, remembered(folder), TODAY))["jia"] == "judged"


def test_judging_again_moves_nothing_aside(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order, jia=DONE, yi={"step": Step.JUDGED, "end_reason": "interrupted"}, bing={"step": Step.CRAWLING})
    assert steps(open_to_judge(folder, order)) == {"jia": "crawled", "yi": "crawled", "bing": "crawling"}
    assert not (folder / REPLACED).exists()


def test_units_and_portals_can_be_chosen(tmp_path: Path, order: Order) -> None:
    chosen = open_batch(tmp_path / "batch", order.model_copy(update={"words": ("yi", "bing-county")}), TODAY)
    assert list(chosen.targets) == ["yi", "bing"]
    with pytest.raises(UserError, match="bin"):
        open_batch(tmp_path / "other", order.model_copy(update={"words": ("bin",)}), TODAY)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 1}', '{"portals": {"x": {"step": "flying"}}}'])
def test_a_damaged_state_is_one_clear_error(tmp_path: Path, order: Order, content: str) -> None:
    folder = tmp_path / "batch"
    begun(folder, order)
    (folder / STATE_FILE).write_text(content)
    with pytest.raises(UserError, match="damaged"):
        open_batch(folder, order, TODAY)


def test_damaged_options_are_one_clear_error(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order)
    state = json.loads((folder / STATE_FILE).read_bytes())
    (folder / STATE_FILE).write_text(json.dumps(state | {"options": {"rubrics": 7}}))
    with pytest.raises(UserError, match="damaged"):
        remembered(folder)


def test_a_batch_that_cannot_begin_leaves_nothing(tmp_path: Path, order: Order) -> None:
    order.registry.write_text("portals: 7")
    with pytest.raises(UserError), only_batch(tmp_path / "new", new=True):
        open_batch(tmp_path / "new", order, TODAY)
    assert not (tmp_path / "new").exists()


def test_two_programs_never_work_on_one_batch(tmp_path: Path, order: Order) -> None:
    folder = tmp_path / "batch"
    begun(folder, order)
    with only_batch(folder, new=True), pytest.raises(UserError, match="Another"), only_batch(folder, new=True):
        pass
    with only_batch(folder, new=False):
        pass
    with pytest.raises(UserError, match="no batch"), only_batch(tmp_path, new=False):
        pass
