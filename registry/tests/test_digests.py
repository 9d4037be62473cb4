"""The digest is plain HMAC-SHA256, so that any program with the key can check it."""

import hmac

from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from registry.digests import contact_digest


@given(
    key=st.binary(min_size=32, max_size=32), text=st.text(st.characters(codec="utf-8"))
)
def test_digest_is_hmac_sha256(key: bytes, text: str) -> None:
    with override_settings(SUPPRESSION_KEY=key.hex()):
        assert contact_digest(text) == hmac.digest(key, text.encode(), "sha256")
