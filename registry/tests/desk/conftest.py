"""Logged-in clients, one for each role that the tests speak of."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from registry.models import Staff
from registry.tests.factories import StaffFactory


def log_in(role: str) -> Client:
    """A client of a new staff member with that role, permissions warm."""
    staff: Staff = StaffFactory(is_staff=True, username=role, first_name="Maija")
    staff.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def sales(db: None) -> Client:
    return log_in("sales")


@pytest.fixture
def officer(db: None) -> Client:
    return log_in("dpo")


@pytest.fixture
def administrator(db: None) -> Client:
    return log_in("administrator")
