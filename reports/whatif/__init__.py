"""What if: scorecards after repairs, the cheapest repairs that change a verdict, and what the same rules say soon."""

from reports.whatif.cheapest import cheapest_repairs
from reports.whatif.fixes import Fix, fix_of, repaired

__all__ = ["Fix", "cheapest_repairs", "fix_of", "repaired"]
