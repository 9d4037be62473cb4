"""Five roles, each with the least it needs; synced after every migration.

A role is a group. Nobody holds a permission to delete: people leave by the erasure
path. A word ending in ``.*`` means every model of the app.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

PERSON_PARTS = (
    "registry.person",
    "registry.personemail",
    "registry.personphone",
    "registry.position",
    "registry.address",
    "registry.source",
)
COMPANY_PARTS = ("registry.company", "registry.einvoiceaddress")
ORDER_PARTS = ("registry.order", "registry.orderline")
WISHES = ("privacy.objection", "privacy.consentevent")
DEALINGS = ("contacts.interaction", "contacts.participant", "contacts.followup")


@dataclass(frozen=True)
class Role:
    """Models a role may view, add and change, and single permissions besides."""

    view: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    single: tuple[str, ...] = field(default=())


WORK = (*PERSON_PARTS, *COMPANY_PARTS, *ORDER_PARTS, *DEALINGS)

ROLES: dict[str, Role] = {
    "sales": Role(
        view=(
            *WORK,
            "registry.voucher",
            "registry.businessevent",
            "registry.partner",
            "registry.importrun",
            "registry.monthlyfigure",
            "contacts.savedfilter",
        ),
        add=(*WORK, "registry.voucher", "contacts.savedfilter", *WISHES),
        change=(*WORK, "contacts.savedfilter"),
        single=("registry.import_people", "privacy.take_case"),
    ),
    "marketing": Role(
        view=(
            *PERSON_PARTS,
            *COMPANY_PARTS,
            *ORDER_PARTS,
            "registry.partner",
            "registry.monthlyfigure",
            "contacts.savedfilter",
        ),
        add=("contacts.savedfilter", *WISHES),
        change=("contacts.savedfilter",),
        single=("privacy.take_case",),
    ),
    "dpo": Role(
        view=("registry.*", "contacts.*", "privacy.*"),
        add=("privacy.*",),
        change=("privacy.*", "registry.partner"),
        single=(
            "registry.view_restricted_person",
            "registry.export_person",
            "privacy.decide_case",
            "privacy.take_case",
            "privacy.run_retention",
            "privacy.approve_retention",
            "privacy.confirm_weakening",
        ),
    ),
    "administrator": Role(
        view=(
            "registry.staff",
            "registry.partner",
            "registry.importrun",
            "privacy.periodrule",
        ),
        add=("registry.staff", "registry.partner"),
        change=("registry.staff", "registry.partner"),
    ),
    "auditor": Role(
        view=("registry.*", "contacts.*", "privacy.*"),
        single=("registry.view_restricted_person",),
    ),
}


def sync_roles(*, sender: AppConfig, **_kwargs: Any) -> None:
    """Make the groups and give them exactly their permissions.

    Runs once a migration, after the last app: only then all permissions are there.
    """
    with_models = [c for c in apps.get_app_configs() if c.models_module]
    if sender is not with_models[-1]:
        return
    for name, role in ROLES.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(_permissions_of(role))


def _permissions_of(role: Role) -> list[Permission]:
    wanted = Q(pk__in=())
    for verb in ("view", "add", "change"):
        for words in getattr(role, verb):
            wanted |= _matches(verb, words)
    for words in role.single:
        app, codename = words.split(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(wanted))


def _matches(verb: str, words: str) -> Q:
    app, model = words.split(".")
    if model == "*":
        return Q(content_type__app_label=app, codename__startswith=f"{verb}_") & ~Q(
            codename="view_restricted_person"
        )
    return Q(content_type__app_label=app, codename=f"{verb}_{model}")
