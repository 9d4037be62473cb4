"""Filters of the staff's pages."""

from django import template

from registry.wording import readable_phone

register = template.Library()
register.filter("phone", readable_phone)
