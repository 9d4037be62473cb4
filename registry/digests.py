"""Keyed digests of contact points, for the suppression list (law sheet C.5).

HMAC-SHA256 under SUPPRESSION_KEY; the key is a secret outside the database and never
enters SQL, so a stolen dump cannot be tried against a list of addresses.
"""

import hmac

from django.conf import settings

KEY_VERSION = 1


def contact_digest(normalised: str) -> bytes:
    """Digest (32 bytes) of a normalised e-mail address or E.164 number."""
    key = bytes.fromhex(settings.SUPPRESSION_KEY)
    return hmac.digest(key, normalised.encode(), "sha256")
