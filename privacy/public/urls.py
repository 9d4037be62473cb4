"""Addresses of the public privacy centre, below ``/{lang}/privacy/``."""

from django.urls import include, path

from .notice import show_notice

app_name = "privacy"

urlpatterns = [
    path("", show_notice, name="notice"),
    path("request/", include("privacy.public.request_urls")),
]
