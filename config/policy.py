"""How the crawler behaves where no law speaks: attempts, pauses, limits, likenesses. The numbers are in policy.yaml.

Every group there stands with its reason and its source.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.yaml_file import load_yaml

PATH = Path(__file__).parent / "policy.yaml"


class Reasoned(StrictModel):
    """A group of numbers with the reason for them and the place where they come from."""

    why: str
    source: str


class Attempts(Reasoned):
    """How many looks that agree prove a fault, and after how many we stop asking."""

    definite: int = Field(ge=2, description="looks that prove a missing page")
    transient: int = Field(ge=2, description="looks that prove a fault of the kind that comes and goes")
    most: int = Field(ge=2, description="looks at one address in one crawl")


class Redirects(Reasoned):
    """How far redirects are followed."""

    hops: int = Field(ge=1)
    self_with_cookie: int = Field(ge=1, description="times an address may redirect to itself while it sets a cookie")


class Brake(Reasoned):
    """Limits of waiting for a host, in seconds."""

    retry_after_cap_s: float = Field(ge=0)
    crawl_delay_cap_s: float = Field(ge=0)
    longest_delay_s: float = Field(ge=0)


class Feed(Reasoned):
    """How the ledger feeds the spider."""

    window: int = Field(ge=1, description="addresses under way at once")
    time_for_crawl: float = Field(gt=0, le=1, description="share of the time budget before second looks must begin")


class Probe(Reasoned):
    """How links that are not crawled are asked."""

    head_bytes: int = Field(ge=1024, description="bytes of a body that are read")
    hosts_at_once: int = Field(ge=1)
    per_foreign_host: int = Field(ge=1, description="requests under way at once on a host that is not the portal's")


class RobotsRules(Reasoned):
    """How robots.txt is asked for."""

    attempts: int = Field(ge=1)
    largest_bytes: int = Field(ge=512_000, description="RFC 9309 2.5: at least 500 KiB must be read")


class Soft404(Reasoned):
    """When a page is the same as what the host answers to nonsense."""

    similarity: float = Field(gt=0, le=1, description="share of equal wording")
    least_text: int = Field(ge=0, description="letters that such an answer must have to prove anything")


class UnstableHost(Reasoned):
    """When a host answers so unreliably that what failed there is no evidence."""

    flaky_urls: int = Field(ge=1)
    flaky_share: float = Field(ge=0, le=1)
    flood_urls: int = Field(ge=1)
    flood_share: float = Field(ge=0, le=1)


class OwnNetwork(Reasoned):
    """When our own way out is to blame."""

    silent_hosts: int = Field(ge=2)


class Priorities(Reasoned):
    """Order of the crawl, higher first."""

    home: int
    entry: int
    list_page: int
    column: int
    navigation: int
    other: int
    article: int


class Login(Reasoned):
    """How log-in pages are told."""

    words: tuple[str, ...] = Field(min_length=1, description="a step of the path or of the host name, lower case")


class OfficeHtml(Reasoned):
    """How documents are told that office programs saved as HTML."""

    marks: tuple[str, ...] = Field(min_length=1)


class Policy(StrictModel):
    """All of policy.yaml."""

    attempts: Attempts
    redirects: Redirects
    brake: Brake
    feed: Feed
    probe: Probe
    robots: RobotsRules
    soft_404: Soft404
    unstable_host: UnstableHost
    own_network: OwnNetwork
    login: Login
    office_html: OfficeHtml
    priorities: Priorities


@cache
def policy() -> Policy:
    """The crawler's numbers. Raises `ConfigError` when policy.yaml breaks its own rules."""
    return load_yaml(PATH, Policy)
