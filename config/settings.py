"""How the tool works here: who we say we are, how hard we ask, how far we go (`config.settings_sources` reads them)."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from platformdirs import user_cache_path
from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.model import broken
from config.profiles import Count, Files, Megabytes, Profile, ProfileName, Profiles, Trial

PREFIX = "XUNCHA_"
SAMPLE_CONTACT = "https://example.invalid/contact"
CACHE_FILE = "outside-answers.sqlite"
BROWSER_WORDS = ("auto", "none")
"""What the setting `browser` may say instead of a path."""
_HEADER_SAFE = re.compile(r"[\x20-\x7e]+")
_CONTACT = re.compile(r"https?://[\x21-\x7e]+|[\x21-\x3f\x41-\x7e]+@[\x21-\x3f\x41-\x7e]+\.[a-zA-Z]{2,}")
_DECLARED = re.compile(r"\(\+([^;)]+)")


class Evidence(StrEnum):
    """What is kept of all requests and answers of a crawl."""

    NONE = "none"
    NEEDED = "needed"
    ALL = "all"


def _product() -> str:
    try:
        return f"xuncha/{version('xuncha')}"
    except PackageNotFoundError:
        return "xuncha"


def _address(given: str) -> str:
    try:
        ip_network(given, strict=False)
    except ValueError:
        raise broken("no-ip-address", given=given) from None
    return given


class Settings(BaseSettings):
    """All settings; a value that nobody gave is not in `model_fields_set`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        allow_inf_nan=False,
    )

    user_agent: str = Field(default_factory=_product, description="product name and version; never that of a browser")
    contact: str = Field(default=SAMPLE_CONTACT, description="web or mail address at which the auditor can be asked")
    addresses: tuple[Annotated[str, AfterValidator(_address)], ...] = Field(
        default=(), description="public addresses that requests come from, as owners see them; for their allow-list"
    )
    rate: float = Field(default=1.0, ge=0, description="requests per second and host; 0 = no delay (test servers)")
    concurrency: int = Field(default=4, ge=1, le=64, description="requests under way at once per host")
    timeout_s: float = Field(default=15.0, gt=0, le=300, description="seconds until a request is given up")
    retry_after_s: float = Field(default=3.0, ge=0, le=3600, description="seconds before a second look at a fault")
    spacing_hours: float = Field(
        default=4.0,
        ge=0,
        le=24 * 30,
        description="hours after which a failure in an earlier run (--previous) is independent of one in this run: "
        "longer than a block of our address, a restart or a nightly backup, so that a run of the morning can prove in "
        "the afternoon; 0 = any earlier run counts",
    )
    reuse: bool = Field(
        default=True,
        description="with --previous, pages that did not change since the earlier run are not read again",
    )
    max_page_bytes: Count = Field(default=10 * 1024 * 1024, description="decoded size up to which a page is read")
    pattern_budget: Count = Field(default=2_000, description="pages per URL pattern (guards against endless calendars)")
    profile: ProfileName = "standard"
    profiles: Profiles = Profiles()
    max_pages: Count | None = Field(default=None, description="instead of the profile's")
    max_seconds: Count | None = Field(default=None, description="instead of the profile's")
    external: bool | None = Field(default=None, description="instead of the profile's")
    documents: Files | None = Field(default=None, description="which files are read, instead of the profile's")
    max_document_mb: Megabytes = Field(default=20, description="MiB of one file; larger ones are not loaded")
    document_s: float = Field(default=60.0, gt=0, le=3600, description="seconds for loading one file to its end")
    trials: tuple[Trial, ...] | None = Field(
        default=None, description="what is tried beside reading pages, instead of the profile's; [] = nothing"
    )
    ocr: Literal["none", "auto"] = Field(
        default="none",
        description="auto = scanned pages are read by tesseract (chi_sim) where it is installed; none = never, so that "
        "results do not depend on the machine, and no verdict on letters that a program guessed",
    )
    browser: str = Field(default="auto", description="auto = the system's, none = no pages in a browser, or its path")
    render_pages: int | None = Field(default=None, ge=0, description="pages in a browser, instead of the policy's")
    render_seconds: Count | None = Field(default=None, description="seconds for them, instead of the policy's")
    cache_dir: str = Field(
        default="auto",
        description="folder in which answers of other hosts are kept for later audits; auto = the user's cache folder, "
        "none = nothing is kept",
    )
    evidence: Evidence = Field(
        default=Evidence.NEEDED,
        description="requests and answers that are kept: needed = those that findings and columns rest on, all, none",
    )
    evidence_mb: Megabytes = Field(default=2_000, description="MiB of them while crawling, compressed; then no more")
    screenshots: int = Field(default=100, ge=0, description="pictures of findings with the place marked; 0 = none")
    screenshot_seconds: Count = Field(default=180, description="seconds for all pictures of one run")
    lang: Literal["zh", "en"] = "zh"
    out_dir: Path = Field(default=Path("xuncha-runs"), description="where run directories are made")

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_for_a_number(cls, value: Any, info: ValidationInfo) -> Any:
        """Pydantic would take `rate = true` for 1."""
        annotation = cls.model_fields[str(info.field_name)].annotation
        if isinstance(value, bool) and bool not in (annotation, *get_args(annotation)):
            raise broken("no-number")
        return value

    @field_validator("user_agent")
    @classmethod
    def _undisguised(cls, agent: str) -> str:
        if not _HEADER_SAFE.fullmatch(agent):
            raise broken("header-unsafe")
        if re.search(r"mozilla|applewebkit|chrome|gecko|googlebot|baiduspider|bingbot", agent, re.IGNORECASE):
            raise broken("disguise")
        return agent

    @field_validator("contact")
    @classmethod
    def _can_be_asked(cls, contact: str) -> str:
        if not _CONTACT.fullmatch(contact):
            raise broken("contact-form")
        return contact

    @field_validator("browser")
    @classmethod
    def _is_a_program(cls, browser: str) -> str:
        if browser not in BROWSER_WORDS and not (Path(browser).is_file() and os.access(browser, os.X_OK)):
            raise broken("no-program")
        return browser

    def of_crawl(self) -> dict[str, Any]:
        """Everything that decides what is fetched, as JSON values: what a hash of the configuration is made of."""
        return self.model_dump(mode="json", exclude={"lang", "out_dir", "cache_dir", "addresses"})

    @property
    def user_agent_string(self) -> str:
        """What every request declares: who asks, where to complain, and what for."""
        return f"{self.user_agent} (+{self.contact}; gov website audit)"

    @property
    def has_own_contact(self) -> bool:
        """Whether somebody put in a contact address of their own (an audit of a public site should have one)."""
        return self.contact != SAMPLE_CONTACT

    @property
    def cache_file(self) -> Path | None:
        """Where answers of other hosts are kept; None for nowhere."""
        if self.cache_dir == "none":
            return None
        if self.cache_dir == "auto":
            return user_cache_path("xuncha", appauthor=False) / CACHE_FILE
        return Path(self.cache_dir).expanduser() / CACHE_FILE

    @property
    def budget(self) -> Profile:
        """The chosen profile, with what was asked for instead."""
        chosen: Profile = getattr(self.profiles, self.profile)
        asked = {"max_pages", "max_seconds", "external", "documents", "trials"}
        instead = {name: value for name in asked if (value := getattr(self, name)) is not None}
        return Profile(**{**chosen.model_dump(), **instead})

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_: Any,
        **__: Any,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing is read behind the caller's back; `config.settings_sources` adds the other sources."""
        return (init_settings,)


def contact_in(user_agent: str) -> str:
    """The contact address in a user agent as `Settings.user_agent_string` writes it; empty when there is none."""
    found = _DECLARED.search(user_agent)
    return found[1] if found else ""
