"""How long a batch waits for its processes, and how much its summaries list. Data: config/batch.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.yaml_file import load_yaml


class BatchLimits(StrictModel):
    """Times in seconds. None of them touches a score: a process that is ended leaves units that were not observed."""

    silence_s: float = Field(gt=0, description="a crawl that reports nothing for so long has stopped; it is ended")
    fleet_silence_s: float = Field(gt=0, description="the same for the process that crawls many portals at once")
    judge_s: float = Field(gt=0, description="the longest time for judging one portal")
    farewell_s: float = Field(gt=0, description="after an interruption, time to seal what was crawled")
    good_examples: int = Field(ge=1, description="units named as good examples of an indicator")
    top: int = Field(ge=1, description="ranks of a class that are named as the highest")
    source: str
    status: Status


@cache
def batch_limits() -> BatchLimits:
    """The values. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "batch.yaml", BatchLimits)
