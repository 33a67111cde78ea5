"""`xuncha inspect`: everything that is seen on one page, for a person and for a program; further requests are few."""

from __future__ import annotations

import json
import typing
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click import unstyle
from rich.cells import cell_len

from checks.links.href import LOCAL_FILE, MALFORMED, PLACEHOLDER, PRIVATE_ADDRESS
from config.lexicon import attachment_types
from config.messages import has_text
from crawler.fetch.answered import MOST_PARTS
from crawler.fetch.offered import MOST_FILES
from crawler.kinds import DateSource, ListSource, PageKind, TargetKind, TotalMeaning
from crawler.reading.read_page import read_page
from crawler.reading.text.encoding import decode
from tests.xuncha.runs import xuncha
from tests.xuncha.small_site import SmallSite, send
from xuncha.cli.inspect_sheet import ROWS_SHOWN, InspectSheet
from xuncha.inspection import inspected

COLUMN = "http://www.county.gov.cn/tzgg/index.html"
ARTICLE = "http://www.county.gov.cn/tzgg/202605/t20260520_1.html"
HEAD = '<meta charset="utf-8"><meta name="SiteName" content="青禾县人民政府"><meta name="SiteIDCode" content="">'
PLACE = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/tzgg/">通知公告</a></div>'
ROWS = """<ul><li><a href="t20260528_3.html">青禾县人民政府办公室
关于防汛工作的通知</a><span>2026-05-28</span></li>
<li><a href="http://www.other.gov.cn/a.html">关于防火工作的通知</a><span>2026-04-02</span></li>
<li><a href="t3.html">关于防冻工作的通知</a></li></ul>"""
REAL = Path(__file__).resolve().parents[3] / "shared" / "real-pages"


def page(main: str, head: str = HEAD) -> str:
    return f"<html><head>{head}<title>通知公告 - 青禾县</title></head><body>{PLACE}{main}</body></html>"


def seen(html: str | bytes, url: str = COLUMN) -> dict[str, Any]:
    body = html.encode() if isinstance(html, str) else html
    return inspected(read_page(url, body, None), decode(body))


def lines(shown: dict[str, Any], lang: str = "zh", width: int | None = None) -> list[str]:
    return unstyle(InspectSheet(shown, lang, width).text()).splitlines()


def value(shown: dict[str, Any], label: str, lang: str = "zh") -> list[str]:
    """The lines behind a label."""
    found = lines(shown, lang)
    at = next((number for number, line in enumerate(found) if line.startswith(f"{label}  ")), None)
    if at is None:
        return []
    more = [line.strip() for line in found[at + 1 :]]
    end = next((number for number, line in enumerate(found[at + 1 :]) if not line.startswith("  ")), len(more))
    return [found[at].removeprefix(label).strip(), *more[:end]]


def test_a_column_in_a_minute() -> None:
    shown = seen(page(ROWS))
    assert lines(shown)[0] == "页面地址      http://www.county.gov.cn/tzgg/index.html"
    assert value(shown, "文字编码") == ["utf-8（与声明一致）"]
    assert value(shown, "页面类型") == ["栏目（列表页）"]
    assert value(shown, "建站系统") == ["未识别，按通用方式读取（generic）"]
    assert value(shown, "网站名称") == ["青禾县人民政府（元标签 SiteName）"]
    assert value(shown, "网站标识码") == ["（有此项，内容为空）（元标签 SiteIDCode）"]
    assert value(shown, "网站域名") == ["（没有）"]
    assert value(shown, "位置") == ["首页>通知公告"]
    assert value(shown, "栏目类别") == ["通知公告（按名称“通知公告”）"]
    assert value(shown, "列表来源") == ["网页源代码"]
    assert value(shown, "条目") == ["读到 3 条（本页为第 1 页）"]
    assert value(shown, "日期") == ["最新 2026-05-28，最早 2026-04-02，另有 1 条未标注日期"]
    assert value(shown, "链接") == ["5 个：外部链接 1，网页 4"]
    assert value(shown, "另外访问") == value(shown, "不能判断") == []


def test_a_row_is_one_line_with_date_title_and_target() -> None:
    rows = [line.split("  ") for line in lines(seen(page(ROWS))) if "工作的通知" in line]
    assert [[cell.strip() for cell in row if cell.strip()] for row in rows] == [
        ["2026-05-28", "青禾县人民政府办公室 关于防汛工作的通知", "/tzgg/t20260528_3.html"],
        ["2026-04-02", "关于防火工作的通知", "http://www.other.gov.cn/a.html"],
        ["未标日期", "关于防冻工作的通知", "/tzgg/t3.html"],
    ]


def test_a_date_without_a_year_says_where_its_year_comes_from() -> None:
    shown = seen(page("<h3>2026年</h3>" + ROWS.replace("2026-05-28", "05-28")))
    assert any(line.startswith("2026-05-28 (年份取自标题)") for line in lines(shown))


def test_a_family_is_known_by_its_marks() -> None:
    shown = seen(page(ROWS + '<script>createPageHTML(7, 0, "index", "html", 133);</script><div class="TRS_Editor">'))
    assert shown["family"] == "trs"
    assert {"mark": "TRS_Editor", "weight": 3} in shown["family_marks"]
    known, marks = value(shown, "建站系统")
    assert known == "拓尔思 TRS WCM（trs）"
    assert marks.startswith("依据：") and "createPageHTML(" in marks and "TRS_Editor" in marks
    assert value(shown, "条目")[1:] == ["共 7 页", "共声明 133 条"]
    rest = value(shown, "列表其余部分")
    assert (rest[0], rest[-1]) == ("/tzgg/index_1.html", "……共 6 处")


def test_calls_of_an_interface_are_readable() -> None:
    data = "var siteInfo = {siteGuid: '7eb5f7f1-9041-43ad-8e13-8fcb82ea831a'};"
    html = (
        f"<html><head>{HEAD}</head><body class='EWB-FRONT'>{PLACE}<script src='/js/webbuildercommon.js'></script>"
        f"<script>{data} $.ajax({{type:'post',url:'/rest/lightfrontaction/getgovinfolist',"
        "data:JSON.stringify({siteGuid:siteInfo.siteGuid,categorynum:'003001',pageIndex:0,pageSize:15})})</script>"
        "<ul id='infolist'></ul></body></html>"
    )
    shown = seen(html, "http://www.county.gov.cn/zwgk/003001/govInfoPub.html")
    assert shown["column"]["list_source"] == "api"
    assert value(shown, "列表来源") == ["脚本调用的列表接口"]
    assert value(shown, "条目")[-1] == "条目在列表的其余部分中，尚未读取"
    (call,) = value(shown, "列表其余部分")
    assert call.startswith("POST /rest/lightfrontaction/getgovinfolist ")
    assert '"categorynum":"003001"' in call


def test_emptiness_with_its_proof_and_an_obstacle_with_advice() -> None:
    empty = seen(page("<div class='list'><p>该栏目暂无内容</p></div>"))
    assert value(empty, "空白依据") == ["该栏目暂无内容"]
    building = seen(page("<div class='list'><p>栏目建设中，敬请期待</p></div>"))
    assert value(building, "建设中提示") == ["栏目建设中，敬请期待"]
    scripted = seen(page("<ul><li v-for='one in list'>{{one.title}}</li></ul>"))
    reason, advice = value(scripted, "不能判断")
    assert scripted["reason"] is not None
    assert reason and advice
    assert value(scripted, "列表来源") == ["不能确定（可能有未能读到的条目）"]


def test_pages_that_are_none_say_one_reason() -> None:
    shown = seen(b"%PDF-1.4 binary", "http://www.county.gov.cn/a.html")
    assert value(shown, "不能判断")[0] == "返回的内容不是网页（为文件或二进制数据）"
    landing = seen("<html><head><meta http-equiv=refresh content='0;url=/gk/'></head></html>")
    assert value(landing, "转到") == ["http://www.county.gov.cn/gk/"]


def test_an_article() -> None:
    main = """<h1>关于防汛的通知</h1><p>发布时间：2026-05-28 来源：县水务局 索引号：11/2026-1 文号：</p>
    <div id="zoom"><p>各乡镇人民政府：现将有关事项通知如下。请认真落实。</p>
    <p><a href="a.pdf">附件：防汛预案</a></p></div><p>责任编辑：张三</p>"""
    shown = seen(page(main), ARTICLE)
    article = shown["article"]
    assert (article["first_sentence"], article["attachments"][0]["type"]) == (
        "各乡镇人民政府：现将有关事项通知如下。",
        "pdf",
    )
    assert value(shown, "文章标题") == ["关于防汛的通知（页面标题）"]
    assert value(shown, "发布日期") == ["2026-05-28（标签“发布时间”）"]
    assert value(shown, "不一致的日期") == ["2026-05-20（网址）"]
    assert value(shown, "信息来源") == ["县水务局（标签“来源”）"]
    assert value(shown, "索引号") == ["11/2026-1（标签“索引号”）"]
    assert value(shown, "文号") == ["（有此项，内容为空）（标签“文号”）"]
    assert value(shown, "有效性") == ["（没有）"]
    assert value(shown, "责任人员") == ["责任编辑 张三"]
    assert value(shown, "正文")[1] == "各乡镇人民政府：现将有关事项通知如下。"
    assert value(shown, "附件") == ["附件：防汛预案 [PDF] /tzgg/202605/a.pdf"]


def test_faulty_hrefs_are_quoted_as_they_are_written() -> None:
    hrefs = ("http://192.168.1.9/a", "C:\\\\a.doc", "http//c.cn", "{{url}}")
    odd = "".join(f"<a href='{href}'>{name}</a>" for href, name in zip(hrefs, "甲乙丙丁", strict=True))
    shown = seen(page(odd + "<a href='javascript:void(0)'>戊</a><a href='#'>己</a>"))
    faults = [each["fault"] for each in shown["links"]["odd"]]
    assert faults == [PRIVATE_ADDRESS, LOCAL_FILE, MALFORMED, PLACEHOLDER]
    assert value(shown, "链接写法有误")[0] == "http://192.168.1.9/a “甲”：指向内部网络地址"
    assert shown["links"]["without_address"] >= 2


def test_the_promised_keys_stay() -> None:
    shown = seen(page(ROWS))
    assert json.loads(json.dumps(shown)) == shown
    assert {"url", "family", "kind", "judgeable", "reason", "identity", "column", "article", "links", "notes"} <= set(
        shown
    )
    promised = {"name", "path", "kind", "list_source", "total", "pages", "newest_date", "rows"}
    assert promised <= set(shown["column"])
    assert shown["column"]["rows"][0] == {
        "title": "青禾县人民政府办公室 关于防汛工作的通知",
        "url": "http://www.county.gov.cn/tzgg/t20260528_3.html",
        "date": "2026-05-28",
    }
    assert (shown["column"]["oldest_date"], shown["column"]["undated_rows"]) == ("2026-04-02", 1)
    assert shown["encoding"] == {"name": "utf-8", "how": "declared"}


@pytest.mark.parametrize("width", [40, 60, 99, 100, 140, 200])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_fits_the_terminal(width: int, lang: str) -> None:
    long = ROWS.replace("关于防火工作的通知", "关于进一步加强今年春季森林草原防灭火工作的紧急通知" * 4)
    shown = lines(seen(page(long)), lang, width)
    assert max(map(cell_len, shown)) <= width
    titles = [line for line in shown if "…" in line]
    assert titles
    assert sum("青禾县人民政府办公" in line for line in shown) == 1


def test_many_rows_are_counted_and_not_all_shown() -> None:
    html = page("<ul>" + "".join(f"<li><a href='/t{at}.html'>第{at}号通知</a>2026-05-01" for at in range(99)) + "</ul>")
    shown = seen(html)
    assert len(shown["column"]["rows"]) == 99
    assert sum("号通知" in line for line in lines(shown)) == ROWS_SHOWN
    assert any(line.strip() == f"只显示前 {ROWS_SHOWN} 条，共 99 条；全部条目见 --json" for line in lines(shown))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_word_is_in_the_catalogue(lang: str) -> None:
    groups: dict[str, typing.Iterable[str]] = {
        "kind": PageKind,
        "list-source": ListSource,
        "date-source": DateSource,
        "link": (*TargetKind, "none"),
        "file": (*(kind.id for kind in attachment_types().types), "html"),
        "fault": (PRIVATE_ADDRESS, LOCAL_FILE, MALFORMED, PLACEHOLDER),
        "kind-by": ("name", "breadcrumb", "column-type", "default", "registry"),
        "from": ("label", "meta", "url", "displayed", "heading", "h1", "title", "text", "link", "script"),
    }
    keys = [f"{group}.{word}" for group, words in groups.items() for word in words]
    keys += [f"encoding-{how}" for how in ("bom", "declared", "detected", "lossy")]
    keys += [f"total-{meaning}" for meaning in TotalMeaning]
    assert [key for key in keys if not has_text(f"cli.inspect.{key}", lang)] == []


def test_a_saved_page_in_another_encoding_without_colours(tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(ROWS).encode("gb18030"))
    done = xuncha("inspect", saved, "--url", COLUMN)
    assert done.returncode == 0, done.stderr
    assert "gb18030（未声明或声明有误，按内容识别）" in done.stdout
    assert "青禾县人民政府办公室 关于防汛工作的通知" in done.stdout
    assert "\x1b" not in done.stdout
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())


class Live:
    """A site of a few answers by path that counts what it is asked."""

    def __init__(self, answers: dict[str, tuple[int, bytes | str, str]]) -> None:
        self.answers = answers
        self.asked: Counter[str] = Counter()

    def __call__(self, handler: BaseHTTPRequestHandler) -> bool:
        path = handler.path.partition("?")[0]
        self.asked[path] += 1
        status, body, kind = self.answers.get(path, (404, "<html>404</html>", "text/html"))
        if isinstance(body, str):
            send(handler, status, body, kind)
            return True
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        return True


def inspect(live: Live, path: str, *options: str, show: Callable[[str], Any] = json.loads) -> Any:
    with SmallSite(live) as site:
        done = xuncha("inspect", site.url + path, "--allow-private", "--no-browser", *options, XUNCHA_RATE="0")
    assert done.returncode == 0, done.stderr
    return show(done.stdout)


FRAME = "<iframe src='/frame/list.html' width='100%' height='800'></iframe>"


def test_a_frame_is_followed() -> None:
    live = Live(
        {
            "/tzgg/index.html": (200, page(FRAME), "text/html"),
            "/frame/list.html": (200, f"<html><body>{ROWS}</body></html>", "text/html"),
        }
    )
    shown = inspect(live, "tzgg/index.html", "--json")
    assert [row["date"] for row in shown["column"]["rows"]] == ["2026-05-28", "2026-04-02", None]
    assert (shown["column"]["list_source"], shown["column"]["further_pages"], shown["reason"]) == ("iframe", [], None)
    (request,) = shown["requests"]
    assert (request["purpose"], request["method"], request["answer"]) == ("list", "GET", "content")
    assert request["url"].endswith("/frame/list.html")
    assert sum(live.asked.values()) == 2


def test_a_frame_that_fails_or_holds_no_list_proves_nothing() -> None:
    gone = Live({"/tzgg/index.html": (200, page(FRAME), "text/html")})
    shown = inspect(gone, "tzgg/index.html", "--json")
    assert (shown["reason"], shown["column"]["empty_proof"]) == ("list-iframe", None)
    assert shown["requests"][0]["answer"] == "http-404"
    text = Live(gone.answers | {"/frame/list.html": (200, "<html><body><p>欢迎</p></body></html>", "text/html")})
    shown = inspect(text, "tzgg/index.html", "--json")
    assert shown["judgeable"] is False
    assert shown["column"]["empty_proof"] is None


def test_frames_in_frames_end() -> None:
    nested = page(FRAME.replace("list.html", "2.html"))
    live = Live(
        {
            "/tzgg/index.html": (200, page(FRAME), "text/html"),
            "/frame/list.html": (200, nested, "text/html"),
            "/frame/2.html": (200, page(FRAME.replace("/frame/list", "/tzgg/index")), "text/html"),
        }
    )
    shown = inspect(live, "tzgg/index.html", "--json")
    assert sum(live.asked.values()) <= 1 + 2 * MOST_PARTS
    assert shown["column"]["empty_proof"] is None


def test_attachments_are_asked_for() -> None:
    links = "".join(f"<p><a href='/f/{name}'>附件{name}</a></p>" for name in ("a.pdf", "b.docx", "c.zip", "d.txt"))
    more = "".join(f"<p><a href='/f/{number}.pdf'>附件{number}</a></p>" for number in range(MOST_FILES))
    main = (
        f"<h1>通知</h1><p>发布时间：2026-05-28</p><div id=zoom><p>{'现将有关事项通知如下。' * 9}</p>{links}{more}</div>"
    )
    pdf = b"%PDF-1.7\n" + b"x" * 40_000
    live = Live(
        {
            "/tzgg/202605/t20260528_1.html": (200, page(main), "text/html"),
            "/f/a.pdf": (200, pdf, "application/pdf"),
            "/f/b.docx": (200, "<html><body>请登录</body></html>", "text/html"),
            "/f/d.txt": (200, "目录", "text/plain"),
        }
    )
    shown = inspect(live, "tzgg/202605/t20260528_1.html", "--json")
    files = shown["article"]["attachments"]
    told = [(file["reachable"], file["answer"], file["size"], file["content"]) for file in files[:4]]
    assert told[0] == (True, "content", len(pdf), "pdf")
    assert told[1] == (False, "bad-attachment", None, "html")
    assert told[2][:2] == (False, "http-404")
    assert told[3] == (True, "content", 6, None)
    assert all("answer" not in file for file in files[MOST_FILES:])
    assert sum(live.asked.values()) == 1 + MOST_FILES
    words = inspect(live, "tzgg/202605/t20260528_1.html", show=str)
    assert "[PDF]  /f/a.pdf  可以打开，约 39 KB，内容为PDF".replace("  ", " ") in words
    assert "打不开：页面或文件不存在（404）" in words
    assert f"附件 {MOST_FILES} 个，只取开头部分核对类型" in words


@pytest.mark.skipif(not REAL.is_dir(), reason=f"no saved real pages in {REAL}")
@pytest.mark.parametrize(
    ("file", "url", "told"),
    [
        ("kaipu-gansu-jyt-column", "http://jyt.gansu.gov.cn/jyt/c107236/zwgklist.shtml", "共声明 200 条"),
        ("ucap-jiangxi-sthjt-column", "http://sthjt.jiangxi.gov.cn/jxssthjt/zcfgjd/index.html", "共声明 444 条"),
        ("trs-ordos-engebei-list", "http://egb.ordos.gov.cn/xxgk/index.html", "最新 2020-09-03"),
        ("hanweb-zhejiang-fgw-article", "http://fgw.zj.gov.cn/art/2016/11/22/art_1621004_30332664.html", "2016-11-22"),
        ("trs-shanxi-portal-article", "http://www.shanxi.gov.cn/yw/sxyw/201909/t20190918_693227.shtml", "2019-09-18"),
        ("trs-cmse-article", "http://www.cmse.gov.cn/ztbd/xwfbh/201206/t20120624_43188.html", "2012-06-24"),
    ],
)
def test_real_pages_are_told_in_words(file: str, url: str, told: str) -> None:
    shown = seen((REAL / f"{file}.html").read_bytes(), url)
    for lang in ("zh", "en"):
        assert max(map(cell_len, lines(shown, lang, 120))) <= 120
    assert told in "\n".join(lines(shown))
    assert value(shown, "建站系统")[1].startswith("依据：")
