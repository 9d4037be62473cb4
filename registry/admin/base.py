"""What every ModelAdmin of the house does.

Audit in place of Django's admin log (which keeps names), no deletion, posted searches,
cheap counts, and nothing of a request on the shared ModelAdmin object.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, cast

from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.views import ChangeList

from registry.desk.paginator import CheapPaginator
from registry.desk.sealing import PARAMETER, open_text, seal_text
from registry.desk.staff_of import staff_of
from registry.seams.audit import record


class NotKept:
    """A place where nothing stays: unfold puts the request on the ModelAdmin, which
    threads share. Writing is ignored, reading says that there is none."""

    def __get__(self, instance: Any, owner: Any = None) -> NoReturn:
        raise AttributeError("the request is not kept on a ModelAdmin")

    def __set__(self, instance: Any, value: Any) -> None:
        """Ignored on purpose."""


class SealedChangeList(ChangeList):
    """A list whose links carry the sealed search, never its text."""

    def get_query_string(
        self, new_params: Any = None, remove: Iterable[str] | None = None
    ) -> str:
        params = dict(new_params or {})
        gone = [SEARCH_VAR, *(remove or [])]
        if self.query and SEARCH_VAR not in (remove or []):
            params.setdefault(PARAMETER, self.sealed)
        return str(super().get_query_string(params, gone))

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.sealed = getattr(request, "sealed_search", "")
        super().__init__(request, *args, **kwargs)


class AuditedAdminMixin:
    """Writes audit where Django would write names into its own log."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Audit ``<model>.added``."""
        _audit(request, "added", [obj], message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Audit ``<model>.changed`` with the names of the fields."""
        _audit(request, "changed", [obj], message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Audit ``<model>.deleted``."""
        _audit(request, "deleted", list(queryset), ())

    def log_deletion(self, request: HttpRequest, obj: Model, object_repr: str) -> None:
        """Audit ``<model>.deleted``; the name that Django offers is not kept."""
        _audit(request, "deleted", [obj], ())


class BaseModelAdmin(AuditedAdminMixin, ModelAdmin):
    """Base of all our ModelAdmins."""

    request = NotKept()
    paginator = CheapPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    actions = None
    compressed_fields = True
    warn_unsaved_form = True

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Nobody deletes here: people leave by the erasure path, the rest stays."""
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Links of the list carry the sealed search."""
        return SealedChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """A posted search becomes a sealed one; the list itself is Django's."""
        if request.method == "POST" and "posted_search" in request.POST:
            return redirect_sealed(request, request.POST["posted_search"])
        unseal_search(request)
        return cast("HttpResponse", super().changelist_view(request, extra_context))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Django's log holds nothing; changes stand on the object's own page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[object_id]))


class BaseTabularInline(TabularInline):
    """Rows of another model on the same page; no deletion by default."""

    extra = 0
    can_delete = False


class BaseStackedInline(StackedInline):
    """As BaseTabularInline, one below the other."""

    extra = 0
    can_delete = False


def redirect_sealed(request: HttpRequest, text: str) -> HttpResponse:
    """To the same list with the search sealed in its address; other filters stay."""
    kept = request.GET.copy()
    for name in (SEARCH_VAR, PARAMETER, "p"):
        kept.pop(name, None)
    if text.strip():
        kept[PARAMETER] = seal_text(request, text.strip()[:200])
    return HttpResponseRedirect(f"{request.path}?{kept.urlencode()}")


def unseal_search(request: HttpRequest) -> None:
    """Let Django's list see the text; a search typed into the address is dropped."""
    given = request.GET.copy()
    sealed = given.pop(PARAMETER, [""])[-1]
    given.pop(SEARCH_VAR, None)
    if text := open_text(request, str(sealed)) if sealed else "":
        given[SEARCH_VAR] = text
    request.sealed_search = sealed if text else ""  # type: ignore[attr-defined]  # read by SealedChangeList, dies with the request
    request.GET = given  # type: ignore[assignment]  # mutable until Django reads it


def _audit(request: HttpRequest, verb: str, objs: list[Any], message: Any) -> None:
    if not objs:
        return
    name = objs[0]._meta.model_name
    record(
        actor=staff_of(request),
        action=f"{name}.{verb}"[:64],
        subjects=[(name[:24], obj.pk) for obj in objs if isinstance(obj.pk, int)],
        fields=_field_names(message),
    )


def _field_names(message: Any) -> list[str]:
    if not isinstance(message, list):
        return []
    names: list[str] = []
    for part in message:
        for change in part.values() if isinstance(part, dict) else ():
            names += [str(field) for field in change.get("fields", ())]
    return names
