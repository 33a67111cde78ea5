"""The labels and file links of articles: what is recognised, and what is left alone."""

from __future__ import annotations

import pytest

from config.article_words import article_fields


@pytest.mark.parametrize(
    "target",
    [
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=771",
        "/module/download/downfile.jsp?classid=0&filename=list.pdf",
        "/downloadfile.aspx?id=3",
        "/DownLoadFile.do?id=3",
        "/api/getFile?id=3",
        "/cms/file/download?id=3",
        "/attachment/download/7",
        "/fileserver/get/ab12",
    ],
)
def test_addresses_that_hand_out_files(target: str) -> None:
    assert article_fields().attachments.hands_out(target)


@pytest.mark.parametrize(
    "target",
    [
        "/file/download/index.html",
        "/xzzx/download/",
        "/download.html",
        "/zwgk/tzgg/202605/t20260528_1.html",
        "/show.asp?id=3",
        "/info.aspx?fileId=3",
        "/truecms/messageController/getMessage.do?columnId=3",
        "/module/web/jpage/dataproxy.jsp?columnid=3",
        "/content.jsp?urltype=news.NewsContentUrl&wbnewsid=3",
    ],
)
def test_addresses_of_pages(target: str) -> None:
    assert not article_fields().attachments.hands_out(target)


def test_a_parameter_names_a_file_only_among_the_links_of_an_article() -> None:
    words = article_fields().attachments
    assert words.may_hand_out("/info.aspx?fileId=3")
    assert not words.may_hand_out("/zwgk/1.html?fileId=3")


@pytest.mark.parametrize("text", ["下载", "【点击下载】", " 附件 ", "Download", "", "：："])
def test_texts_that_name_no_file(text: str) -> None:
    assert article_fields().attachments.names_nothing(text)


@pytest.mark.parametrize("value", ["", "-", "——", "/", "null", "undefined", " . "])
def test_values_that_say_nothing(value: str) -> None:
    assert article_fields().says_nothing(value.strip())


@pytest.mark.parametrize("value", ["有效", "无", "某政办发〔2026〕12号", "0"])
def test_values_that_say_something(value: str) -> None:
    assert not article_fields().says_nothing(value)


def test_labels_are_known_once_and_longer_ones_come_first() -> None:
    labels = article_fields().labels
    assert len(labels.all) == len(set(labels.all))
    assert labels.all.index("责任编辑") < labels.all.index("编辑")
    assert labels.all.index("信息来源") < labels.all.index("来源")
    assert not set(labels.document_date) & set(labels.validity)
