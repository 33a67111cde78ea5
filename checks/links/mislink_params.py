"""The parameters of the check `mislink`."""

from __future__ import annotations

from pydantic import Field

from checks.contract import CheckParams


class MislinkParams(CheckParams):
    """When a target is believed to be something else. All numbers are own rules of this project."""

    title_words: int = Field(ge=1, description="hijack: words of one trade in the title that are enough")
    body_words: int = Field(ge=2, description="hijack: different words of one trade in description, heading and text")
    acquitting_words: int = Field(ge=1, description="hijack: words of news, law and warnings in the text that acquit")
    short_page: int = Field(ge=1, description="hijack: letters of a page that may be that of a parked domain")
    chinese_share: float = Field(
        gt=0, le=1, description="hijack: share of Chinese letters from which a text is Chinese"
    )
    told_letters: int = Field(
        ge=2, description="hijack: telling letters of a text that is looked for behind a redirect"
    )
    least_letters: int = Field(ge=1, description="letters that a page must show before it is held against a text")
    row_letters: int = Field(ge=2, description="telling letters that the title of a row must have to be compared")
    title_likeness: float = Field(
        gt=0, le=1, description="share of common pairs of letters from which two titles are akin"
    )
    text_likeness: float = Field(gt=0, le=1, description="share of a title's pairs on the page that acquits a row")
    column_share: float = Field(gt=0, le=1, description="share of stray rows from which our reading is doubted instead")
