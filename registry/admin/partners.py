"""Partners that give us contact details."""

from django.contrib import admin

from registry.models import Partner

from .base import BaseModelAdmin


@admin.register(Partner)
class PartnerAdmin(BaseModelAdmin):
    """Name, contract and the partner's own source (P34)."""

    list_display = ("name", "public_source", "contract_on")
    search_fields = ("name",)
    ordering = ("name",)
