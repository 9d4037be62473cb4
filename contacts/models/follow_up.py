"""What somebody promised to do, and by when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Company, Person
from registry.models.held import HoldPaths, stay_while_held
from registry.models.history import track_history
from registry.validators import validate_free_text


@track_history
class FollowUp(models.Model):
    """A task about a person or a company; open until ``done_at``."""

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="follow_ups"
    )
    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="follow_ups"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("owner"),
    )
    due_on = models.DateField(_("due"))
    text = models.CharField(
        _("what to do"), max_length=300, validators=[validate_free_text]
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    hold_paths = HoldPaths(
        persons=("person",), companies=("company",), named=("person",), day="due_on"
    )

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        indexes = [
            models.Index(
                fields=["owner", "due_on"],
                condition=Q(done_at=None),
                name="follow_up_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(company__isnull=False),
                name="follow_up_of_someone",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="follow_up_says_what"),
        ]
        triggers = stay_while_held(
            persons=["r.person_id"],
            companies=["r.company_id"],
            day="r.due_on",
            links=["person_id", "company_id"],
            named=["r.person_id"],
        )

    def __str__(self) -> str:
        return f"{self.due_on} {self.get_status_display()}"

    def get_status_display(self) -> str:
        """Open or done, in words."""
        return str(_("done") if self.done_at else _("open"))
