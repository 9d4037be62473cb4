"""Addresses of the whole product (docs/architecture.md lists them)."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
