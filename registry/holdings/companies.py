"""What is personal about companies: the sole traders', and addresses."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registry.models import Address, Company, EInvoiceAddress
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

from .words import GENERATED, KEY, ROW_BOOKKEEPING, about

shell = partial(
    datum,
    purpose=Purpose.ORDERS,
    retention=RetentionRule.NOTICE,
    on_erasure=OnErasure.BLANK,
    obligation=Obligation.CONTRACT,
)
asked = partial(shell, obligation=Obligation.VOLUNTARY)
sole_trades = holding(
    "sole_trades",
    model=Company,
    person_path="proprietor",
    condition=Q(is_sole_trader=True),
    label=_("Business as a sole trader"),
    fields={
        "reference": datum(
            category=Category.COMPANY,
            purpose=Purpose.ORDERS,
            retention=RetentionRule.NOTICE,
            on_erasure=OnErasure.KEEP_UNTIL_STATUTE,
            origin=Origin.DERIVED,
        ),
        "name": datum(
            category=Category.COMPANY,
            purpose=Purpose.ORDERS,
            retention=RetentionRule.NOTICE,
            on_erasure=OnErasure.TOKEN,
            rectifiable=True,
            identifier=True,
            obligation=Obligation.CONTRACT,
        ),
        "business_id": shell(
            category=Category.BUSINESS_ID, rectifiable=True, identifier=True
        ),
        "vat_number": datum(
            category=Category.BUSINESS_ID,
            purpose=Purpose.ORDERS,
            retention=RetentionRule.NOTICE,
            on_erasure=OnErasure.BLANK,
            origin=Origin.DERIVED,
        ),
        "ovt_code": datum(
            category=Category.BUSINESS_ID,
            purpose=Purpose.ORDERS,
            retention=RetentionRule.NOTICE,
            on_erasure=OnErasure.BLANK,
            origin=Origin.DERIVED,
        ),
        "legal_form": shell(category=Category.COMPANY),
        "industry_code": asked(category=Category.INDUSTRY),
        "municipality_code": asked(category=Category.ADDRESS),
        "source": asked(category=Category.COMPANY, free_text=True),
        "dissolved_on": asked(category=Category.COMPANY),
    },
    technical={
        "id": KEY,
        "is_sole_trader": "what makes the row personal",
        "proprietor": "link to the person",
        "version": "counts saves, so that two people do not overwrite each other",
        "created_at": ROW_BOOKKEEPING,
        "updated_at": ROW_BOOKKEEPING,
        "sort_key": GENERATED,
        "search_text": GENERATED,
    },
)
history_of(sole_trades, person_path="pgh_obj__proprietor")

ADDRESS_FIELDS = {
    "kind": about(category=Category.ADDRESS),
    "street": about(category=Category.ADDRESS, rectifiable=True, free_text=True),
    "postal_code": about(category=Category.ADDRESS, rectifiable=True),
    "city": about(category=Category.ADDRESS, rectifiable=True),
    "country": about(category=Category.ADDRESS, rectifiable=True),
}
ADDRESS_TECHNICAL = {
    "id": KEY,
    "company": "link to the company",
    "person": "link to the person",
    "created_at": ROW_BOOKKEEPING,
}
for key, path, condition in (
    ("addresses", "person", None),
    ("sole_trader_addresses", "company__proprietor", Q(company__is_sole_trader=True)),
):
    history_of(
        holding(
            key,
            model=Address,
            person_path=path,
            condition=condition,
            label=_("Addresses"),
            fields=ADDRESS_FIELDS,
            technical=ADDRESS_TECHNICAL,
        )
    )

einvoicing = holding(
    "sole_trader_einvoice_addresses",
    model=EInvoiceAddress,
    person_path="company__proprietor",
    condition=Q(company__is_sole_trader=True),
    label=_("E-invoice addresses"),
    fields={
        "address": about(category=Category.BILLING, rectifiable=True, identifier=True),
        "operator": about(category=Category.BILLING, rectifiable=True),
    },
    technical={"id": KEY, "company": "link to the company"},
)
history_of(einvoicing)
