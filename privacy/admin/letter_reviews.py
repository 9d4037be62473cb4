"""The letters' templates, read by a human: which words, by whom, when."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from privacy.exceptions import PrivacyError
from privacy.letters.reviews import last_reviews, review_letters
from privacy.letters.templates import all_templates
from privacy.models import LetterReview
from registry.admin.pages import PagesAdmin
from registry.desk.staff_of import staff_of


@admin.register(LetterReview)
class LetterReviewAdmin(PagesAdmin):
    """One page with every template; a review is added, nothing is changed."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Reviews are written from the list, where the words can be read."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: LetterReview | None = None
    ) -> bool:
        """Never."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Every kind in every language with its words; posting says «I have read it»."""
        self.demand(request, "view")
        if request.method == "POST":
            self.demand(request, "add")
            _review(request)
            return redirect(request.path)
        known = last_reviews()
        rows = [
            {"template": one, "review": known.get((one.kind, one.language))}
            for one in all_templates()
        ]
        context = self.context_of(
            request,
            rows=rows,
            may_review=request.user.has_perm("privacy.add_letterreview"),
        )
        return TemplateResponse(request, "privacy/desk/letter_reviews.html", context)


def _review(request: HttpRequest) -> None:
    try:
        rows = review_letters(
            actor=staff_of(request), digests=request.POST.getlist("words")
        )
    except PrivacyError:
        messages.error(request, _("Choose letters whose words you have read."))
    else:
        said = _("Reviews written down: %(n)s") % {"n": len(rows)}
        messages.success(request, said)
