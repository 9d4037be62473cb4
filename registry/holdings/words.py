"""Shorthand of the register's part of the map."""

from functools import partial

from registry.seams.personal_data import (
    Category,
    Obligation,
    OnErasure,
    Origin,
    Purpose,
    RetentionRule,
    datum,
)

KEY = "key"
ROW_BOOKKEEPING = "bookkeeping of the row"
GENERATED = "computed by the database from fields declared here"

kept = partial(datum, if_kept=OnErasure.KEEP_UNTIL_STATUTE)
about = partial(
    datum,
    purpose=Purpose.RELATIONSHIP,
    retention=RetentionRule.NOTICE,
    on_erasure=OnErasure.DELETE_ROW,
)
purchase = partial(
    kept,
    category=Category.PURCHASES,
    purpose=Purpose.ORDERS,
    retention=RetentionRule.NOTICE,
    on_erasure=OnErasure.DELETE_ROW,
    obligation=Obligation.CONTRACT,
    origin=Origin.OBSERVED,
)
printed = partial(
    kept,
    category=Category.BILLING,
    purpose=Purpose.BOOKKEEPING,
    retention=RetentionRule.VOUCHER,
    on_erasure=OnErasure.DELETE_ROW,
    obligation=Obligation.LAW,
    origin=Origin.OBSERVED,
)

untouched = partial(
    datum,
    category=Category.PURCHASES,
    purpose=Purpose.ORDERS,
    retention=RetentionRule.NOTICE,
    on_erasure=OnErasure.KEEP_UNTIL_STATUTE,
    origin=Origin.OBSERVED,
)
