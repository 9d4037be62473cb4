"""Addresses of the whole product (docs/architecture.md lists them)."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from kespet_crm.observing import health
from privacy.public.home import go_home

urlpatterns = [
    path("", go_home),
    path("admin/", admin.site.urls),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("api/", include("privacy.public.schema_urls")),
    path("demo/", include("kespet_crm.demo.views")),
    *i18n_patterns(
        path("privacy/", include("privacy.public.urls")),
        prefix_default_language=True,
    ),
]
