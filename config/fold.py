"""When a fault on many pages is one of the template: `config/fold.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.yaml_file import load_yaml


class FoldRule(StrictModel):
    """All of fold.yaml."""

    share: float = Field(gt=0, le=1, description="of all pages of the unit that have links")
    least_pages: int = Field(ge=1)
    least_shared: int = Field(ge=1, description="pages on which a link stands outside the text")
    why: str
    source: str

    def on_all(self, pages: int, pages_in_all: int) -> bool:
        """Whether `pages` are nearly all pages of a unit."""
        return pages >= self.least_pages and pages >= self.share * pages_in_all

    def is_template(self, pages: int, pages_in_all: int, *, in_text: bool) -> bool:
        """Whether what stands on so many pages stands in a template; `in_text`: also outside navigation and footer."""
        return self.on_all(pages, pages_in_all) or (pages >= self.least_shared and not in_text)


@cache
def fold_rule() -> FoldRule:
    """The rule. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(str(resources.files("config") / "fold.yaml")), FoldRule)
