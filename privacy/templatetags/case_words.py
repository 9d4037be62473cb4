"""Words for keys of the map."""

from django import template

from privacy.services.preview import label_of

register = template.Library()


@register.filter
def holding_label(key: str) -> str:
    """The name of a holding."""
    return label_of(key)
