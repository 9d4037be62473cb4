"""What staff see when the database keeps a row under a legal hold."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

HELD = frozenset({"row_held", "person_held"})
"""Names that the guards of holds give in their refusals (registry.models.held)."""


class HeldRowMiddleware:
    """Answers 409 with an explanation in the place of an error page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """The page, where a guard of a hold refused; else Django goes on."""
        if not is_held(exception):
            return None
        return render(request, "409.html", status=409)


def is_held(error: Exception) -> bool:
    """Whether a guard of a legal hold refused."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", "")
    return isinstance(error, IntegrityError) and name in HELD
