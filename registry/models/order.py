"""Orders, their lines, and the vouchers that the database locks."""

from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from registry.choices import OrderStatus
from registry.validators import validate_free_text

from .company import Company
from .held import HoldPaths, stay_while_held
from .history import track_history
from .person import Person

LINES_ARE_LOCKED = """
    IF EXISTS (
        SELECT 1 FROM {rows} r JOIN registry_voucher v ON v.order_id = r.order_id
        WHERE v.kept_until >= CURRENT_DATE
    ) THEN
        RAISE EXCEPTION 'the lines of an invoiced order are locked by its voucher'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'order_lines_locked';
    END IF;
    RETURN NULL;
"""


def stay_with_its_order() -> list[pgtrigger.Trigger]:
    """A line or voucher is held through its order, by the order's day."""
    return stay_while_held(
        persons=[
            "(SELECT o.buyer_person_id FROM registry_order o WHERE o.id = r.order_id)",
            "(SELECT o.contact_id FROM registry_order o WHERE o.id = r.order_id)",
            "(SELECT c.proprietor_id FROM registry_order o"
            " JOIN registry_company c ON c.id = o.buyer_company_id WHERE o.id = r.order_id)",
        ],
        companies=[
            "(SELECT o.buyer_company_id FROM registry_order o WHERE o.id = r.order_id)"
        ],
        orders=["r.order_id"],
        links=["order_id"],
        day="(SELECT o.ordered_on FROM registry_order o WHERE o.id = r.order_id)",
    )


@track_history
class Order(models.Model):
    """A purchase. The buyer is a company or a private person; the contact is a
    separate reference that can be taken away without touching the purchase (P20)."""

    number = models.CharField(_("order number"), max_length=32, unique=True)
    buyer_company = models.ForeignKey(
        Company,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("buyer (company)"),
    )
    buyer_person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="purchases",
        verbose_name=_("buyer (private person)"),
    )
    contact = models.ForeignKey(
        Person,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders_as_contact",
        verbose_name=_("contact"),
    )
    contact_token = models.CharField(
        _("token in place of a person"), max_length=32, blank=True, editable=False
    )
    status = models.CharField(
        _("status"), max_length=9, choices=OrderStatus, default=OrderStatus.DRAFT
    )
    ordered_on = models.DateField(_("ordered on"))
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    reference = models.CharField(
        _("buyer's reference"),
        max_length=100,
        blank=True,
        validators=[validate_free_text],
    )
    source_key = models.CharField(max_length=80, null=True, unique=True, editable=False)  # noqa: DJ001  # NULL: not imported; unique among imported
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    hold_paths = HoldPaths(
        persons=("buyer_person", "contact", "buyer_company__proprietor"),
        companies=("buyer_company",),
        orders=("pk",),
        named=("buyer_person", "contact"),
        day="ordered_on",
    )

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["ordered_on", "id"], name="order_by_day"),
            models.Index(fields=["status", "ordered_on"], name="order_by_status"),
            GinIndex(OpClass("reference", name="gin_trgm_ops"), name="order_reference"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(buyer_company=None) | Q(buyer_person=None),
                name="order_of_one_buyer",
                violation_error_message=_("The buyer is a company or a person."),
            ),
            models.CheckConstraint(
                condition=Q(buyer_company__isnull=False)
                | Q(buyer_person__isnull=False)
                | ~Q(contact_token=""),
                name="order_has_a_buyer",
                violation_error_message=_("An order needs a buyer."),
            ),
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("ordered_on")),
                name="order_delivered_after_ordered",
                violation_error_message=_("The delivery is before the order."),
            ),
        ]
        triggers = stay_while_held(
            persons=[
                "r.buyer_person_id",
                "r.contact_id",
                "(SELECT c.proprietor_id FROM registry_company c WHERE c.id = r.buyer_company_id)",
            ],
            companies=["r.buyer_company_id"],
            orders=["r.id"],
            day="r.ordered_on",
            links=["buyer_company_id", "buyer_person_id", "contact_id"],
            named=["r.buyer_person_id", "r.contact_id"],
        )

    def __str__(self) -> str:
        return self.number


@track_history
class OrderLine(models.Model):
    """One product on an order. Prices in euros without VAT; rate in per cent."""

    order = models.ForeignKey(
        Order, models.CASCADE, related_name="lines", verbose_name=_("order")
    )
    product = models.CharField(
        _("product"), max_length=200, validators=[validate_free_text]
    )
    quantity = models.DecimalField(
        _("quantity"), max_digits=12, decimal_places=3, default=Decimal(1)
    )
    unit_price = models.DecimalField(
        _("unit price without VAT"), max_digits=12, decimal_places=4
    )
    vat_rate = models.DecimalField(_("VAT %"), max_digits=4, decimal_places=2)

    hold_paths = HoldPaths(
        persons=(
            "order__buyer_person",
            "order__contact",
            "order__buyer_company__proprietor",
        ),
        companies=("order__buyer_company",),
        orders=("order",),
        day="order__ordered_on",
    )

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.CheckConstraint(
                condition=Q(vat_rate__gte=0) & Q(vat_rate__lt=100),
                name="order_line_vat_rate",
            ),
        ]
        triggers = [
            *(
                pgtrigger.Trigger(
                    name=f"locked_{operation}",
                    level=pgtrigger.Statement,
                    operation=getattr(pgtrigger, operation.capitalize()),
                    when=pgtrigger.After,
                    referencing=pgtrigger.Referencing(
                        **(
                            {"new": "rows_touched"}
                            if operation == "insert"
                            else {"old": "rows_touched"}
                        )
                    ),
                    func=LINES_ARE_LOCKED.format(rows="rows_touched"),
                )
                for operation in ("insert", "update", "delete")
            ),
            *stay_with_its_order(),
        ]

    def __str__(self) -> str:
        return self.product

    @property
    def net(self) -> Decimal:
        """Euros without VAT, to the cent."""
        return (self.quantity * self.unit_price).quantize(Decimal("0.01"))

    @property
    def vat(self) -> Decimal:
        """VAT in euros, to the cent."""
        return (self.net * self.vat_rate / 100).quantize(Decimal("0.01"))


class Voucher(models.Model):
    """What bookkeeping keeps of an invoiced order: a snapshot nobody edits.

    ``kept_until`` is 31 December of the year in which the financial year ended + 6
    (KPL 2:10, ALVL 209n). Until then the database refuses every change and deletion.
    """

    order = models.OneToOneField(Order, models.PROTECT, related_name="voucher")
    number = models.CharField(_("voucher number"), max_length=32, unique=True)
    issued_on = models.DateField(_("issued on"))
    financial_year_end = models.DateField(_("financial year end"))
    kept_until = models.DateField(_("kept until"))
    buyer_name = models.CharField(_("buyer"), max_length=200)
    buyer_address = models.CharField(_("buyer's address"), max_length=400, blank=True)
    buyer_business_id = models.CharField(
        _("buyer's business id"), max_length=9, blank=True
    )
    reference_person = models.CharField(
        _("reference person as printed"), max_length=200, blank=True
    )
    lines = models.JSONField(_("lines"))
    net_total = models.DecimalField(_("net total"), max_digits=14, decimal_places=2)
    vat_total = models.DecimalField(_("VAT total"), max_digits=14, decimal_places=2)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)

    hold_paths = HoldPaths(
        persons=(
            "order__buyer_person",
            "order__contact",
            "order__buyer_company__proprietor",
        ),
        companies=("order__buyer_company",),
        orders=("order",),
        day="order__ordered_on",
    )

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        indexes = [models.Index(fields=["kept_until"], name="voucher_kept_until")]
        triggers = [
            pgtrigger.Protect(
                name="locked",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.kept_until >= CURRENT_DATE"),
            ),
            *stay_with_its_order(),
        ]

    def __str__(self) -> str:
        return self.number
