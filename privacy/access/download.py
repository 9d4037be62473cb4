"""Handing the package out, and taking it away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from privacy.exceptions import PrivacyError
from privacy.models import AccessPackage
from privacy.models.package import packages_dir
from registry.seams.audit import record


class PackageGone(PrivacyError):
    """No package, or no downloads left, or too late."""

    code = "package_gone"


@transaction.atomic
def take_package(*, case_id: int) -> AccessPackage:
    """Count one download; PackageGone where there is none left."""
    now = timezone.now()
    available = AccessPackage.objects.available(now).filter(case_id=case_id)
    if not available.update(downloads_left=F("downloads_left") - 1):
        raise PackageGone
    package = AccessPackage.objects.get(case_id=case_id, deleted_at=None)
    if not package.path.exists():
        raise PackageGone
    record(actor=None, action="package.downloaded", subjects=[("case", case_id)])
    return package


def delete_expired_packages(*, now: datetime) -> int:
    """Delete files past their day, then note it; how many."""
    expired = list(AccessPackage.objects.expired(now))
    for package in expired:
        delete_package(package)
    return len(expired)


def delete_package(package: AccessPackage) -> None:
    """The file first: a row without a file is harmless, the reverse is not."""
    package.path.unlink(missing_ok=True)
    AccessPackage.objects.filter(pk=package.pk, deleted_at=None).update(
        deleted_at=timezone.now(), downloads_left=0
    )


def delete_orphan_files() -> int:
    """Delete files no row knows: left by a process that died in between."""
    folder = packages_dir()
    if not folder.is_dir():
        return 0
    known = set(
        AccessPackage.objects.filter(deleted_at=None).values_list(
            "file_name", flat=True
        )
    )
    orphans = [f for f in folder.iterdir() if f.is_file() and f.name not in known]
    for orphan in orphans:
        orphan.unlink(missing_ok=True)
    return len(orphans)
