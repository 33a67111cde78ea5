"""What the reading of labelled fields takes for granted of the labels in `config/cms/articles.yaml`."""

from __future__ import annotations

import pytest

from config.article_words import article_fields
from crawler.reading.articles.labels import LONGEST_BARE, bare_label


@pytest.mark.parametrize("label", article_fields().labels.all)
def test_a_label_is_known_however_it_is_spaced_and_dressed(label: str) -> None:
    spaced = f"【{' '.join(label)}】："
    assert bare_label(spaced) == label
    assert len(spaced) < LONGEST_BARE / 2
