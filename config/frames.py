"""Frames that hold no list: maps, weather, players and the like, as data: `config/cms/frames.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from config.cms import Sourced
from config.yaml_file import load_yaml


class FrameSigns(Sourced):
    """What tells a frame with something else from one that may hold a column's list."""

    words: frozenset[str] = Field(description="words in the address of the frame's page, in lower case")
    least: int = Field(ge=1, description="pixels of width and height below which a frame shows no list")


@cache
def frame_signs() -> FrameSigns:
    """The signs. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "frames.yaml")), FrameSigns)
