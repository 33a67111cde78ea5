"""Imported once by the server that the processes of a batch are forked from: what each of them would load for itself.

Nothing here opens a file for writing, a socket or a thread, so that forking is safe.
"""

from __future__ import annotations

import gc

import crawler.fetch.engine  # noqa: F401
import reports.bundle  # noqa: F401
import xuncha.batch.tasks  # noqa: F401
from checks.catalogue import checks_by_id, parameter_models
from config.lexicon import attachment_types, column_kinds
from config.messages import LANGUAGES, catalogue
from config.policy import policy

LOADED = (
    checks_by_id(),
    parameter_models(),
    policy(),
    column_kinds(),
    attachment_types(),
    [*map(catalogue, LANGUAGES)],
)
"""Kept so that it is there; every reader finds it in its own cache."""

gc.collect()
gc.freeze()  # what is loaded stays shared by all processes; counting it again would copy it into each
