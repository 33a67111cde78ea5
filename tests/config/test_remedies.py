"""Who repairs what: every kind of problem has its share, every task its words, and no word is idle."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from checks.catalogue import checks_by_id
from config.messages import LANGUAGES, catalogue, has_text
from config.remedies import Role, Share, share_of, shares

TASKS = {task for codes in shares().values() for share in codes.values() for task in share.tasks.values()}


def test_every_kind_of_problem_has_its_share() -> None:
    kinds = {(check.id, code) for check in checks_by_id().values() for code in check.codes}
    assert {(check, code) for check, codes in shares().items() for code in codes} == kinds


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_task_has_words_and_all_words_are_used(lang: str) -> None:
    worded = {key.removeprefix("remedy-task.") for key in catalogue(lang) if key.startswith("remedy-task.")}
    assert worded == TASKS
    assert all(has_text(f"report.roles.{role.value}", lang) for role in Role)


def test_all_three_roles_lead_something_and_help_with_something() -> None:
    known = [share for codes in shares().values() for share in codes.values()]
    assert {share.lead for share in known} == set(Role)
    assert {role for share in known for role in share.tasks} == {role.value for role in Role}


def test_a_certificate_is_no_matter_for_editors() -> None:
    assert share_of("tls-fault", "certificate-expired").lead is Role.NETWORK
    assert share_of("a-third-party", "whatever").lead is Role.EDITOR


def test_who_leads_needs_no_task_of_its_own() -> None:
    with pytest.raises(ValidationError, match="role=editor"):
        Share(lead=Role.EDITOR, editor="unlink")
