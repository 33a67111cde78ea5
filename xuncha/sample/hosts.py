"""Where the sample's hosts listen in this run, and how the plan's short references become addresses."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Hosts:
    """Host and port of every host of the sample.

    * `portal`: the county portal;
    * `sites`: the second portal that is audited, on which every family of publishing systems has its unit;
    * `outside`: other people's sites that behave well or fail honestly;
    * `walls`: sites that refuse robots in various ways;
    * `faulty`: a site whose server fails;
    * `secure`: speaks plain HTTP only, is linked as https;
    * `closed`: nobody listens there.

    The hosts of the outside world are kept apart because a host with several transient faults counts as unstable.
    """

    portal: str
    outside: str
    walls: str
    faulty: str
    secure: str
    closed: str
    sites: str

    def address(self, reference: str) -> str:
        """The absolute URL of a reference such as `portal:/zwgk/` or `secure:/` (https); others stay as they are."""
        name, colon, path = reference.partition(":/")
        if not colon or name not in HOST_NAMES:
            return reference
        scheme = "https" if name == "secure" else "http"
        return f"{scheme}://{getattr(self, name)}/{path}"

    def place_of(self, url: str) -> tuple[str, str] | None:
        """Host name and path of an address on one of these hosts, None for any other."""
        netloc, slash, path = url.split("://", 1)[-1].partition("/")
        for name in HOST_NAMES:
            if getattr(self, name) == netloc:
                return name, slash + path
        return None


HOST_NAMES = tuple(field.name for field in fields(Hosts))
