"""What a batch was begun with: kept in its folder, so that it goes on from there alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from config.errors import Place, UserError
from config.model import StrictModel
from config.rubrics import rubric_ids
from config.settings import Settings
from config.settings_sources import load_settings
from xuncha.batch.state import PORTALS, STATE_FILE, read_state
from xuncha.rundir import CRAWL_FILE


class Order(StrictModel):
    """What a batch was begun with. `words` are ids of portals and units (none: all of the registry); `flags` settings
    of the command line; the rest as in `AuditJob`. Paths are absolute."""

    registry: Path
    words: tuple[str, ...] = ()
    rubrics: tuple[str, ...]
    as_of: date | None = None
    flags: dict[str, Any] = Field(default_factory=dict)
    settings_file: Path | None = None
    allow_private: bool = False
    allow_hosts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    previous: Path | None = None

    @property
    def settings(self) -> Settings:
        """The settings that its flags and its file give. Raises `UserError` for bad ones."""
        return load_settings(self.flags, self.settings_file)


def portable(reference: str) -> str:
    """A rubric's id as it is, its file by its absolute path, so that a batch goes on from any folder."""
    return reference if reference in rubric_ids() else str(Path(reference).absolute())


def remembered(folder: Path) -> Order:
    """What the batch in `folder` was begun with. Raises `UserError` when there is none."""
    held = read_state(folder)
    if held is None:
        raise UserError("batch-none-here", place=Place(folder))
    try:
        return Order.model_validate(held.options)
    except ValidationError as error:
        raise UserError("batch-state-damaged", place=Place(folder / STATE_FILE), detail=error) from error


def spoken(order: Order, lang: str | None) -> Order:
    """The order with another language of messages and reports; None leaves it."""
    return order if lang is None else order.model_copy(update={"flags": {**order.flags, "lang": lang}})


def previous_of(order: Order, portals: Sequence[str]) -> dict[str, Path]:
    """The earlier run of each portal for `--previous DIR`: in an earlier batch, or in folders named by portal.

    A portal without an earlier run there is audited without one. Raises `UserError` when no portal has one.
    """
    if order.previous is None:
        return {}
    places = (order.previous / PORTALS, order.previous)
    found = {name: place / name for name in portals for place in places if (place / name / CRAWL_FILE).is_file()}
    if not found:
        raise UserError("batch-previous-none", place=Place(order.previous))
    return found
