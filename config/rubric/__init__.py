"""Rubrics (指标体系) as dated data: indicators, clauses quoted verbatim, scoring rules and check parameters.

No number of a rubric lives in Python. Every clause carries its source and whether the official text confirmed it.
How to write one is in docs/rubric-guide.md; `config.rubrics` finds and loads them.
"""

from config.rubric.conditions import AppliesIf
from config.rubric.defaults import Defaults
from config.rubric.indicator import Deadline, Group, Indicator, PointRange, Quote, Variant
from config.rubric.model import CheckParameters, Rubric
from config.rubric.reweighting import EvenSpread, NoReweighting, Reweighting, Scale
from config.rubric.rules import (
    BonusRule,
    BooleanRule,
    CountedFindings,
    DeadlineRule,
    ManualRule,
    OccurrenceRule,
    QuotaRule,
    RatioRule,
    Rule,
    Step,
    StepsRule,
    VetoRule,
)
from config.rubric.terms import Automation, Evidence, Fate, Form, Part, Status
from config.rubric.times import Due, Period, Within
from config.rubric.tree import Tree

__all__ = [
    "AppliesIf",
    "Automation",
    "BonusRule",
    "BooleanRule",
    "CheckParameters",
    "CountedFindings",
    "Deadline",
    "DeadlineRule",
    "Defaults",
    "Due",
    "EvenSpread",
    "Evidence",
    "Fate",
    "Form",
    "Group",
    "Indicator",
    "ManualRule",
    "NoReweighting",
    "OccurrenceRule",
    "Part",
    "Period",
    "PointRange",
    "QuotaRule",
    "Quote",
    "RatioRule",
    "Reweighting",
    "Rubric",
    "Rule",
    "Scale",
    "Status",
    "Step",
    "StepsRule",
    "Tree",
    "Variant",
    "VetoRule",
    "Within",
]
