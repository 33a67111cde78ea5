"""Who repairs what: editor, vendor or network people. Data: config/remedies.yaml, texts: `remedy-task.*`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import RootModel, model_validator

from config.model import StrictModel, broken
from config.yaml_file import load_yaml


class Role(StrEnum):
    """Who can repair something: who writes (编辑), who keeps the site's programs (厂商), who keeps the wires (网络)."""

    EDITOR = "editor"
    VENDOR = "vendor"
    NETWORK = "network"


class Share(StrictModel):
    """Who leads the repair of one kind of problem, and what the others do: names of tasks below `remedy-task.`."""

    lead: Role = Role.EDITOR
    editor: str | None = None
    vendor: str | None = None
    network: str | None = None

    @model_validator(mode="after")
    def _lead_has_the_remedy(self) -> Share:
        if self.lead.value in self.tasks:
            raise broken("lead-with-task", at=(self.lead.value,), role=self.lead.value)
        return self

    @property
    def tasks(self) -> dict[str, str]:
        """The task of every role that has one besides the remedy itself."""
        given = {role.value: getattr(self, role.value) for role in Role}
        return {role: task for role, task in given.items() if task is not None}


class _Shares(RootModel[Mapping[str, Mapping[str, Share]]]):
    """The shares by check and code."""


_EDITOR_ALONE = Share()
"""Of a third party's check nobody has said who repairs; its remedy is for those who answer for the content."""


def share_of(check: str, code: str) -> Share:
    """Who repairs a problem of this kind. Raises `ConfigError` when the data file is broken."""
    return shares().get(check, {}).get(code, _EDITOR_ALONE)


@cache
def shares() -> Mapping[str, Mapping[str, Share]]:
    """All shares by check and code. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "remedies.yaml", _Shares).root
