"""Filters of the staff's pages."""

from django import template
from django.utils.formats import number_format

from registry.wording import readable_phone

register = template.Library()
register.filter("phone", readable_phone)


@register.filter
def grouped(number: int) -> str:
    """A count with its thousands apart, as the language writes it."""
    return number_format(number, force_grouping=True)
