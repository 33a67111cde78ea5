"""Every answer is explained in both languages, and every number of the policy has its reason."""

from __future__ import annotations

import pytest

from config.messages import LANGUAGES, has_text, text
from config.policy import Policy, policy
from crawler.kinds import AnswerKind, TlsFault


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", AnswerKind)
def test_every_answer_has_a_cause_and_an_advice(kind: AnswerKind, lang: str) -> None:
    for key in (f"answer.{kind}", f"answer.{kind}-advice"):
        assert has_text(key, lang), key
        assert text(key, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fault", TlsFault)
def test_every_tls_fault_has_a_cause_and_an_advice(fault: TlsFault, lang: str) -> None:
    for key in (f"tls.{fault}", f"tls.{fault}-advice"):
        assert has_text(key, lang), key
        assert text(key, lang)


@pytest.mark.parametrize("name", sorted(Policy.model_fields))
def test_every_group_of_the_policy_has_a_reason_and_a_source(name: str) -> None:
    group = getattr(policy(), name)
    assert len(group.why) > 20
    assert len(group.source) >= len("本工具自定")
