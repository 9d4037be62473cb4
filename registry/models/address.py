"""Postal, delivery and billing addresses, and e-invoice addresses."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.choices import AddressKind
from registry.validators import validate_free_text

from .company import Company
from .held import HoldPaths, stay_while_held
from .history import track_history
from .person import Person
from .restricted_rows import restricted_rows_stay
from .showing import Maskable

PERSON_MAY_HAVE_ADDRESS = """
    IF NOT EXISTS (
        SELECT 1 FROM registry_person p WHERE p.id = NEW.person_id AND p.private_customer
        UNION ALL
        SELECT 1 FROM registry_company c WHERE c.proprietor_id = NEW.person_id
    ) THEN
        RAISE EXCEPTION 'a home address is kept of sole traders and private customers only'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'address_person_may_have_one';
    END IF;
    RETURN NEW;
"""


PROPRIETOR = (
    "(SELECT c.proprietor_id FROM registry_company c WHERE c.id = r.company_id)"
)


@track_history
class Address(Maskable, models.Model):
    """An address of a company, or of a sole trader or private customer (P16)."""

    company = models.ForeignKey(
        Company, models.CASCADE, null=True, blank=True, related_name="addresses"
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="addresses"
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=AddressKind, default=AddressKind.POSTAL
    )
    street = models.CharField(
        _("street address"), max_length=200, validators=[validate_free_text]
    )
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FI")
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    hold_paths = HoldPaths(
        identity=("person", "company__proprietor"), companies=("company",)
    )
    masked_columns = ("street", "postal_code", "city")

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(company=None, person__isnull=False)
                | Q(company__isnull=False, person=None),
                name="address_of_one_owner",
            ),
            models.CheckConstraint(
                condition=~Q(country="FI")
                | Q(postal_code="")
                | Q(postal_code__regex=r"^[0-9]{5}$"),
                name="address_finnish_postal_code",
                violation_error_message=_("A Finnish postal code has five digits."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="person_may_have_address",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__person__isnull=False),
                func=PERSON_MAY_HAVE_ADDRESS,
            ),
            *restricted_rows_stay("kind", "street", "postal_code", "city", "country"),
            *stay_while_held(
                identity=["r.person_id", PROPRIETOR],
                companies=["r.company_id"],
                links=["person_id", "company_id"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.postal_code} {self.city}"


@track_history
class EInvoiceAddress(models.Model):
    """Where e-invoices of a company go: the address and its operator, as a pair."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="einvoice_addresses"
    )
    address = models.CharField(_("e-invoice address"), max_length=35)
    operator = models.CharField(
        _("operator"),
        max_length=35,
        help_text=_("Operator id, for example 003721291126."),
    )

    hold_paths = HoldPaths(identity=("company__proprietor",), companies=("company",))

    class Meta:
        verbose_name = _("e-invoice address")
        verbose_name_plural = _("e-invoice addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "address", "operator"], name="einvoice_address_once"
            )
        ]
        triggers = stay_while_held(
            identity=[PROPRIETOR], companies=["r.company_id"], links=["company_id"]
        )

    def __str__(self) -> str:
        return f"{self.address} / {self.operator}"
