"""Applies a rubric to outcomes. Pure: the same rubric, outcomes and entries give the same scorecard.

`counting` counts findings, `modes` prices one rule, `lines` judges one indicator (in the `order` in which they depend
on each other), `settle` holds it to its caps (`pools` where points are unknown), `weights` re-weights, `totals` adds
up, `table` writes lines, `unit` gives the verdict.
"""

from reports.scoring.unit import Scoring, score_unit

__all__ = ["Scoring", "score_unit"]
