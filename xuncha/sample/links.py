"""Puts the links and articles of `truth.yaml` where they belong: on pages by their reference, or into lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from xuncha.sample.content import Article, Column, Row
from xuncha.sample.plan import Shape
from xuncha.sample.truth import LinkPlant, Truth


class PlantedLinks:
    """The planted links by page path, and by unit for those in the footer of all its pages.

    Raises `KeyError` for a reference to a column or an article that the plan does not have.
    """

    def __init__(self, truth: Truth, columns: Mapping[str, Column]) -> None:
        self.on_page: dict[str, list[LinkPlant]] = defaultdict(list)
        self.in_footer: dict[str, list[LinkPlant]] = defaultdict(list)
        for plant in truth.plants():
            for link in plant.links:
                for reference in link.on:
                    self._place(link, reference, columns)

    def _place(self, link: LinkPlant, reference: str, columns: Mapping[str, Column]) -> None:
        if reference.endswith("/*"):
            self.in_footer[reference.removesuffix("/*")].append(link)
        elif link.date is not None:
            _insert_row(columns[reference], Row(link.text, link.href, link.date))
        else:
            self.on_page[page_of(reference, columns)].append(link)


def page_of(reference: str, columns: Mapping[str, Column]) -> str:
    """The path of the page that `unit`, `unit/column` or `unit/column/3` names. Raises `KeyError`, `IndexError`."""
    unit, _, rest = reference.partition("/")
    key, _, number = rest.partition("/")
    column = columns[f"{unit}/{key or 'home'}"]
    if not number:
        return column.path
    return column.articles[int(number) - 1].path


def plant_articles(truth: Truth, columns: Mapping[str, Column]) -> None:
    """Put the articles that have their own wording into their columns. They come last, so no reference moves."""
    for plant in truth.plants():
        for order in plant.articles:
            column = columns[order.column]
            source = column.unit.name
            column.articles.append(Article(order.path, order.title, order.date, "10:30", order.paragraphs, source))
            _insert_row(column, Row(order.title, order.path, order.date))


def _insert_row(column: Column, row: Row) -> None:
    """Add a row where its date belongs, behind pinned rows and those of the same day."""
    if column.plan.shape not in {Shape.LIST, Shape.TABLE, Shape.FILES, Shape.LINKS}:
        raise KeyError(f"{column.reference} has no list")
    assert row.date is not None
    older = (n for n, each in enumerate(column.rows) if not each.pinned and each.date and each.date < row.date)
    column.rows.insert(next(older, len(column.rows)), row)
