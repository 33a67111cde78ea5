"""The table of behaviours: what a host does, and what kind of answer that is. Add a row, and it is tested.

Each case gets a host of its own, so that no case makes another one's host look unstable. `role` says how the portal's
home page links to it: `page` (on a host of the portal), `external`, or `file` (on a host of the portal).
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, replace

from crawler.kinds import AnswerKind as K
from tests.crawler.fetch.fault_server import NOT_FOUND, Answerer, Asked, Says, file, html, moved

TEXT = "<p>" + "".join(map(chr, range(0x4E00, 0x4E00 + 1000))) + "</p>"
GOOD = html(f"<h1>关于公开目录的通知</h1>{TEXT}")
PDF = b"%PDF-1.7\n" + b"x" * 40_000
DEAD = "dead"
"""Path marks that the test replaces: a port where nobody listens, a private network, a name that does not exist."""


@dataclass(frozen=True)
class Case:
    """`path` is linked; `says` answers it (and only it: everything else is 404 unless `whole_host`)."""

    name: str
    says: Answerer | Says
    kind: K
    confirmed: bool = True
    role: str = "page"
    path: str = "/case.html"
    whole_host: bool = False
    robots: str | None = None
    requests: int | None = None
    tls: bool = False

    def answer(self, asked: Asked) -> Says:
        """What the case's host answers."""
        if asked.path == "/robots.txt" and self.robots is not None:
            return file(self.robots.encode(), "text/plain")
        if asked.path != self.path and not (self.whole_host and asked.path != "/robots.txt"):
            return NOT_FOUND
        return self.says(asked) if callable(self.says) else self.says


def first(*says: Says) -> Answerer:
    """The first requests get these answers, all further ones the last."""
    return lambda asked: says[min(asked.nth, len(says)) - 1]


def by_method(head: Says, get: Says) -> Answerer:
    return lambda asked: head if asked.method == "HEAD" else get


def cookie_gate(asked: Asked) -> Says:
    if "CT6T" in asked.headers.get("cookie", ""):
        return GOOD
    return moved(asked.path, cookie="CT6T=abc; Path=/")


def ping_pong(asked: Asked) -> Says:
    return moved("/case.html" if asked.path == "/other.html" else "/other.html")


def endless(asked: Asked) -> Says:
    step = int(asked.path.partition("?")[2] or 0)
    return moved(f"/case.html?{step + 1}")


def home_for_nonsense(asked: Asked) -> Says:
    return html(f"<h1>样例县人民政府</h1>{TEXT}", title="样例县人民政府")


def one_page_for_nonsense(asked: Asked) -> Says:
    return html(f"<p>{asked.path}</p>{TEXT}", title="样例县门户") if asked.path != "/" else NOT_FOUND


def to_good(asked: Asked) -> Says:
    return GOOD if asked.path == "/good.html" else moved("/good.html", 301)


def to_home(asked: Asked) -> Says:
    return moved("/") if asked.path != "/" else GOOD


def to_login(asked: Asked) -> Says:
    return html("请登录", title="统一身份认证") if asked.path.startswith("/sso/login") else moved("/sso/login?to=x")


def to_soft_404(asked: Asked) -> Says:
    return moved("/404.html") if asked.path != "/404.html" else html("<h1>您访问的页面不存在</h1>", title="404")


WZWS = html("<script>wzws_cid</script>请开启JavaScript并刷新该页", title="")
RUISHU_GOOD = html(f"<script r='m'>$_ts={{}}</script><h1>教育局</h1>{TEXT}")
LOST = "抱歉，您所要访问的页面不存在"

CASES = (
    # Pages that are there.
    Case("a page", GOOD, K.CONTENT, requests=1),
    Case("no content", Says(204), K.CONTENT),
    Case(
        "a compressed page",
        Says(200, gzip.compress(GOOD.body), (*GOOD.headers, ("Content-Encoding", "gzip"))),
        K.CONTENT,
    ),
    Case("moved to a page", to_good, K.CONTENT, whole_host=True),
    Case("a cookie gate", cookie_gate, K.CONTENT),
    Case("a file under a page's address", file(PDF, "application/pdf"), K.CONTENT),
    Case("a wall's script in a good page", RUISHU_GOOD, K.CONTENT),
    Case("an article about dead links", html(f"<h1>网站检查通报</h1>{TEXT}<p>{LOST}</p>", title="通报"), K.CONTENT),
    Case("fails once", first(Says(500), GOOD), K.CONTENT, requests=2),
    Case("breaks off once", first(Says(reset=True), GOOD), K.CONTENT),
    Case("hangs once", first(Says(hang=True), GOOD), K.CONTENT),
    Case("a wall once", first(html("", 412), GOOD), K.CONTENT),
    Case("429 and Retry-After once", first(html("", 429, Retry_After="1"), GOOD), K.CONTENT),
    Case("old TLS or a certificate of its own", GOOD, K.CONTENT, tls=True),
    # Missing pages.
    Case("404", html("", 404), K.HTTP_404, requests=2),
    Case("410", html("", 410), K.HTTP_410),
    Case("404 after a failure", first(Says(503), html("", 404)), K.HTTP_404),
    Case("403", html("", 403), K.HTTP_4XX, confirmed=False, requests=2),
    Case("400", html("", 400), K.HTTP_4XX, confirmed=False),
    Case("soft-404 by title", html("<p>返回首页</p>", title="页面不存在"), K.SOFT_404),
    Case("soft-404 by heading", html(f"<h1>{LOST}</h1>", title="样例县"), K.SOFT_404),
    Case("soft-404 by its text", html(f"<div>{LOST}，5秒后自动返回首页</div>", title="提示"), K.SOFT_404),
    Case("soft-404 behind a redirect", to_soft_404, K.SOFT_404, whole_host=True),
    Case("the home page for nonsense", home_for_nonsense, K.SOFT_404, whole_host=True),
    Case("one page for nonsense", one_page_for_nonsense, K.SOFT_404, confirmed=False, whole_host=True),
    Case("redirect to the home page", to_home, K.REDIRECT_TO_HOME, whole_host=True),
    Case("redirect to itself", moved("/case.html"), K.REDIRECT_LOOP),
    Case("redirects in a circle", ping_pong, K.REDIRECT_LOOP, whole_host=True),
    Case("redirects without end", endless, K.REDIRECT_LOOP, whole_host=True),
    # Faults that come and go.
    Case("500", html("", 500), K.HTTP_5XX, requests=3),
    Case("503", html("", 503), K.HTTP_5XX, requests=3),
    Case("408", html("", 408), K.TIMEOUT),
    Case("breaks off", Says(reset=True), K.RESET),
    Case("closes without a word", Says(raw=b""), K.RESET),
    Case("says nonsense", Says(raw=b"SSH-2.0-OpenSSH_9.2\r\n"), K.RESET),
    Case("stops in the middle", replace(GOOD, declared=len(GOOD.body) + 999), K.RESET),
    Case("never answers", Says(hang=True), K.TIMEOUT),
    Case("drips", replace(GOOD, drip=0.05), K.TIMEOUT),
    Case("nobody listens", GOOD, K.REFUSED, path=f"/{DEAD}/port"),
    Case("no such name", GOOD, K.DNS_FAILURE, path=f"/{DEAD}/name"),
    Case("no TLS where TLS is linked", GOOD, K.TLS_FAILURE, confirmed=False, path=f"/{DEAD}/tls"),
    # Not observed.
    Case("wall 412", html("", 412), K.BOT_WALL),
    Case("wall 521", html("<script>document.cookie=1</script>", 521, Set_Cookie="__jsluid_s=1"), K.BOT_WALL),
    Case("wall with 200", WZWS, K.BOT_WALL),
    Case("a cookie gate without end", moved("/case.html", cookie="a=b"), K.BOT_WALL),
    Case("429", html("", 429), K.RATE_LIMITED),
    Case("401", html("", 401), K.LOGIN),
    Case("redirect to a log-in page", to_login, K.LOGIN, whole_host=True),
    Case("a page too large", html("x" * 300_000), K.OVERSIZED),
    Case(
        "a gzip bomb",
        Says(200, gzip.compress(b"\0" * 3_000_000), (*GOOD.headers, ("Content-Encoding", "gzip"))),
        K.OVERSIZED,
    ),
    Case("redirect to a private address", moved("http://10.1.2.3/"), K.PRIVATE_ADDRESS),
    Case("redirect to a disguised private address", moved("http://0x0a010203/"), K.PRIVATE_ADDRESS),
    Case("redirect to no web address", moved("file:///etc/hostname"), K.OWN_FAILURE),
    Case("robots.txt forbids", GOOD, K.ROBOTS, robots="User-agent: *\nDisallow: /case", requests=0),
    # Links to other hosts.
    Case("outside: HEAD is enough", GOOD, K.CONTENT, role="external", requests=1),
    Case("outside: HEAD 405", by_method(Says(405), GOOD), K.CONTENT, role="external"),
    Case("outside: HEAD 404", by_method(Says(404), GOOD), K.CONTENT, role="external"),
    Case("outside: HEAD breaks off", by_method(Says(reset=True), GOOD), K.CONTENT, role="external"),
    Case("outside: 404", html("", 404), K.HTTP_404, role="external"),
    Case("outside: 500", html("", 500), K.HTTP_5XX, role="external"),
    Case("outside: breaks off", Says(reset=True), K.RESET, role="external"),
    Case("outside: nobody listens", GOOD, K.REFUSED, role="external", path=f"/{DEAD}/port"),
    Case("outside: no such name", GOOD, K.DNS_FAILURE, role="external", path=f"/{DEAD}/name"),
    Case("outside: a private address", GOOD, K.PRIVATE_ADDRESS, role="external", path=f"/{DEAD}/private"),
    Case("outside: 403", html("", 403), K.FORBIDDEN_OUTSIDE, role="external"),
    Case("outside: 405", html("", 405), K.FORBIDDEN_OUTSIDE, role="external"),
    Case("outside: 999", html("", 999), K.FORBIDDEN_OUTSIDE, role="external"),
    Case(
        "outside: robots.txt forbids", GOOD, K.ROBOTS, role="external", robots="User-agent: *\nDisallow: /", requests=0
    ),
    Case("outside: to its home page", to_home, K.REDIRECT_TO_HOME, confirmed=False, role="external", whole_host=True),
    # Files.
    Case("a file", file(PDF), K.CONTENT, role="file", path="/a.pdf"),
    Case("a page instead of a file", GOOD, K.BAD_ATTACHMENT, role="file", path="/a.pdf"),
    Case("an empty file", file(b""), K.BAD_ATTACHMENT, role="file", path="/a.docx"),
    Case(
        "another file than its name says", file(b"PK\x03\x04" + b"x" * 99), K.BAD_ATTACHMENT, role="file", path="/a.pdf"
    ),
    Case(
        "a document saved as HTML",
        html("<x xmlns:o='urn:schemas-microsoft-com:office:word'>"),
        K.CONTENT,
        role="file",
        path="/a.doc",
    ),
    Case("a missing file", html("", 404), K.HTTP_404, role="file", path="/a.xls"),
    Case("a wall before a file", html("", 412), K.BOT_WALL, role="file", path="/b.pdf"),
    Case("an image", file(b"\x89PNG\r\n\x1a\n", "image/png"), K.CONTENT, role="file", path="/a.png"),
    Case("a missing image", html("", 404), K.HTTP_404, role="file", path="/a.png"),
    Case("a page instead of an image", GOOD, K.BAD_ATTACHMENT, role="file", path="/a.jpg"),
)
