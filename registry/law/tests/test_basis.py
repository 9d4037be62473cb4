from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.basis import (
    Basis,
    Party,
    Purpose,
    lawful_basis,
    portability_scope,
)

PURPOSES = st.sampled_from(get_args(Purpose))
PARTIES = st.sampled_from(get_args(Party))


@given(PURPOSES, PARTIES)
def test_contract_is_the_basis_of_orders_of_a_contract_party_alone(
    purpose: Purpose, party: Party
) -> None:
    is_contract = lawful_basis(purpose, party).basis == "6(1)(b)"
    own = party in ("sole_trader", "private_customer")
    assert is_contract == (purpose == "deliver_order" and own)


def test_unknown_purpose_has_no_basis() -> None:
    with pytest.raises(KeyError):
        lawful_basis("credit_rating")  # type: ignore[arg-type]  # a word the law sheet lacks


@given(st.booleans(), st.sampled_from(get_args(Basis)))
def test_conclusions_of_ours_are_neither_portable_nor_a_copy_of_hers(
    provided: bool, basis: Basis
) -> None:
    scope = portability_scope(provided=provided, basis=basis)
    assert scope.included == (provided and basis in ("6(1)(a)", "6(1)(b)"))
    assert (scope.instead is not None) == (provided and not scope.included)
