"""Where the published schema of a package stands."""

from __future__ import annotations

from django.conf import settings

from privacy.models.case_choices import CaseKind

ACCESS, PORTABILITY = "access-package", "portability-package"
VERSION = 1


def schema_address(kind: str) -> str:
    """The address that ``schema`` in data.json names: one version, for ever."""
    return f"{settings.SITE_URL}/api/schema/{schema_name(kind)}-{VERSION}.json"


def schema_name(kind: str) -> str:
    """Which of the two schemas a package of this kind follows."""
    return PORTABILITY if kind == CaseKind.PORTABILITY else ACCESS
