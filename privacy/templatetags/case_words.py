"""Words for keys of the map."""

from django import template

from privacy.services.preview import label_of
from registry.seams.audit.words import action_label, role_label

register = template.Library()


@register.filter
def holding_label(key: str) -> str:
    """The name of a holding."""
    return label_of(key)


@register.filter
def action_words(action: str) -> str:
    """An act of the audit trail in words."""
    return action_label(action)


@register.filter
def role_words(roles: str) -> str:
    """The roles of an entry in words."""
    return role_label(roles)
