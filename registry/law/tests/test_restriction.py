import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.law.restriction import may_use_restricted

FACTS = st.fixed_dictionaries(
    {
        name: st.booleans()
        for name in ("subject_consent", "logged", "subject_informed_before")
    }
)


@given(st.text(), FACTS)
def test_what_the_law_does_not_name_is_forbidden(
    action: str, facts: dict[str, bool]
) -> None:
    assert not may_use_restricted(f"other {action}", **facts)


@pytest.mark.parametrize(
    "action",
    ["send_newsletter", "show_in_sales_list", "include_in_statistics", "export"],
)
@given(facts=FACTS)
def test_no_fact_opens_a_use_that_is_not_of_18_2(
    action: str, facts: dict[str, bool]
) -> None:
    assert not may_use_restricted(action, **facts)


def test_edit_needs_consent_or_a_logged_use() -> None:
    assert not may_use_restricted("edit")
    assert may_use_restricted("edit", subject_consent=True)
