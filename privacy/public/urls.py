"""Addresses of the public privacy centre, below ``/{lang}/privacy/``."""

from django.urls import include, path

from .data_pages import show_data
from .notice import list_versions, show_difference, show_notice, show_version
from .recipient_views import answer

app_name = "privacy"

urlpatterns = [
    path("", show_notice, name="notice"),
    path("data/", show_data, name="data"),
    path("versions/", list_versions, name="versions"),
    path("versions/<int:number>/", show_version, name="version"),
    path("versions/<int:number>/changes/", show_difference, name="difference"),
    path("recipient/<str:token>/", answer, name="recipient_answer"),
    path("request/", include("privacy.public.request_urls")),
]
