"""Begins a batch, or takes up one that stopped: who is audited by which rules, and what changed since it began."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

from config.errors import Place, UserError
from config.registries import load_registry
from config.rubric import Rubric
from config.settings import Settings
from crawler.kinds import EndReason
from xuncha.batch.order import Order
from xuncha.batch.state import (
    PORTALS,
    REGISTRY_FILE,
    REPLACED,
    BatchState,
    PortalState,
    Step,
    read_state,
    write_state,
)
from xuncha.judging import fingerprint_of, load_rubrics, rubric_hash
from xuncha.resuming import stored_job
from xuncha.targets import Target, resolve_targets


@dataclass(frozen=True)
class Batch:
    """A batch that is ready to go on. `targets` by the id of their portal."""

    folder: Path
    order: Order
    state: BatchState
    targets: Mapping[str, Target]
    rubrics: tuple[Rubric, ...]
    settings: Settings

    @property
    def as_of(self) -> date:
        """The moment that all windows are counted back from, the same for every portal."""
        return date.fromisoformat(self.state.as_of)

    def run_folder(self, portal: str) -> Path:
        """The run directory of a portal."""
        return self.folder / PORTALS / portal


def open_batch(folder: Path, order: Order, today: date, *, accept_changes: bool = False) -> Batch:
    """The batch in `folder`, begun now or earlier; its directory and state are brought up to date.

    Raises `UserError` for anything that changed since it began unless `accept_changes`: then portals that are
    registered otherwise are begun again, and everything is judged again by other rubrics or as of another day. A
    registry that is no longer where it was is the one that the folder keeps.
    """
    held = read_state(folder)
    registry_file = order.registry if order.registry.is_file() or held is None else folder / REGISTRY_FILE
    batch = _fresh(folder, order, registry_file, date.fromisoformat(held.as_of) if held else today)
    state = batch.state
    if held is not None:
        differences = list(_differences(held, state))
        if differences and not accept_changes:
            raise UserError("batch-changed", place=Place(folder), changes="; ".join(differences))
        state = _continued(folder, held, state)
    (folder / PORTALS).mkdir(parents=True, exist_ok=True)
    if registry_file != folder / REGISTRY_FILE:
        shutil.copyfile(registry_file, folder / REGISTRY_FILE)
    write_state(folder, state)
    _tidy(folder, state)
    return replace(batch, state=state)


def open_to_judge(folder: Path, order: Order) -> Batch:
    """The batch in `folder` with every crawl of it waiting to be judged by the order's rubrics and day.

    The registry is the one that the folder keeps. Raises `UserError` when there is no batch.
    """
    held = read_state(folder)
    if held is None:
        raise UserError("batch-none-here", place=Place(folder))
    batch = _fresh(folder, order, folder / REGISTRY_FILE, date.fromisoformat(held.as_of))
    kept = {name: portal for name, portal in held.portals.items() if name in batch.targets}
    again = {"step": Step.CRAWLED, "failed": "", "detail": ""}
    portals = {name: each.model_copy(update=again) if each.end_reason else each for name, each in kept.items()}
    state = batch.state.model_copy(update={"portals": portals, "settings_hash": held.settings_hash})
    write_state(folder, state)
    return replace(batch, state=state)


def _fresh(folder: Path, order: Order, registry_file: Path, day: date) -> Batch:
    """A batch of which nothing is done yet, as of the order's day or else `day`."""
    registry = load_registry(registry_file)
    words = order.words or tuple(portal.id for portal in registry.portals)
    targets = {each.portal.id: each for each in resolve_targets(words, registry)}
    rubrics = load_rubrics(order.rubrics)
    settings = order.settings
    state = BatchState(
        options=order.model_dump(mode="json"),
        as_of=(order.as_of or day).isoformat(),
        rubrics={name: rubric_hash(rubric) for name, rubric in zip(order.rubrics, rubrics, strict=True)},
        settings_hash=_settings_hash(settings, order),
        portals={name: _registered(target) for name, target in targets.items()},
    )
    return Batch(folder, order, state, targets, rubrics, settings)


def _registered(target: Target) -> PortalState:
    said = {"portal": target.portal.model_dump(mode="json", by_alias=True), "units": target.unit_ids}
    return PortalState(name=target.portal.name, units=target.unit_ids, registered=fingerprint_of(said))


def _settings_hash(settings: Settings, order: Order) -> str:
    """Of everything that decides what is fetched, beside the registry."""
    return fingerprint_of([settings.of_crawl(), order.allow_private, sorted(order.allow_hosts), sorted(order.names)])


def _differences(held: BatchState, fresh: BatchState) -> Iterator[str]:
    """What is otherwise than when the batch began, each in a few words that need no translation: ids and files."""
    for name in sorted(held.portals.keys() | fresh.portals.keys()):
        before, after = held.portals.get(name), fresh.portals.get(name)
        if before is None:
            yield f"+ {name}"
        elif after is None:
            yield f"- {name}"
        elif before.registered != after.registered:
            yield f"registry: {name}"
    for name in sorted(held.rubrics.keys() | fresh.rubrics.keys()):
        if held.rubrics.get(name) != fresh.rubrics.get(name):
            yield f"rubric: {name}"
    if held.as_of != fresh.as_of:
        yield f"as-of: {held.as_of} → {fresh.as_of}"
    if held.settings_hash != fresh.settings_hash:
        yield "settings"


def _continued(folder: Path, held: BatchState, fresh: BatchState) -> BatchState:
    """`fresh` with what is done already. An interrupted crawl waits with that as its end: it goes on where it was."""
    same_rules = held.rubrics == fresh.rubrics and held.as_of == fresh.as_of
    same_settings = held.settings_hash == fresh.settings_hash
    state = fresh
    for name, before in held.portals.items():
        after = fresh.portals.get(name)
        if after is None or after.registered != before.registered:
            continue
        if _keeps(before):
            again = {"step": Step.CRAWLED, "failed": "", "detail": ""}
            kept = before if before.step is Step.JUDGED and same_rules else before.model_copy(update=again)
            state = _with(state, name, kept)
        elif same_settings and _cut_short(before) and _can_go_on(folder / PORTALS / name):
            state = _with(state, name, after.model_copy(update={"end_reason": EndReason.INTERRUPTED.value}))
    return state


def _keeps(before: PortalState) -> bool:
    """Whether the crawl of a portal stands, judged or not: it ended, and neither early nor before a closed door."""
    return before.end_reason not in ("", EndReason.INTERRUPTED, EndReason.UNREACHABLE)


def _cut_short(before: PortalState) -> bool:
    """Whether a crawl was interrupted, or killed together with the batch; not one whose own process broke down."""
    return before.step is Step.CRAWLING or EndReason.INTERRUPTED in (before.end_reason, before.failed)


def _can_go_on(run: Path) -> bool:
    """Whether there is a crawl in this run directory that can be taken up; else it is begun again."""
    try:
        stored_job(run)
    except UserError:
        return False
    return True


def ready_to_go_on(folder: Path, name: str) -> bool:
    """Whether the crawl of a portal can be taken up where it was; else what it left is moved aside."""
    run = folder / PORTALS / name
    if _can_go_on(run):
        return True
    if run.exists():
        _move_aside(folder, name)
    return False


def _tidy(folder: Path, state: BatchState) -> None:
    """Move run directories aside that are of no use any more: of portals that left, or that are begun again.

    It comes after the state is written, and again whenever the batch is opened, so that a stop in between does no harm.
    """
    for run in sorted((folder / PORTALS).iterdir()):
        portal = state.portals.get(run.name)
        if portal is None or (portal.step is Step.WAITING and not portal.end_reason):
            _move_aside(folder, run.name)


def _with(state: BatchState, name: str, portal: PortalState) -> BatchState:
    return state.model_copy(update={"portals": {**state.portals, name: portal}})


def _move_aside(folder: Path, name: str) -> None:
    """Keep what an earlier attempt at a portal left, in the place of nothing."""
    old = folder / PORTALS / name
    homes = (folder / REPLACED / f"{name}-{number}" for number in count(1))
    home = next(each for each in homes if not each.exists())
    home.parent.mkdir(parents=True, exist_ok=True)
    old.rename(home)
