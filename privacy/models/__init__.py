"""Their rights and our duties: one noun a file."""

from .activity import Activity, BalancingTest, Basis, Interest, SubjectKind
from .assessment import AssessmentDecision, ObjectionAssessment, OverridingGround
from .canary import CanaryMail
from .case import Case, CaseCandidate
from .case_extension import CaseExtension, ExtensionGround
from .case_reminder import CaseReminder
from .certificate import Certificate, CertificateState
from .consent import ConsentAction, ConsentEvent
from .forecast import RetentionForecast
from .hold import HoldReminder, HoldReview, LegalHold
from .identity_question import IdentityQuestion
from .incoming import (
    Automatic,
    IncomingMail,
    IncomingOutcome,
    IncomingState,
    Mailbox,
    UnclearReason,
)
from .journal import JournalMark, MarkState, RestoreReplay
from .letter import CaseLetter, LetterKind, LetterState
from .letter_review import LetterReview
from .lifting import Lifting, ToldBy
from .mention_review import MentionChoice, MentionReview
from .message import CaseMessage
from .notice import NoticeDelivery, NoticeText, NoticeVersion
from .objection import Objection, ObjectionDecision, ObjectionKind, ObjectionScope
from .package import AccessPackage
from .plan import CasePlan
from .plan_change import ChangedTo, KeepGround, PlanChange
from .recipient import Disclosure, Recipient, RecipientRole
from .recipient_notice import NoticeAct, NotToldGround, RecipientAnswer, RecipientNotice
from .rectification import ItemDecision, RectificationItem, Statement, VoucherNote
from .remainder import KEEPS_PERSON, Duty, HeldRemainder, ReviewWhen
from .restriction import Restriction, RestrictionGround
from .restriction_choice import RestrictionChoice
from .retention_rule import PeriodRule, PeriodRuleQuerySet
from .retention_run import (
    LineNote,
    LineState,
    RetentionApproval,
    RetentionBatch,
    RetentionLine,
    RetentionRun,
    RetentionRunRule,
    RunRuleState,
    RunState,
)
from .rule_choices import Anchor, Approval, PeriodRuleState, RuleAction
from .rule_trial import RuleTrial, TrialKind
from .suppression import Suppression
from .weakening import Weakening, WeakeningKind

__all__ = [
    "KEEPS_PERSON",
    "AccessPackage",
    "Activity",
    "Anchor",
    "Approval",
    "AssessmentDecision",
    "Automatic",
    "BalancingTest",
    "Basis",
    "CanaryMail",
    "Case",
    "CaseCandidate",
    "CaseExtension",
    "CaseLetter",
    "CaseMessage",
    "CasePlan",
    "CaseReminder",
    "Certificate",
    "CertificateState",
    "ChangedTo",
    "ConsentAction",
    "ConsentEvent",
    "Disclosure",
    "Duty",
    "ExtensionGround",
    "HeldRemainder",
    "HoldReminder",
    "HoldReview",
    "IdentityQuestion",
    "IncomingMail",
    "IncomingOutcome",
    "IncomingState",
    "Interest",
    "ItemDecision",
    "JournalMark",
    "KeepGround",
    "LegalHold",
    "LetterKind",
    "LetterReview",
    "LetterState",
    "Lifting",
    "LineNote",
    "LineState",
    "Mailbox",
    "MarkState",
    "MentionChoice",
    "MentionReview",
    "NotToldGround",
    "NoticeAct",
    "NoticeDelivery",
    "NoticeText",
    "NoticeVersion",
    "Objection",
    "ObjectionAssessment",
    "ObjectionDecision",
    "ObjectionKind",
    "ObjectionScope",
    "OverridingGround",
    "PeriodRule",
    "PeriodRuleQuerySet",
    "PeriodRuleState",
    "PlanChange",
    "Recipient",
    "RecipientAnswer",
    "RecipientNotice",
    "RecipientRole",
    "RectificationItem",
    "RestoreReplay",
    "Restriction",
    "RestrictionChoice",
    "RestrictionGround",
    "RetentionApproval",
    "RetentionBatch",
    "RetentionForecast",
    "RetentionLine",
    "RetentionRun",
    "RetentionRunRule",
    "ReviewWhen",
    "RuleAction",
    "RuleTrial",
    "RunRuleState",
    "RunState",
    "Statement",
    "SubjectKind",
    "Suppression",
    "ToldBy",
    "TrialKind",
    "UnclearReason",
    "VoucherNote",
    "Weakening",
    "WeakeningKind",
]
