"""The closed vocabularies of rubrics."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Whether a clause or number was read in the official text."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


class Form(StrEnum):
    """How indicators become a result: taken from a base, summed up, or outcomes without any points."""

    DEDUCTION = "deduction"
    ADDITIVE = "additive"
    CHECKLIST = "checklist"


class Part(StrEnum):
    """What an indicator does: `credit` is earned (additive form), a `clause` only has an outcome and no points."""

    VETO = "veto"
    DEDUCTION = "deduction"
    CREDIT = "credit"
    BONUS = "bonus"
    CLAUSE = "clause"


class Automation(StrEnum):
    """Who decides an indicator: checks alone, checks and a person, or a person alone."""

    AUTO = "auto"
    PARTLY = "partly"
    MANUAL = "manual"


class Evidence(StrEnum):
    """Where an assessor looks: on the web, in documents that the unit hands in (佐证材料), by a test request."""

    ONLINE = "online"
    DOCUMENTS = "documents"
    SIMULATED = "simulated"


class Fate(StrEnum):
    """The outcomes of an indicator that another one may depend on. While it has none of them, nobody can tell."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"


PARTS_OF_FORM = {
    Form.DEDUCTION: (Part.VETO, Part.DEDUCTION, Part.BONUS, Part.CLAUSE),
    Form.ADDITIVE: (Part.VETO, Part.CREDIT, Part.BONUS, Part.CLAUSE),
    Form.CHECKLIST: (Part.VETO, Part.CLAUSE),
}
"""Which parts a rubric of each form may have."""
