"""Tokens are good once, for a while, for one purpose."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from registry.seams.tokens import (
    TokenError,
    TokenSubject,
    delete_stale_tokens,
    issue_token,
    peek_token,
    redeem_token,
    revoke_tokens,
)
from registry.seams.tokens.models import SecretToken

WEEK = timedelta(days=7)


def issue(ttl=WEEK, ref="17"):
    return issue_token(
        purpose="case.confirm", subject_type="case", subject_ref=ref, ttl=ttl
    )


def refusal(raw, purpose="case.confirm", use=redeem_token):
    with pytest.raises(TokenError) as refused:
        use(purpose=purpose, raw=raw)
    return refused.value.code


@pytest.mark.django_db
def test_token_is_good_exactly_once():
    raw = issue()
    assert redeem_token(purpose="case.confirm", raw=raw) == TokenSubject("case", "17")
    assert refusal(raw) == "used"


@pytest.mark.django_db
def test_token_survives_being_looked_at():
    raw = issue()
    assert peek_token(purpose="case.confirm", raw=raw) == TokenSubject("case", "17")
    assert redeem_token(purpose="case.confirm", raw=raw) == TokenSubject("case", "17")
    assert refusal(raw, use=peek_token) == "used"


@pytest.mark.django_db
def test_token_is_refused_after_its_time():
    assert refusal(issue(ttl=timedelta(seconds=-1))) == "expired"


@pytest.mark.django_db
def test_token_is_refused_for_another_purpose():
    assert refusal(issue(), purpose="letters.preferences") == "invalid"


@pytest.mark.django_db
def test_token_that_was_never_issued_is_refused():
    issue()
    assert refusal("guess") == "invalid"


@pytest.mark.django_db
def test_secret_itself_is_not_stored():
    raw = issue()
    stored = SecretToken.objects.values_list().get()
    assert raw not in [str(value) for value in stored]


@pytest.mark.django_db
def test_revoked_token_is_gone():
    raw, other = issue(ref="17"), issue(ref="18")
    assert revoke_tokens(subject_type="case", subject_ref="17") == 1
    assert refusal(raw) == "invalid"
    assert redeem_token(purpose="case.confirm", raw=other).subject_ref == "18"


@pytest.mark.django_db
def test_stale_tokens_are_deleted_a_month_after_expiry():
    issue(ttl=timedelta(days=-31))
    issue(ttl=timedelta(days=-29))
    assert delete_stale_tokens(now=timezone.now()) == 1
    assert SecretToken.objects.count() == 1


def redeem_in_own_transaction(raw):
    try:
        with transaction.atomic():
            return redeem_token(purpose="case.confirm", raw=raw).subject_ref
    except TokenError as error:
        return error.code
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_token_used_by_many_at_once_is_good_for_one():
    raw = issue()
    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(redeem_in_own_transaction, [raw] * 6))
    assert answers == ["17", *["used"] * 5]
