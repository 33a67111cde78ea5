"""What tags hold that only a template should hold."""

from __future__ import annotations

import pytest

from checks.identity.tag_faults import site_name_of
from crawler.kinds import PageKind
from tests.builders import page

MARKS = ("{{siteName}}", "${site.name}", "#{name}", "<%=name%>", "<?=$name?>", "{cms:name}", "NULL")


@pytest.mark.parametrize("content", MARKS)
def test_a_template_mark_says_nothing(content: str) -> None:
    assert site_name_of(page("/", PageKind.HOME, metas=(("SiteName", content),)).facts) == ""


@pytest.mark.parametrize("content", ["样例县人民政府", "{样例}县人民政府", "A<%B", "样例县${name}局"])
def test_a_name_with_signs_says_something(content: str) -> None:
    assert site_name_of(page("/", PageKind.HOME, metas=(("SiteName", content),)).facts) == content
