"""How links name a site or an app of a body's own: `config/lexicons/own-outlets.yaml`."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from config.cms import Sourced
from config.lexicon import LEXICONS
from config.wording import plain
from config.yaml_file import load_yaml


class OwnOutlets(Sourced):
    """All of own-outlets.yaml."""

    site_words: tuple[str, ...]
    body_endings: tuple[str, ...]
    app_words: tuple[str, ...]
    public_apps: tuple[str, ...]
    place_endings: tuple[str, ...]
    least_bare: int
    app_files: tuple[str, ...]
    app_stores: tuple[str, ...]
    platforms: tuple[str, ...]

    def short(self, name: str) -> str:
        """A body's name without its kind: 禾头镇 of 禾头镇人民政府."""
        return next((name.removesuffix(end) for end in self.body_endings if name.endswith(end) and name != end), name)

    def names_place(self, text: str, name: str) -> bool:
        """Whether a text names the place of a body: 禾头 or 禾头镇."""
        short = self.short(name)
        bare = next((short.removesuffix(end) for end in self.place_endings if short.endswith(end)), short)
        return (bare if len(bare) >= self.least_bare else short) in text

    def names_public_app(self, text: str) -> bool:
        """Whether a link text names an app of the state or of a province."""
        return any(word in text for word in self.public_apps)

    def names_site(self, text: str, name: str) -> bool:
        """Whether a link text says nothing but the name of the body or of its site."""
        said, short = plain(text), plain(self.short(name))
        if not short or short not in said:
            return False
        rest = said.replace(short, "", 1)
        for word in sorted(self.site_words, key=len, reverse=True):
            rest = rest.replace(plain(word), "", 1)
        return not rest

    def names_app(self, text: str) -> bool:
        """Whether a link text speaks of a program for telephones."""
        said = text.upper()
        return any(word in said for word in self.app_words)

    def is_app(self, url: str) -> bool:
        """Whether an address is that of such a program or of a shop for them."""
        parts = urlsplit(url)
        return parts.path.lower().endswith(self.app_files) or (parts.hostname or "") in self.app_stores

    def is_platform(self, url: str) -> bool:
        """Whether an address is an account on a platform."""
        host = urlsplit(url).hostname or ""
        return any(host == name or host.endswith(f".{name}") for name in self.platforms)


@cache
def own_outlets() -> OwnOutlets:
    """The words. Raises `ConfigError` when the data file is broken."""
    return load_yaml(LEXICONS / "own-outlets.yaml", OwnOutlets)
