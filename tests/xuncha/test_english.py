"""`--lang en` for everything: a portal without a Chinese letter through every command and into every file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from checks.catalogue import checks_by_id
from checks.docs import title
from config.messages import has_text
from tests.reports.latin import METHODS, chinese
from tests.xuncha import english
from tests.xuncha.drafting.files import PLAN, write_docx
from tests.xuncha.runs import findings, xuncha
from tests.xuncha.small_site import SmallSite
from xuncha.cli import COMMANDS, cli

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")
FONTS = re.compile(r"(theme/theme\d+|fontTable)\.xml$")
"""Parts of Office files that name fonts for all scripts; so do these attributes of others."""
FONT = re.compile(r'w:(ascii|hAnsi|cs|eastAsia)="[^"]*"')
QUOTED = sorted((check.clause for check in checks_by_id().values()), key=len, reverse=True)
"""Law, which is quoted as it stands."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("english")


@pytest.fixture(scope="module")
def site() -> Iterator[SmallSite]:
    with SmallSite(content=english.pages()) as served:
        yield served


@pytest.fixture(scope="module")
def rubric(folder: Path) -> Path:
    return english.rubric(folder)


@pytest.fixture(scope="module")
def registry(folder: Path, site: SmallSite) -> Path:
    return english.registry(folder, site.url)


@pytest.fixture(scope="module")
def run(folder: Path, rubric: Path, registry: Path) -> Path:
    """An audited run that was judged again as of a later day, so that it holds its earlier results as well."""
    made = folder / "run"
    said = spoken("audit", "county", "--registry", registry, "--rubric", rubric, *QUICKLY, "--out", made)
    assert "Auditing Small portal" in said
    assert "earlier results are kept" in spoken("judge", made, "--rubric", rubric, "--as-of", "2027-01-31")
    return made


def spoken(*arguments: str | Path, status: int = 0) -> str:
    """What a command says in English, in which there must be no Chinese."""
    done = xuncha(*arguments, "--lang", "en", XUNCHA_RETRY_AFTER_S="0.05")
    assert done.returncode == status, done.stderr
    assert chinese(done.stdout + done.stderr) == []
    return done.stdout + done.stderr


def left_in(folder: Path) -> list[str]:
    """The Chinese in names and contents of the files below a folder."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert files
    return [each for path in files for each in (*chinese(path.name), *_within(path.name, path.read_bytes()))]


def _within(name: str, content: bytes) -> list[str]:
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return [each for part in packed.namelist() for each in _within(f"{name}: {part}", packed.read(part))]
    if name.endswith((".sqlite", ".gz", ".png")) or FONTS.search(name):
        return []  # what the portal said, and fonts
    words = METHODS.sub("", FONT.sub("", content.decode()))
    for clause in QUOTED:
        words = words.replace(clause, "")
    return [f"{name}: {each}" for each in chinese(words)]


def test_the_run_directory(run: Path) -> None:
    assert len(findings(run)) == 5
    assert {"report.html", "problems.xlsx", "scorecard.json", "earlier"} <= {path.name for path in run.iterdir()}
    assert left_in(run) == []


def test_further_formats(run: Path, rubric: Path, tmp_path: Path) -> None:
    formats = [word for name in ("csv", "sarif", "junit") for word in ("--format", name)]
    spoken("export", run, "--rubric", rubric, *formats, "--out", tmp_path)
    assert left_in(tmp_path) == []


def test_official_documents_and_their_templates(run: Path, rubric: Path, tmp_path: Path) -> None:
    head = ("--dated", "2027-02-01", "--issuer", "Office", "--number", "No. 1")
    spoken("office", run, "--rubric", rubric, *head, "--out", tmp_path / "documents")
    spoken("office", "--write-templates", tmp_path / "templates")
    assert left_in(tmp_path) == []


def test_scores_by_hand(run: Path, rubric: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.xlsx"
    spoken("score", run, "--rubric", rubric)
    spoken("sheet", run, "--rubric", rubric, "--out", sheet)
    spoken("score", run, "--rubric", rubric, "--sheet", sheet)
    spoken("sheet", "--compare", sheet, sheet)
    assert left_in(tmp_path) == []


def test_what_a_run_rests_on(run: Path, tmp_path: Path) -> None:
    spoken("evidence", "show", run, findings(run)[-1]["fingerprint"])
    spoken("evidence", "verify", run)
    spoken("evidence", "pack", run, "--out", tmp_path / "run.wacz")
    (run / "problems.xlsx").write_bytes(b"changed")
    spoken("evidence", "verify", run, status=1)


def test_comparisons_and_batches(run: Path, rubric: Path, registry: Path, tmp_path: Path) -> None:
    spoken("compare", run, run, "--rubric", rubric, "--out", tmp_path / "compared")
    spoken("batch", registry, "--rubric", rubric, *QUICKLY, "--out", tmp_path / "batch")
    spoken("batch", "judge", tmp_path / "batch")
    spoken("compare", tmp_path / "batch", tmp_path / "batch", "--rubric", rubric, "--out", tmp_path / "batches")
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("path", ["", "news/t1.html", "gone/1.html"])
def test_a_page(site: SmallSite, path: str) -> None:
    spoken("inspect", site.url + path, "--allow-private", status=0 if "gone" not in path else 2)


def test_a_watch(site: SmallSite, tmp_path: Path) -> None:
    spoken("watch", site.url, "--allow-private", "--every", "0.001", "--rounds", "1", "--out", tmp_path)


def test_rubrics(rubric: Path) -> None:
    for words in (("show",), ("validate",), ("coverage",), ("diff", rubric)):
        spoken("rubric", *words, rubric)


def test_a_draft_says_nothing_of_its_own_in_chinese(tmp_path: Path) -> None:
    """What it quotes from the plan is Chinese; what it says about it is not."""
    said = spoken("rubric", "draft", write_docx(tmp_path / "plan.docx"), "--out", tmp_path / "plan.yaml")
    assert "9 clauses" in said
    remarks = [
        line for line in (tmp_path / "plan.yaml").read_text("utf-8").splitlines() if line.lstrip().startswith("#")
    ]
    words = [re.sub(r"“[^”]*”|requirement \S+ \([^)]*\)", "", line) for line in remarks]
    quoted = {each for line in words for each in re.findall("[\u4e00-\u9fff]+", line)}
    assert remarks and {each for each in quoted if each not in PLAN} == set()


def test_checks_and_their_pages() -> None:
    spoken("checks")
    for check in checks_by_id().values():
        assert has_text(f"report.check.{check.id}", "en")
        said = xuncha("checks", check.id, "--lang", "en").stdout
        assert said.startswith(f"# {check.id} · {title(check, 'en')}\n")
        codes = said[said.index("\n## Codes") : said.index("\n## Parameters")]
        assert chinese(re.sub("“[^”]{1,10}”", "", codes)) == []


def test_errors_of_use() -> None:
    spoken("judge", "/nowhere/at/all", status=2)
    spoken("audit", "county", status=2)
    spoken("nothing", status=2)


def test_help_has_no_chinese() -> None:
    def helped(command: click.Command, *names: str) -> None:
        with click.Context(command, info_name=names[-1] if names else "xuncha") as context:
            said = command.get_help(context)
            assert chinese(said) == [], names
            if isinstance(command, click.Group):
                for name in command.list_commands(context):
                    inner = command.get_command(context, name)
                    assert inner is not None
                    helped(inner, *names, name)

    assert set(cli.list_commands(click.Context(cli))) == set(COMMANDS)
    helped(cli)
