"""What `exhibits.yaml` says: for each unit its family and columns, and of each column what must come out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pydantic import Field, model_validator

from config.model import StrictModel
from config.registry import Slug, UnitClass, require_unique
from crawler.kinds import ListSource
from xuncha.sample.plan import ColumnPlan, Publisher, SiteFacts, sample_data

EMPTY_COLUMN = "empty-column"
STALE_COLUMN = "stale-column"


class ExhibitPlan(ColumnPlan):
    """One column of an exhibit: an order to the generator and the truth about the column at once."""

    source: ListSource = Field(default=ListSource.STATIC, description="where its rows stand")
    traps: tuple[str, ...] = Field(default=(), description="what a careless reader falls for; see the family's module")
    finds: Mapping[str, str] = Field(default_factory=dict, description="check -> code that an audit must report")
    repeats: str | None = Field(default=None, description="column of the unit whose rows stand in this one as well")
    readable: int | None = Field(default=None, ge=0, description="rows that can be had at all, when not all of them")
    needs_browser: bool = Field(default=False, description="its rows are there only after scripts ran")
    doubtful: bool = Field(default=False, description="an honest reader says that there may be more rows")
    crumbless: bool = Field(default=False, description="the page shows no breadcrumb, so its path cannot be known")
    why: str = ""


class HallPlan(Publisher):
    """A unit that shows one family. `family` is the id of the template; `also` are prefixes outside its own path."""

    family: str
    also: tuple[str, ...] = ()
    columns: tuple[ExhibitPlan, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_differ(self) -> HallPlan:
        require_unique((column.key for column in self.columns), "columns", "key")
        return self

    def column(self, key: str) -> ExhibitPlan:
        """The column with this key. Raises `KeyError`."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


class ExhibitsPlan(StrictModel):
    """The second portal."""

    id: Slug
    site: SiteFacts
    halls: tuple[HallPlan, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _units_differ(self) -> ExhibitsPlan:
        require_unique((hall.id for hall in self.halls), "halls", "id")
        require_unique((hall.path for hall in self.halls), "halls", "path")
        odd = [hall.id for hall in self.halls if hall.unit_class is not UnitClass.INSTITUTION]
        if odd:
            raise ValueError(f"exhibits are institutions, so that no mandated item is asked of them: {', '.join(odd)}")
        return self


@cache
def load_exhibits() -> ExhibitsPlan:
    """The plan of `exhibits.yaml`."""
    return ExhibitsPlan.model_validate(sample_data("exhibits.yaml"))
