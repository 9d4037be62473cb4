"""Addresses of the public privacy centre, below ``/{lang}/privacy/``."""

from django.urls import path

from .notice import show_notice

app_name = "privacy"

urlpatterns = [
    path("", show_notice, name="notice"),
]
