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
    why: str
    source: str

    def is_template(self, pages: int, pages_in_all: int) -> bool:
        """Whether what stands on `pages` of a unit's pages stands in their template."""
        return pages >= self.least_pages and pages >= self.share * pages_in_all


@cache
def fold_rule() -> FoldRule:
    """The rule. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(str(resources.files("config") / "fold.yaml")), FoldRule)
