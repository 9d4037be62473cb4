"""The composition root as a Django app, and the admin site it brings."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .celery import app as celery_app
from .checks import check_database, check_deployment


class KespetConfig(AppConfig):
    """Commands, checks and theme; composes the other apps, imported by none."""

    name = "kespet_crm"
    verbose_name = _("Kespet CRM")
    celery = celery_app

    def ready(self) -> None:
        register(check_database, Tags.database)
        register(check_deployment, Tags.security, deploy=True)
        from .roles import sync_roles  # noqa: PLC0415  # needs loaded models

        post_migrate.connect(sync_roles, dispatch_uid="kespet_crm.roles")


class KespetAdminConfig(AdminConfig):
    """Django's admin with our own site class."""

    default_site = "kespet_crm.admin_site.KespetAdminSite"
