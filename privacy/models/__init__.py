"""Their rights and our duties: one noun a file."""

from .activity import Activity, BalancingTest, Basis, Interest, SubjectKind
from .consent import ConsentAction, ConsentEvent
from .hold import LegalHold
from .notice import NoticeDelivery, NoticeText, NoticeVersion
from .objection import (
    Objection,
    ObjectionDecision,
    ObjectionKind,
    ObjectionScope,
)
from .recipient import Disclosure, Recipient, RecipientRole
from .restriction import Restriction, RestrictionGround
from .suppression import Suppression

__all__ = [
    "Activity",
    "BalancingTest",
    "Basis",
    "ConsentAction",
    "ConsentEvent",
    "Disclosure",
    "Interest",
    "LegalHold",
    "NoticeDelivery",
    "NoticeText",
    "NoticeVersion",
    "Objection",
    "ObjectionDecision",
    "ObjectionKind",
    "ObjectionScope",
    "Recipient",
    "RecipientRole",
    "Restriction",
    "RestrictionGround",
    "SubjectKind",
    "Suppression",
]
