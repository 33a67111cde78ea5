"""Small portals, one for each theme of the checks, whose whole truth stands in one YAML file each (docs/sample.md).

`with serve_theme("policy") as theme:` gives `theme.portal`, `theme.rubrics`, `theme.as_of` and `theme.allow_hosts` for
an audit; `theme.compare(findings)` holds what it found against the truth.
"""

from xuncha.sample.themes.plan import ThemePlan, load_theme, theme_ids
from xuncha.sample.themes.serve import ThemePortal, serve_theme

__all__ = ["ThemePlan", "ThemePortal", "load_theme", "serve_theme", "theme_ids"]
