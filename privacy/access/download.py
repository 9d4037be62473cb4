"""Handing the package out, and taking it away."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from privacy.exceptions import PrivacyError
from privacy.models import AccessPackage
from privacy.models.package import packages_dir
from registry.seams.audit import record

AN_HOUR = 3600


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


def delete_closed_files() -> int:
    """Delete files whose rows say that they are deleted, and files an hour old that no
    row knows: both are left by a process that died in between. How many."""
    folder = packages_dir()
    if not folder.is_dir():
        return 0
    rows = dict(AccessPackage.objects.values_list("file_name", "deleted_at"))
    before = time.time() - AN_HOUR
    gone = [
        file
        for file in folder.iterdir()
        if (rows[file.name] if file.name in rows else file.stat().st_mtime < before)
    ]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)
