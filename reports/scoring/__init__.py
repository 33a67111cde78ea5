"""Applies a rubric to outcomes. Pure: the same rubric, outcomes and entries give the same scorecard.

`counting` counts findings, `modes` prices one rule (`measures`: by what was observed and expected), `lines` judges one
indicator (`judged`) in the `order` in which they depend on each other, `settle` holds it to its caps (`pools` where
points are unknown), `weights` re-weights, `totals` adds up, `standing` gives the verdict, `table` writes lines, `unit`
joins them.
"""

from reports.scoring.unit import Scoring, score_unit

__all__ = ["Scoring", "score_unit"]
