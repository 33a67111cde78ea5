"""Where settings come from, and which of them wins.

One order, highest first: flags of the command line > environment (XUNCHA_RATE, XUNCHA_PROFILES__QUICK__MAX_PAGES) >
TOML file (`--settings FILE`, else xuncha.toml in the working directory) > the defaults of `config.settings`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsError,
)

from config.errors import Place
from config.problems import InvalidData, Loc, Problem, nearest, problems_of
from config.settings import PREFIX, Settings
from config.toml_file import TomlDocument, read_toml

SETTINGS_FILE = Path("xuncha.toml")


def load_settings(
    flags: Mapping[str, Any], file: Path | None = None, environ: Mapping[str, str] | None = None
) -> Settings:
    """The settings from all sources, in the order of this module's docstring.

    `flags` are command-line values by field name (None = not given); `file` is a TOML file (default: xuncha.toml, if
    there is one); `environ` defaults to the environment of the process. Raises `ConfigError` (file) or `InvalidData`.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    document = read_toml(file) if file else read_toml(SETTINGS_FILE) if SETTINGS_FILE.exists() else None
    variables = {
        name: value for name, value in (os.environ if environ is None else environ).items() if name.startswith(PREFIX)
    }
    _refuse_unknown(variables)

    class Layered(Settings):
        @classmethod
        def settings_customise_sources(
            cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            written = InitSettingsSource(settings_cls, document.data if document else {})
            return (init_settings, _Variables(settings_cls, variables), written)

    try:
        return Settings(**Layered(**given).model_dump(exclude_unset=True))
    except ValidationError as error:
        problems = problems_of(error, Settings, lambda loc: _origin(loc, given, variables, document))
        raise InvalidData([_once(problem) for problem in problems]) from error
    except SettingsError as error:
        field = str(error).split('"')[1]
        raise InvalidData([Problem(Place(PREFIX + field.upper()), "", "env-json", {})]) from error


def settings_with(settings: Settings, flags: Mapping[str, Any]) -> Settings:
    """`settings` with command-line values (by field name) in the place of some. Raises `InvalidData`."""
    try:
        return Settings(**{**settings.model_dump(exclude_unset=True), **flags})
    except ValidationError as error:
        problems = problems_of(error, Settings, lambda loc: _flag(str(loc[0])))
        raise InvalidData([_once(problem) for problem in problems]) from error


class _Variables(EnvSettingsSource):
    """The environment that the caller gave, instead of that of the process."""

    def __init__(self, settings_cls: type[BaseSettings], variables: Mapping[str, str]) -> None:
        super().__init__(settings_cls)
        self.env_vars = {name.lower(): value for name, value in variables.items()}


def _refuse_unknown(variables: Mapping[str, str]) -> None:
    known = tuple(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
    problems = [
        Problem(Place(name), "", "unknown-variable", {"known": ", ".join(nearest(name, known) or known)})
        for name in sorted(variables)
        if name.split("__", 1)[0] not in known
    ]
    if problems:
        raise InvalidData(problems)


def _origin(loc: Loc, given: Mapping[str, Any], variables: Mapping[str, str], document: TomlDocument | None) -> Place:
    """Where the value at `loc` came from: the highest source that has it."""
    if loc[0] in given:
        return _flag(str(loc[0]))
    names = ["__".join(map(str, loc[:length])).upper() for length in range(len(loc), 0, -1)]
    for name in names:
        if PREFIX + name in variables:
            return Place(PREFIX + name)
    return document.place(loc) if document else Place("settings")


def _flag(name: str) -> Place:
    """The option of the command line for a field; it does not name the unit."""
    return Place(f"--{name.removesuffix('_s').replace('_', '-')}")


def _once(problem: Problem) -> Problem:
    """The problem without its field where its place is called by it: an option, a variable."""
    names = (str(_flag(problem.where)), PREFIX + problem.where.replace(".", "__").upper())
    return replace(problem, where="") if str(problem.place) in names else problem
