"""The logged-in clients of the register's tests."""

from registry.tests.desk.conftest import officer, sales

__all__ = ["officer", "sales"]
