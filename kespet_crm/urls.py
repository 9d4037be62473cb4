"""Addresses of the whole product (docs/architecture.md lists them)."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("demo/", include("kespet_crm.demo.views")),
]
