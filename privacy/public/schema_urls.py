"""Addresses for programs, below ``/api/``: the schemas of the packages."""

from django.urls import path, re_path

from .data_pages import show_docs, show_schema

app_name = "schemas"

urlpatterns = [
    path("docs/", show_docs, name="docs"),
    re_path(
        r"^schema/(?P<name>[a-z-]+)-(?P<version>[0-9]+)\.json$",
        show_schema,
        name="schema_version",
    ),
    path("schema/<slug:name>.json", show_schema, name="schema"),
]
