"""What a command says of itself in one sentence, read in its source: loading every command takes seconds."""

from __future__ import annotations

import ast
from importlib.abc import InspectLoader
from importlib.util import find_spec

from xuncha.cli.helping import first_sentence


def short_help(place: str, lang: str) -> str:
    """The first sentence of the docstring of `module:function`, in a language; empty where there is no source."""
    module, _, name = place.partition(":")
    spec = find_spec(module)
    source = spec.loader.get_source(module) if spec and isinstance(spec.loader, InspectLoader) else None
    for node in ast.parse(source or "").body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return first_sentence(ast.get_docstring(node) or "", lang)
    return ""
