"""How far an audit goes: the budgets of `--profile`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field

from config.model import StrictModel

ProfileName: TypeAlias = Literal["quick", "standard", "full"]
PROFILES: tuple[str, ...] = get_args(ProfileName)
MOST = 1_000_000_000
"""The largest number that a setting or an option takes which knows no smaller limit (own rule): pages, seconds, bytes.
More is a slip of the hand."""
Count = Annotated[int, Field(ge=1, le=MOST)]
Trial = Literal["search", "load", "mobile", "ipv6", "accessibility", "qr-code"]
"""What can be tried beside the reading of pages; the values of `crawler.kinds.TrialKind` that a crawl can make."""
TRIALS: tuple[Trial, ...] = ("search", "load", "mobile", "ipv6", "accessibility", "qr-code")
Megabytes = Annotated[int, Field(ge=1, le=1_000_000)]


class Files(StrEnum):
    """Which files of the portal are read."""

    NONE = "none"
    NEWEST = "newest"
    ALL = "all"


class Profile(StrictModel):
    """How far an audit goes: pages, seconds, whether links to other hosts are tried, and which files are read.

    `documents` is `none`, `newest` (of every column at most `documents_per_column`) or `all`; at most `max_documents`
    of them, and no further one once `max_documents_mb` (MiB) were loaded. `trials` are what is tried beside reading.
    """

    max_pages: Count
    max_seconds: Count
    external: bool
    documents: Files = Files.NEWEST
    documents_per_column: Count = 20
    max_documents: Count = 2_000
    max_documents_mb: Megabytes = 1_000
    trials: tuple[Trial, ...] = TRIALS


class Quick(Profile):
    """A look at the home page and the columns."""

    max_pages: Count = 300
    max_seconds: Count = 600
    external: bool = False
    documents: Files = Files.NONE
    trials: tuple[Trial, ...] = ()


class Standard(Profile):
    """A regular inspection."""

    max_pages: Count = 5_000
    max_seconds: Count = 7_200
    external: bool = True


class Full(Profile):
    """Everything that can be reached in a day."""

    max_pages: Count = 100_000
    max_seconds: Count = 86_400
    external: bool = True
    documents: Files = Files.ALL
    max_documents: Count = 20_000
    max_documents_mb: Megabytes = 10_000


class Profiles(StrictModel):
    """The three profiles of `--profile`."""

    quick: Quick = Quick()
    standard: Standard = Standard()
    full: Full = Full()
