"""Single rows past their own last day, with their history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, Q

from registry.models import Order
from registry.seams.personal_data import Holding, registry_of_holdings
from registry.seams.personal_data.blanking import RandomToken
from registry.seams.personal_data.erasing import history_silent
from registry.seams.personal_data.history import event_model_of
from registry.seams.personal_data.holdings import MapError


def token_rows(holding: Holding, keys: Sequence[int]) -> int:
    """Cut the link of orders to the person they name, in their history too."""
    link: Any = holding.link_field
    named = Q(**{f"{link}__isnull": False})
    history = registry_of_holdings[f"{holding.key}_history"].model._default_manager
    with history_silent():
        history.filter(named, pgh_obj__in=keys).delete()
        rows = Order.objects.filter(named, pk__in=keys)
        return int(rows.update(**{link: None, "contact_token": RandomToken()}))


def delete_history(model: type[Model], keys: Sequence[int]) -> None:
    """Earlier values of these rows, where the model keeps any."""
    try:
        history = event_model_of(model)
    except MapError:
        return
    gone = history._default_manager.filter(pgh_obj__in=keys)
    gone._raw_delete(gone.db)
