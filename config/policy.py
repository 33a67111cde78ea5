"""How we behave where no law speaks: attempts, pauses, limits, likenesses, warnings. The numbers are in policy.yaml.

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


class AcrossRuns(Reasoned):
    """When an earlier crawl has a say about a fault of this one (how far apart: setting `spacing_hours`)."""

    most_days: int = Field(ge=1, description="days after which an earlier crawl says nothing about a fault of today")


class Reuse(Reasoned):
    """When what an earlier crawl read of a page still holds."""

    whole_after_days: float = Field(
        ge=0, description="days after which a page is fetched whole again, whatever is said"
    )
    sample_share: float = Field(ge=0, le=1, description="of the pages called unchanged, fetched whole and compared")
    sample_least: int = Field(
        ge=1, description="the first pages called unchanged on a host, fetched whole and compared"
    )


class SecondLook(Reasoned):
    """How a look asks that is not the first."""

    headers: dict[str, str] = Field(description="beside the usual ones, and before them")


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

    at_once: int = Field(ge=1, description="requests to all hosts of a portal at once, and hosts that are met at once")
    window: int = Field(ge=1, description="addresses under way at least, behind the one whose turn it is")
    window_most: int = Field(ge=1, description="addresses under way at most")
    window_of_pages: float = Field(gt=0, le=1, description="share of the page budget that may be under way")
    held_mb: int = Field(
        ge=1, description="MB that pages may take while they wait for their turn; beyond it none are asked for"
    )
    time_for_crawl: float = Field(gt=0, le=1, description="share of the time budget before second looks must begin")


class Probe(Reasoned):
    """How links that are not crawled are asked."""

    head_bytes: int = Field(ge=1024, description="bytes of a body that are read")
    hosts_at_once: int = Field(ge=1)
    per_foreign_host: int = Field(ge=1, description="requests under way at once on a host that is not the portal's")


class OutsideCacheRules(Reasoned):
    """How long an answer of another host serves later audits."""

    days: float = Field(ge=0)
    controls: int = Field(ge=1, description="known targets asked after all when all other hosts are silent")


class RobotsRules(Reasoned):
    """How robots.txt is asked for."""

    attempts: int = Field(ge=1)
    largest_bytes: int = Field(ge=512_000, description="RFC 9309 2.5: at least 500 KiB must be read")


class RenderingLimits(Reasoned):
    """How far pages are opened in a browser. Times in seconds."""

    pages: int = Field(ge=0, description="in one run")
    seconds: float = Field(ge=0, description="in one run; a page that has begun may end")
    at_once: int = Field(ge=1)
    page_s: float = Field(gt=0, description="of one page's own time, while no request of it is under way")
    page_most_s: float = Field(gt=0, description="of one page altogether")
    quiet_s: float = Field(gt=0, description="without new rows and requests, after which a page has settled")
    requests: int = Field(ge=1, description="of one page")
    kept_bytes: int = Field(ge=0, description="of scripts and styles, asked for once in a crawl")
    starts: int = Field(ge=1, description="of a browser that breaks down")
    time_for_crawl: float = Field(gt=0, le=1, description="share of the time budget before probes must begin")


class DocumentRules(Reasoned):
    """How far one file is read, and how much time files get. Times in seconds."""

    seconds: float = Field(gt=0, description="for reading one file")
    cpu_seconds: int = Field(ge=1, description="of processor time for one file")
    memory_mib: int = Field(ge=256, description="address space of the reading process")
    pages: int = Field(ge=1, description="of one file")
    characters: int = Field(ge=1, description="of one file's text that are kept")
    entries: int = Field(ge=1, description="of one ZIP container")
    expanded_mib: int = Field(ge=1, description="to which a container may expand")
    depth: int = Field(ge=1, description="archives inside one another")
    inner_files: int = Field(ge=1, description="files of one archive that are read")
    cells: int = Field(ge=1, description="of one workbook")
    table_pages: int = Field(ge=0, description="of one PDF that are searched for ruled tables; 0 = none")
    table_seconds: float = Field(ge=0, description="of processor time after which no further page is searched")
    table_marks: int = Field(ge=1, description="paths on a page that is no drawing")
    table_crossings: int = Field(ge=1, description="places in which the lines of such a page may cross")
    ocr_pages: int = Field(ge=1, description="of one file that are recognised, where a setting asks for it")
    ocr_seconds: float = Field(gt=0, description="for recognising the pages of one file")
    time_share: float = Field(gt=0, le=1, description="of the time that is left once other links were probed")


class TrialLimits(Reasoned):
    """How far trials beside the reading of pages go (`crawler.trials`). Times in seconds."""

    seconds: float = Field(gt=0, description="of all trials of one crawl")
    homes: int = Field(ge=1, description="home pages that are tried in one crawl")
    titles: int = Field(ge=1, description="titles of articles that a search is asked for")
    settle_days: int = Field(ge=0, description="days that an index may take to learn of a new article")
    title_letters: tuple[int, int] = Field(
        description="letters that a title must have, and up to which it is asked for"
    )
    home_looks: int = Field(ge=1, description="looks at a home page whose times are compared")
    pause_s: float = Field(ge=0, description="between them; no longer than that before a second look at a fault")
    phone_width: int = Field(ge=1, description="width of a phone's window in pixels")
    spill_px: int = Field(ge=0, description="pixels by which a page may be wider than the window")
    item_pages: int = Field(ge=1, description="further pages of one unit that are tried for one thing")
    pictures: int = Field(ge=1, description="pictures of a page that are searched for a code")
    picture_bytes: int = Field(ge=1024)
    picture_pixels: int = Field(ge=10_000)


class WatchRules(Reasoned):
    """How the availability of portals is watched."""

    every_min: float = Field(gt=0, description="minutes between two looks at one home page")
    days: int = Field(ge=1)
    timeout_s: float = Field(gt=0)
    controls: tuple[str, ...] = Field(min_length=1, description="addresses that tell whether our own way out is open")


class SelfReload(Reasoned):
    """How a page is told that does nothing but load itself again."""

    largest_bytes: int = Field(ge=1)
    most_text: int = Field(ge=0, description="visible letters")
    soon_s: int = Field(ge=0, description="seconds; a page that refreshes itself later renews what it shows")


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
    recovered_share: float = Field(gt=0, le=1, description="of the troubled addresses, from which the rest is unproven")


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
    newest: int = Field(description="the newest rows of each list")
    newest_rows: int = Field(ge=0, description="how many of each list")
    later_part: int = Field(description="further pages of a list of which the first rows were read")
    other: int
    article: int
    alias: int = Field(description="another address of a known page; below everything that may bring something new")


class Aliases(Reasoned):
    """How often one page is asked for under further addresses."""

    per_page: int = Field(ge=1)


class Login(Reasoned):
    """How log-in pages are told."""

    words: tuple[str, ...] = Field(min_length=1, description="a step of the path or of the host name, lower case")


class OfficeHtml(Reasoned):
    """How documents are told that office programs saved as HTML."""

    marks: tuple[str, ...] = Field(min_length=1)


class ItemTexts(Reasoned):
    """How much of a mandated item is opened to find what may stand in a text."""

    rows: int = Field(ge=1, description="of one item that are opened, with their files; the rest leaves a doubt")


class EarlyWarning(Reasoned):
    """How far reports look ahead, and which checks they ask again for that day."""

    days: int = Field(ge=1, le=366)
    checks: tuple[str, ...] = Field(min_length=1, description="ids of checks whose word depends on the as-of date")


class Policy(StrictModel):
    """All of policy.yaml."""

    attempts: Attempts
    across_runs: AcrossRuns
    reuse: Reuse
    second_look: SecondLook
    redirects: Redirects
    brake: Brake
    feed: Feed
    probe: Probe
    outside_cache: OutsideCacheRules
    robots: RobotsRules
    rendering: RenderingLimits
    documents: DocumentRules
    trials: TrialLimits
    watch: WatchRules
    self_reload: SelfReload
    soft_404: Soft404
    unstable_host: UnstableHost
    own_network: OwnNetwork
    login: Login
    office_html: OfficeHtml
    priorities: Priorities
    aliases: Aliases
    item_texts: ItemTexts
    early_warning: EarlyWarning


@cache
def policy() -> Policy:
    """The crawler's numbers. Raises `ConfigError` when policy.yaml breaks its own rules."""
    return load_yaml(PATH, Policy)
