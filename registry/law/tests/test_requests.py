from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from registry.law.requests import Proof, judge_excess, judge_identity

PROOFS = st.sets(st.sampled_from(get_args(Proof)))


@given(PROOFS)
def test_more_proof_never_makes_identity_less_sure(offered: set[str]) -> None:
    before = judge_identity(offered)
    after = judge_identity(offered | {"logged_in_portal_account"})
    assert after.sufficient
    assert after.may_be_demanded == before.may_be_demanded


@given(st.sets(st.sampled_from(["name", "personal_identity_code", "a guess"])))
def test_code_and_name_alone_are_never_enough(offered: set[str]) -> None:
    assert not judge_identity(offered).sufficient


@given(st.booleans(), st.text())
def test_nobody_but_a_named_human_calls_a_request_excessive(
    evidence: bool, decider: str
) -> None:
    verdict = judge_excess(evidence_of_abuse=evidence, decided_by=decider)
    assert verdict.may_refuse == (evidence and decider == "named_human")
    assert judge_excess(evidence_of_abuse=True, decided_by="named_human").may_refuse
