"""How the servers behave: as a decent web server does, and as badly as ordered."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from xuncha.sample import SamplePortal, serve_sample
from xuncha.sample.loopback import Loopback, Reply, bound_socket


def test_revalidation(sample: SamplePortal, client: httpx.Client) -> None:
    first = client.get(sample.url)
    assert first.headers["last-modified"] == "Tue, 30 Jun 2026 00:00:00 GMT"
    by_tag = client.get(sample.url, headers={"If-None-Match": first.headers["etag"]})
    by_date = client.get(sample.url, headers={"If-Modified-Since": first.headers["last-modified"]})
    other_tag = client.get(
        sample.url, headers={"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]}
    )
    assert (by_tag.status_code, by_date.status_code, other_tag.status_code) == (304, 304, 200)
    assert by_tag.content == b""


def test_head_has_the_headers_of_get_and_no_body(sample: SamplePortal, client: httpx.Client) -> None:
    get, head = client.get(sample.url), client.head(sample.url)
    assert head.headers == get.headers
    assert head.content == b""


def test_a_connection_is_kept(sample: SamplePortal) -> None:
    with httpx.Client(trust_env=False, limits=httpx.Limits(max_connections=1)) as client:
        streams = {client.get(sample.url).extensions["network_stream"].get_extra_info("client_addr") for _ in range(5)}
    assert len(streams) == 1


def test_unknown_address_is_a_true_404(sample: SamplePortal, client: httpx.Client) -> None:
    answer = client.get(f"{sample.url}gibt/es/nicht.html")
    assert answer.status_code == 404
    assert "您访问的页面不存在" in answer.text


def test_folder_without_slash_and_index_html(sample: SamplePortal, client: httpx.Client) -> None:
    redirect = client.get(f"{sample.url}bm/jyj")
    assert (redirect.status_code, redirect.headers["location"]) == (301, "/bm/jyj/")
    assert client.get(f"{sample.url}bm/jyj/index.html").content == client.get(f"{sample.url}bm/jyj/").content


def test_robots(sample: SamplePortal, client: httpx.Client) -> None:
    answer = client.get(f"{sample.url}robots.txt")
    assert "Disallow: /neibu/" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


def test_other_methods_are_refused(sample: SamplePortal, client: httpx.Client) -> None:
    answer = client.post(sample.url, data={"a": "1"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_media_types_of_files(sample: SamplePortal, client: httpx.Client) -> None:
    kinds = {
        path.rpartition(".")[2]: client.get(sample.hosts.address(f"portal:{path}")).headers["content-type"]
        for host, path in sample.site.resources
        if host == "portal" and path.endswith((".pdf", ".docx", ".xlsx", ".doc", ".png"))
    }
    assert kinds["pdf"] == "application/pdf"
    assert kinds["png"] == "image/png"
    assert kinds["doc"] == "application/msword"
    assert "spreadsheetml" in kinds["xlsx"]


def test_calendar_never_ends(sample: SamplePortal, client: httpx.Client) -> None:
    path, page = "/rili/", ""
    seen = set()
    for _ in range(30):
        page = client.get(sample.hosts.address(f"portal:{path}")).text
        seen.add(page)
        _, path = re.findall(r'href="(/rili/[^"]*)"', page.replace("&amp;", "&"))
    assert len(seen) == 30
    assert "2028年11月" in page


def test_reset_is_a_reset(sample: SamplePortal, client: httpx.Client) -> None:
    with pytest.raises(httpx.ReadError, match="reset"):
        client.get(f"{sample.url}cx/fangwu.jsp")


def test_closed_port_and_missing_tls(sample: SamplePortal, client: httpx.Client) -> None:
    with pytest.raises(httpx.ConnectError, match="refused"):
        client.get(sample.hosts.address("closed:/shop/"))
    with pytest.raises(httpx.ConnectError, match="SSL"):
        client.get(sample.hosts.address("secure:/shebao/"))


def test_hanging_requests_cost_no_threads_and_stop_nobody(sample: SamplePortal, client: httpx.Client) -> None:
    before = threading.active_count()
    hanging = sample.hosts.address("portal:/cx/shishi.html")

    def ask(_: int) -> str:
        with httpx.Client(timeout=1.0, trust_env=False) as impatient, pytest.raises(httpx.ReadTimeout):
            impatient.get(hanging)
        return "gave up"

    with ThreadPoolExecutor(20) as pool:
        waiting = pool.map(ask, range(40))
        assert client.get(sample.url).status_code == 200
        assert set(waiting) == {"gave up"}
    assert threading.active_count() == before


def test_head_that_lies(sample: SamplePortal, client: httpx.Client) -> None:
    statuses = {}
    for path in ("ditu", "tianqi", "youzheng", "yiyuan"):
        url = sample.hosts.address(f"outside:/live/{path}.html")
        statuses[client.head(url).status_code] = client.get(url).status_code
    assert statuses == {405: 200, 403: 200, 404: 200, 500: 200}


def test_walls_answer_as_their_kind_does(sample: SamplePortal, client: httpx.Client) -> None:
    ruishu = client.get(sample.hosts.address("walls:/dongtai.html"))
    assert (ruishu.status_code, "$_ts" in ruishu.text) == (412, True)
    jsl = client.get(sample.hosts.address("walls:/zwgk/"))
    assert (jsl.status_code, "__jsluid_s" in jsl.headers["set-cookie"]) == (521, True)
    wzws = client.get(sample.hosts.address("walls:/tongji/"))
    assert (wzws.status_code, "请开启JavaScript" in wzws.text) == (200, True)
    limited = client.get(sample.hosts.address("walls:/fagui.html"))
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "1")


def test_cookie_gate_opens_for_those_who_bring_the_cookie(sample: SamplePortal) -> None:
    url = sample.hosts.address("outside:/zhuanti/gate.html")
    bare = httpx.get(url, trust_env=False)
    assert (bare.status_code, bare.headers["location"]) == (302, "/zhuanti/gate.html")
    with httpx.Client(trust_env=False, follow_redirects=True) as client:
        assert client.get(url).status_code == 200


def test_soft_404_and_home_under_another_address(sample: SamplePortal, client: httpx.Client) -> None:
    assert client.get(f"{sample.url}ztzl_1070/2020rkpc/").content == client.get(sample.url).content
    friendly = client.get(f"{sample.url}xz/dongyuan/sqfw/fw0012.html")
    assert (friendly.status_code, "页面不存在" in friendly.text) == (200, True)


def test_ports_are_free_again_after_closing() -> None:
    with serve_sample() as first:
        ports = [int(host.rpartition(":")[2]) for host in first.allow_hosts]
        with pytest.raises(OSError, match="in use"):
            serve_sample(first_port=ports[0])
    for port in ports:
        bound_socket(port).close()
    with pytest.raises(httpx.ConnectError):
        httpx.get(first.url, trust_env=False)


def test_a_client_that_talks_nonsense_harms_nobody(sample: SamplePortal, client: httpx.Client) -> None:
    import socket

    host, port = sample.hosts.portal.split(":")
    for nonsense in (b"\x00\xff" * 10, b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n", b"GET " + b"a" * 70_000):
        with socket.create_connection((host, int(port)), timeout=5) as raw:
            raw.sendall(nonsense)
            raw.shutdown(socket.SHUT_WR)
            assert raw.recv(100) == b""
    assert client.get(sample.url).status_code == 200


def test_stopping_ends_open_connections() -> None:
    sock = bound_socket()
    server = Loopback([(sock, lambda request: Reply(200, request.target.encode()))])
    server.start()
    with httpx.Client(trust_env=False) as client:
        address = f"http://127.0.0.1:{sock.getsockname()[1]}"
        assert client.get(f"{address}/abc?d=1").text == "/abc?d=1"
        server.stop()
        with pytest.raises(httpx.TransportError):
            client.get(address)
    sock.close()
