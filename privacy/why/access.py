"""Which holdings a member of staff may see explained: as the map and her rights say."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from registry.models import Person, PersonGuard, Staff
from registry.seams.personal_data import Holding, registry_of_holdings
from registry.seams.personal_data.rows import in_erasing_order
from registry.services.restricted_use import may_look

OF_PROPRIETOR = "proprietor"
"""Holdings of a business reach the person through this step."""


def visible_holdings(user: Staff) -> list[str]:
    """Keys of holdings with a field that her role sees, of models she may view."""
    roles = set(user.role_names)
    return [h.key for h in in_erasing_order() if _may_see(user, roles, h)]


def may_see(user: Staff, holding: Holding) -> bool:
    """The map says which roles see a field; the rights say which models."""
    return _may_see(user, set(user.role_names), holding)


def _may_see(user: Staff, roles: set[str], holding: Holding) -> bool:
    parent = holding.extra.get("history_of", holding.key)
    model = registry_of_holdings[str(parent)].model._meta
    if not user.has_perm(f"{model.app_label}.view_{model.model_name}"):
        return False
    return user.is_superuser or any(roles & d.roles for d in holding.fields.values())


def may_see_reasons(user: Staff) -> bool:
    """Why a hold or restriction stands is for the roles of privacy only."""
    return user.has_perm("privacy.view_legalhold")


def people_of(holding: Holding, pk: int) -> set[int]:
    """Whom the row is about."""
    rows = holding.model._default_manager.filter(pk=pk)
    people: Any = set(rows.values_list(holding.person_lookup, flat=True)) - {None}
    return set(people)


def sees_everybody(user: Staff, holding: Holding, pk: int) -> bool:
    """Whether all people of the row are visible to her (Art. 18(2))."""
    people = people_of(holding, pk)
    return Person.objects.visible_to(user).filter(pk__in=people).count() == len(people)


def is_hidden(user: Staff, people: Collection[int]) -> bool:
    """Whether somebody is restricted whose data this reader has given no reason to look
    at: then days and rules are shown, and no words of her rows."""
    restricted = PersonGuard.objects.filter(person_id__in=people, restricted=True)
    keys = list(restricted.values_list("person_id", flat=True))
    return not all(may_look(actor=user, person_id=key) for key in keys)


def holdings_of_business() -> list[str]:
    """What is personal because a company is its proprietor's."""
    return [h.key for h in in_erasing_order() if OF_PROPRIETOR in h.person_path]
