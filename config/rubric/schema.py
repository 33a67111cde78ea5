"""The JSON Schema of rubric files, for editors: `python -m config.rubric.schema` writes it beside the rubrics.

An editor that knows it completes field names and marks mistakes while one types. What JSON Schema cannot say (sums,
references, circles, dates) `xuncha rubric validate` says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from config.rubric.defaults import Defaults
from config.rubric.model import Rubric

FILE = Path(__file__).parent.parent / "rubrics" / "rubric.schema.json"

MODELINE = "# yaml-language-server: $schema=rubric.schema.json"
"""The first line of every rubric file in that folder."""


def schema() -> dict[str, Any]:
    """The schema as plain data. Fields that `defaults` may supply are not required where they are left out."""
    made = Rubric.model_json_schema(by_alias=True)
    for name in ("Group", "Indicator"):
        model = made["$defs"][name]
        model["required"] = [field for field in model["required"] if field not in Defaults.model_fields]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def document() -> str:
    """The file's text."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
