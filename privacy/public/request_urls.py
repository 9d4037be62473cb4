"""Addresses of requests, below ``/{lang}/privacy/request/``."""

from django.urls import path

from . import request_case_views as case_views
from . import request_link_views as link_views
from . import request_views as views
from .rectify_views import rectify

urlpatterns = [
    path("", views.ask, name="request"),
    path("sent/", views.sent, name="request_sent"),
    path("link/", link_views.ask_link, name="request_link"),
    path("link/sent/", link_views.link_sent, name="request_link_sent"),
    path("list/<str:token>/", link_views.list_cases, name="request_list"),
    path("confirm/<str:token>/", views.confirm, name="request_confirm"),
    path("identity/<str:token>/", views.identity, name="request_identity"),
    path("case/<str:token>/", case_views.show_case, name="request_case"),
    path("case/<str:token>/message/", case_views.write, name="request_message"),
    path("case/<str:token>/package/", case_views.download, name="request_package"),
    path("case/<str:token>/withdraw/", case_views.withdraw, name="request_withdraw"),
    path("case/<str:token>/rectify/", rectify, name="request_rectify"),
    path(
        "case/<str:token>/certificate/",
        case_views.certificate,
        name="request_certificate",
    ),
]
