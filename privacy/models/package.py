"""The ZIP that answers a request for access."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .case import Case

DOWNLOADS = 5


class AccessPackageQuerySet(models.QuerySet["AccessPackage"]):
    """Reads as phrases."""

    def available(self, now: datetime) -> AccessPackageQuerySet:
        """Can still be downloaded."""
        return self.filter(deleted_at=None, expires_at__gt=now, downloads_left__gt=0)

    def expired(self, now: datetime) -> AccessPackageQuerySet:
        """Its file must go."""
        return self.filter(deleted_at=None, expires_at__lte=now)


class AccessPackage(models.Model):
    """A file in ``DATA_DIR/packages`` (mode 0600), for a while and a few downloads."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="packages")
    file_name = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(_("rows a holding"), default=dict)
    downloads_left = models.PositiveSmallIntegerField(
        _("downloads left"), default=DOWNLOADS
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("available until"))
    deleted_at = models.DateTimeField(_("deleted"), null=True)

    objects = AccessPackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("access package")
        verbose_name_plural = _("access packages")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(deleted_at=None), name="package_one_a_case"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def path(self) -> Path:
        """Where the file is."""
        return packages_dir() / self.file_name


def packages_dir() -> Path:
    """The folder of the packages; not made here."""
    return Path(settings.DATA_DIR) / "packages"
