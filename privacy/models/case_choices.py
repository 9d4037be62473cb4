"""Closed words of data subject requests."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseKind(TextChoices):
    """What is asked for: the rights of Art. 7(3), 15–18, 20 and 21."""

    ACCESS = "access", _("Access to my data")
    PORTABILITY = "portability", _("My data in machine-readable form")
    RECTIFICATION = "rectification", _("Rectification")
    ERASURE = "erasure", _("Erasure")
    RESTRICTION = "restriction", _("Restriction of processing")
    OBJECTION = "objection", _("Objection to processing")
    MARKETING_OBJECTION = "marketing_objection", _("Objection to direct marketing")
    CONSENT_WITHDRAWAL = "consent_withdrawal", _("Withdrawal of consent")


EXPORT_KINDS = frozenset({CaseKind.ACCESS, CaseKind.PORTABILITY})
AT_ONCE_KINDS = frozenset({CaseKind.MARKETING_OBJECTION, CaseKind.CONSENT_WITHDRAWAL})


class CaseChannel(TextChoices):
    """How the request reached us: any way will do (Art. 12(2), P49)."""

    WEB_FORM = "web_form", _("Web form")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    MEETING = "meeting", _("Meeting")
    LETTER = "letter", _("Letter")
    FAIR = "fair", _("Trade fair or other event")
    COMMAND = "command", _("Command line")


class CaseState(TextChoices):
    """Where the request stands. ``APPROVED`` waits for its worker."""

    UNCONFIRMED = "unconfirmed", _("Waiting for the person's confirmation")
    OPEN = "open", _("To be decided")
    SECOND = "second", _("Waiting for a second person")
    APPROVED = "approved", _("Approved, being carried out")
    CLOSED = "closed", _("Closed")


class CaseOutcome(TextChoices):
    """How a closed request ended."""

    NONE = "", _("Not yet")
    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Partly granted")
    REFUSED = "refused", _("Refused")
    NO_PERSON = "no_person", _("No person found")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person")


class RefusalGround(TextChoices):
    """Grounds a refusal may stand on. A legitimate interest alone is none (P48)."""

    NOT_IDENTIFIED = "not_identified", _("Identity not shown – GDPR Art. 12(2), 12(6)")
    EXCESSIVE = "excessive", _("Manifestly unfounded or excessive – GDPR Art. 12(5)")
    NO_GROUND = "no_ground", _("No ground of Art. 17(1), 18(1) or 21(1) is met")
    LEGAL_DUTY = "legal_duty", _("Legal obligation – GDPR Art. 17(3)(b)")
    LEGAL_CLAIMS = "legal_claims", _("Legal claims – GDPR Art. 17(3)(e)")
    COMPELLING = "compelling", _("Compelling grounds – GDPR Art. 21(1)")
    DATA_CORRECT = "data_correct", _("The data is accurate – GDPR Art. 16")
    NATIONAL_LIMIT = "national_limit", _("Data Protection Act 1050/2018, 33–34 §")


class IdentityMethod(TextChoices):
    """How the person showed who she is; never a copy of a document (Art. 12(6))."""

    NONE = "", _("Not shown")
    ADDRESS = "address", _("Control of the e-mail address on file")
    CODE = "code", _("Single-use link to her own address on file")
    KNOWN = "known", _("Known to the staff member from dealings")
    CALL_BACK = "call_back", _("Called back on the number on file")
    LETTER = "letter", _("Signed letter that the person sent unasked")
    CODE_ONLY = "code_only", _("Only a name or a personal identity code")


class CaseBlock(TextChoices):
    """Why the last attempt to carry it out stopped; the officer decides anew."""

    NONE = "", _("Nothing")
    HELD = "held", _("The person is under a legal hold (Art. 17(3)(e))")
    RESTRICTED = "restricted", _("Restricted for the person's legal claims (18(1)(c))")
    PLAN_CHANGED = "plan_changed", _("The data changed after the decision")
    MENTIONS = "mentions", _("Other rows that speak of the person are not decided")
    SECOND_NO = "second_no", _("The second person did not agree")
    RESIDUE = "residue", _("Something was left after erasing; nothing was erased")


class ClockState(TextChoices):
    """How the statutory time of a request runs (Art. 12(3), 12(6))."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused: we have asked who is asking")
    EXTENDED = "extended", _("Extended")
