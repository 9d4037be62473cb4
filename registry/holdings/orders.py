"""Purchases, the company's orders that name a contact, and vouchers."""

from django.utils.translation import gettext_lazy as _

from registry.models import Order, OrderLine, Voucher
from registry.seams.personal_data import (
    Category,
    Obligation,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
    datum,
    history_of,
    holding,
)

from .words import KEY, ROW_BOOKKEEPING, printed, purchase, untouched

ORDER_TECHNICAL = {
    "id": KEY,
    "source_key": "key of the imported row, so that a second import changes nothing",
    "created_at": ROW_BOOKKEEPING,
    "updated_at": ROW_BOOKKEEPING,
}
purchases = holding(
    "purchases",
    model=Order,
    person_path="buyer_person",
    label=_("Purchases"),
    kept_until="voucher__kept_until",
    fields={
        "number": purchase(),
        "status": purchase(),
        "ordered_on": purchase(),
        "delivered_on": purchase(),
        "reference": datum(
            category=Category.PURCHASES,
            purpose=Purpose.ORDERS,
            retention=RetentionRule.NOTICE,
            on_erasure=OnErasure.DELETE_ROW,
            free_text=True,
            rectifiable=True,
        ),
        "contact_token": datum(
            category=Category.PURCHASES,
            purpose=Purpose.ORDERS,
            retention=RetentionRule.NOTICE,
            on_erasure=OnErasure.DELETE_ROW,
            if_kept=OnErasure.TOKEN,
            exported=False,
            origin=Origin.DERIVED,
        ),
    },
    technical={
        **ORDER_TECHNICAL,
        "buyer_company": "another kind of buyer",
        "buyer_person": "link to the person",
        "contact": "declared in orders_as_contact",
    },
)
history_of(purchases)

purchase_lines = holding(
    "purchase_lines",
    model=OrderLine,
    person_path="order__buyer_person",
    label=_("Lines of purchases"),
    kept_until="order__voucher__kept_until",
    fields={
        "order": purchase(export_as="order__number"),
        "product": purchase(),
        "quantity": purchase(),
        "unit_price": purchase(),
        "vat_rate": purchase(),
    },
    technical={"id": KEY},
)
history_of(purchase_lines, person_path="pgh_obj__order__buyer_person")

orders_as_contact = holding(
    "orders_as_contact",
    model=Order,
    person_path="contact",
    label=_("Orders of the company where the person is the contact"),
    company_path="buyer_company",
    fields={
        "number": untouched(),
        "status": untouched(),
        "ordered_on": untouched(),
        "delivered_on": untouched(),
        "reference": untouched(free_text=True, speaks_of_others=True),
        "contact_token": untouched(on_erasure=OnErasure.TOKEN, exported=False),
    },
    technical={
        **ORDER_TECHNICAL,
        "buyer_company": "the company is the party, not the person",
        "buyer_person": "declared in purchases",
        "contact": "link to the person, cut on erasure",
    },
)
history_of(orders_as_contact)

VOUCHER_TECHNICAL = {
    "id": KEY,
    "order": "link to the order",
    "created_at": ROW_BOOKKEEPING,
}
PRINTED = {
    name: printed()
    for name in (
        "number",
        "issued_on",
        "financial_year_end",
        "kept_until",
        "buyer_name",
        "buyer_address",
        "buyer_business_id",
        "reference_person",
        "lines",
        "net_total",
        "vat_total",
    )
}
for key, path in (
    ("vouchers", "order__buyer_person"),
    ("sole_trader_vouchers", "order__buyer_company__proprietor"),
):
    holding(
        key,
        model=Voucher,
        person_path=path,
        label=_("Invoices"),
        kept_until="kept_until",
        fields=PRINTED,
        technical=VOUCHER_TECHNICAL,
    )
holding(
    "voucher_references",
    model=Voucher,
    person_path="order__contact",
    label=_("Invoices of the company that name the person"),
    kept_until="kept_until",
    fields={
        "number": untouched(if_kept=OnErasure.KEEP_UNTIL_STATUTE),
        "issued_on": untouched(if_kept=OnErasure.KEEP_UNTIL_STATUTE),
        "reference_person": untouched(
            on_erasure=OnErasure.BLANK,
            if_kept=OnErasure.KEEP_UNTIL_STATUTE,
            purpose=Purpose.BOOKKEEPING,
            retention=RetentionRule.VOUCHER,
            obligation=Obligation.LAW,
        ),
    },
    technical={
        **VOUCHER_TECHNICAL,
        **{
            name: "the company's bookkeeping, not the person's"
            for name in PRINTED
            if name not in ("number", "issued_on", "reference_person")
        },
    },
)
