"""The bodies of planted answers: error pages, challenges of bot walls, pages of other people's sites.

The walls follow the signatures that real products are known by; their text is our own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape

from xuncha.sample.files import MEDIA_TYPES, make_file
from xuncha.sample.loopback import Conduct, Reply
from xuncha.sample.truth import AnswerPlant, Body

HTML = "text/html; charset=utf-8"


def planted_reply(plant: AnswerPlant, path: str, home: Callable[[], bytes], location: str | None) -> Reply:
    """The reply that a plant orders for `path`. `home` gives the home page, `location` the resolved redirect target."""
    if plant.conduct is not Conduct.ANSWER:
        return Reply(conduct=plant.conduct)
    headers = list(_WALL_HEADERS.get(plant.body, ()))
    if location is not None:
        headers.append(("Location", location))
    if plant.retry_after is not None:
        headers.append(("Retry-After", str(plant.retry_after)))
    own = plant.page
    body = _page(own.title, *own.paragraphs, lang=own.lang) if own else _body(plant.body, path, home)
    return Reply(plant.status, body, (("Content-Type", plant.type or _media_type(plant.body, path)), *headers))


def wall_reply(body: Body) -> Reply:
    """The challenge of a bot wall with its usual status."""
    return planted_reply(AnswerPlant(at="", status=_WALL_STATUS[body], body=body), "/", bytes, None)


def error_page() -> bytes:
    """The error page, the same for every address. It is sent with status 404, and by planted answers with others."""
    return _page(
        "页面不存在-青禾县人民政府",
        "抱歉，您访问的页面不存在。",
        "页面可能已被移动或者删除，请返回首页或者使用站内搜索。",
    )


def outside_page(path: str) -> bytes:
    """A decent page of somebody else's site."""
    return _page(
        f"信息发布页 {path}",
        "本页由其他单位的网站提供，内容为正常发布的信息。",
        "发布内容包括有关工作的背景、依据、主要措施和联系方式，供社会公众查阅。",
        "如需转载，请注明出处；如有疑问，可以在工作时间电话咨询。",
    )


@cache
def _page(title: str, *paragraphs: str, lang: str = "zh-CN") -> bytes:
    text = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    head = f'<head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n{head}\n<body>\n{text}</body>\n</html>\n'.encode()


def _body(body: Body, path: str, home: Callable[[], bytes]) -> bytes:
    match body:
        case Body.HOME:
            return home()
        case Body.NOT_FOUND:
            return error_page()
        case Body.NOTHING:
            return b""
        case Body.PLAIN_TEXT:
            return "导出失败：文件服务暂时没有响应，请稍后重试。\n".encode()
        case Body.PDF:
            return make_file("pdf", path)
        case Body.LOGIN:
            return _page("统一身份认证", "请登录后访问。")
        case Body.RUISHU | Body.JSL | Body.WZWS | Body.WAF:
            return _WALLS[body].encode()
        case Body.PAGE:
            return outside_page(path)


def _media_type(body: Body, path: str) -> str:
    """What the server says about the content: it goes by the extension, as servers do, unless the body is a page."""
    extension = path.rpartition(".")[2]
    return MEDIA_TYPES.get(extension, HTML) if body in {Body.NOTHING, Body.PLAIN_TEXT, Body.PDF} else HTML


_WALLS = {
    Body.RUISHU: '<!DOCTYPE html><html><head><meta id="9DhefwqGPrzGxEp9" content="k3Jq8" r="m">'
    '<script r="m">$_ts=window["$_ts"];if(!$_ts)$_ts={};$_ts.nsd=51234;$_ts.cd="qGhRrc";</script></head>'
    "<body></body></html>",
    Body.JSL: "<script>document.cookie=('_')+('_')+('jsl_clearance_s=17')+('.1|-1|sample')+';max-age=3600;path=/';"
    "location.href=location.pathname+location.search</script>",
    Body.WZWS: "<html><head><title>安全验证</title></head><body><noscript>请开启JavaScript并刷新该页.</noscript>"
    '<script src="/wzws-waf-cgi/check.js"></script></body></html>',
    Body.WAF: "<html><head><title>网站防火墙</title></head><body>"
    "<h1>您的请求带有不合法参数，已被网站管理员设置拦截！</h1><p>可能原因：提交的内容包含危险的攻击请求。</p>"
    '<script src="http://404.safedog.invalid/js/r.js"></script></body></html>',
}
_WALL_STATUS = {Body.RUISHU: 412, Body.JSL: 521, Body.WZWS: 200, Body.WAF: 403}
_WALL_HEADERS: dict[Body, tuple[tuple[str, str], ...]] = {
    Body.JSL: (("Set-Cookie", "__jsluid_s=5e0f8f2f; max-age=31536000; path=/; HttpOnly"),),
    Body.WZWS: (("Set-Cookie", "wzws_cid=b7a1; path=/; HttpOnly"), ("WZWS-Ray", "1179-1735-sample")),
}
