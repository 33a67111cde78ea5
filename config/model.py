"""The base of every model that is read from a file: strict, immutable, with unknown fields refused."""

from __future__ import annotations

import hashlib
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class StrictModel(BaseModel):
    """A validated record from a data file. Unknown fields are errors, because a misspelt threshold must not pass."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def broken(key: str, *, at: tuple[str | int, ...] = (), **facts: Any) -> PydanticCustomError:
    """The error that a validator raises when a record breaks a rule of ours.

    `key` names the text `error.problem.<key>`; `facts` fill it; `at` leads from the validated value to the field at
    fault, so that the message can name its line.
    """
    shown = ", ".join(f"{name}={value}" for name, value in facts.items())
    return PydanticCustomError(key, "{shown}", {"shown": shown or key, "at": at, **facts})


def digest(model: BaseModel) -> str:
    """Sixteen hex digits that change whenever a value of `model` changes (for run cards)."""
    return hashlib.blake2b(model.model_dump_json(by_alias=True).encode(), digest_size=8).hexdigest()
