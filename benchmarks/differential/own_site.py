"""The tricky site: small pages of our own, and a hand-written file that says what each of their links is.

`site/pages` is the document root, `site/nginx.conf` the server's behaviour, `site/truth.yaml` the truth; the last says
which marks stand for hosts in all three. Pages named `/alive/….html` in the truth need no file: they are made here,
each with a text of its own.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import ConfigDict, RootModel
from ruamel.yaml import YAML

from benchmarks.differential.addresses import Names
from benchmarks.differential.truth import Truth
from benchmarks.nginx import free_port, serve

SITE = Path(__file__).parent / "site"
CLOSED = "127.0.0.1:9"
"""Nobody listens on the port of the discard service."""
_ALIVE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{name} - 青禾县测试站</title></head>
<body><h1>{name}</h1><p>这一页名为“{name}”，是链接检查的目标，由测试程序生成，内容只此一句，序号{number}。</p></body></html>
"""


class TruthFile(RootModel[dict[str, dict[str, tuple[Truth, str]]]]):
    """`truth.yaml`: by page, by target, what the target is and why."""

    model_config = ConfigDict(frozen=True)

    @property
    def targets(self) -> dict[str, tuple[Truth, str]]:
        """The truth by target, with a page that links it. Raises `ValueError` when two pages contradict each other."""
        found: dict[str, tuple[Truth, str]] = {}
        for page, targets in self.root.items():
            for target, (truth, _) in targets.items():
                if found.setdefault(target, (truth, page))[0] is not truth:
                    raise ValueError(f"truth.yaml: {page} says that {target} is {truth}, another page that it is not")
        return found


def load_truth(path: Path = SITE / "truth.yaml") -> TruthFile:
    """The truth file. Raises `pydantic.ValidationError` for anything unknown."""
    return TruthFile.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


@contextlib.contextmanager
def serve_own_site() -> Iterator[tuple[str, Names, dict[str, tuple[Truth, str]]]]:
    """Serve the site until the block ends: its first page, its hosts, the truth and a page that links it by target."""
    port = free_port()
    hosts = {
        "@SITE@": f"127.0.0.1:{port}",
        "@SITE-ESCAPED@": f"127.0.0.1%3A{port}",
        "@OTHER@": f"localhost:{port}",
        "@PORT@": str(port),
    }
    names = Names(
        {
            hosts["@SITE@"]: "site.test",
            hosts["@OTHER@"]: "other.test",
            CLOSED: "closed.test",
            f":{port}": ":port",
        }
    )
    truth = load_truth()

    def named(target: str) -> str:
        return names.target(_filled(_whole(target), hosts))

    known = {named(target): (kind, named(page)) for target, (kind, page) in truth.targets.items()}
    with tempfile.TemporaryDirectory(prefix="xuncha-tricky-") as folder:
        root = Path(folder) / "pages"
        _lay_out(root, truth, hosts)
        Path(folder).chmod(0o755)
        rules = _filled((SITE / "nginx.conf").read_text(encoding="utf-8"), hosts)
        with serve(root, rules=rules, port=port) as base:
            yield base, names, known


def _whole(target: str) -> str:
    """A path stands for an address on the site."""
    return f"http://@SITE@{target}" if target.startswith("/") else target


def _lay_out(root: Path, truth: TruthFile, hosts: dict[str, str]) -> None:
    shutil.copytree(SITE / "pages", root)
    for page in root.rglob("*"):
        if page.is_file():
            page.write_bytes(_filled_bytes(page.read_bytes(), hosts))
    for number, (target, (kind, _)) in enumerate(truth.targets.items()):
        path = unquote(urlsplit(target).path)
        if kind is Truth.ALIVE and path.startswith("/alive/") and path.endswith(".html"):
            place = root / path.lstrip("/")
            if not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(_ALIVE.format(name=place.stem, number=number), encoding="utf-8")


def _filled(text: str, hosts: dict[str, str]) -> str:
    for mark, value in hosts.items():
        text = text.replace(mark, value)
    return text


def _filled_bytes(content: bytes, hosts: dict[str, str]) -> bytes:
    for mark, value in hosts.items():
        content = content.replace(mark.encode(), value.encode())
    return content
