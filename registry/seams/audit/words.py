"""The audit trail in the words of people: staff, and the person herself (Art. 15)."""

from __future__ import annotations

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop

ACTIONS = {
    "activity.ended": gettext_noop("Processing activity ended"),
    "balancing_test.approved": gettext_noop("Balancing test approved"),
    "case": gettext_noop("Request handled"),
    "case.agreed": gettext_noop("Request approved by a second person"),
    "case.approved": gettext_noop("Request approved"),
    "case.completed": gettext_noop("The rest of the data erased"),
    "case.confirmed": gettext_noop("Request confirmed by the person"),
    "case.erased": gettext_noop("Data erased"),
    "case.erasure_follows": gettext_noop("Erasure opened after an objection"),
    "case.erasure_proposed": gettext_noop("Erasure opened after another request"),
    "case.expired": gettext_noop("Unconfirmed request deleted"),
    "case.exported": gettext_noop("Data given to the person"),
    "case.extended": gettext_noop("Time to answer extended"),
    "case.extension_decided": gettext_noop("Extension of the time decided"),
    "case.extension_late": gettext_noop("Notice of extension late: not extended"),
    "case.granted": gettext_noop("Request granted"),
    "case.identity_asked": gettext_noop("Person asked who she is"),
    "case.identity_link_sent": gettext_noop(
        "Single-use link sent to the person's own address"
    ),
    "case.identity_reminded": gettext_noop("Person reminded to show who she is"),
    "case.identity_shown": gettext_noop("Identity shown by the single-use link"),
    "case.identity_silent": gettext_noop("Request closed: nobody showed who asks"),
    "case.message_read": gettext_noop("Message about the request read"),
    "case.message_received": gettext_noop("Message about the request received"),
    "case.message_sent": gettext_noop("Message about the request sent"),
    "case.list_exported": gettext_noop("List of requests exported"),
    "case.no_person": gettext_noop("No person found for the request"),
    "case.overdue": gettext_noop("Requests overdue"),
    "case.person_chosen": gettext_noop("Person of the request chosen"),
    "case.received": gettext_noop("Request received"),
    "case.refused": gettext_noop("Request refused"),
    "case.registered": gettext_noop("Request written down by staff"),
    "case.reopened": gettext_noop("Request opened again"),
    "case.restriction_chosen": gettext_noop("Chosen what is restricted"),
    "case.sent_back": gettext_noop("Decision sent back by a second person"),
    "case.stopped": gettext_noop("Execution stopped, to be decided again"),
    "case.viewed": gettext_noop("Request looked at"),
    "case.withdrawn": gettext_noop("Request withdrawn by the person"),
    "certificate": gettext_noop("Certificate of erasure settled"),
    "clock.checked": gettext_noop("Last days of storage checked"),
    "clock.differs": gettext_noop("Last day of storage corrected"),
    "company.address_added": gettext_noop("Address of a company added"),
    "company.address_removed": gettext_noop("Address of a company removed"),
    "company.changed": gettext_noop("Company changed"),
    "company.created": gettext_noop("Company added"),
    "company.einvoice_added": gettext_noop("E-invoice address added"),
    "company.einvoice_address_removed": gettext_noop("E-invoice address removed"),
    "company.viewed": gettext_noop("Company looked at"),
    "consent": gettext_noop("Consent recorded"),
    "consent.withdrawn": gettext_noop("Withdrawal of consent recorded"),
    "disclosure.recorded": gettext_noop("Disclosure recorded"),
    "fact.put_back": gettext_noop("Legal fact put back after a restore"),
    "figures.exported": gettext_noop("Monthly figures exported"),
    "follow_up.added": gettext_noop("Follow-up added"),
    "follow_up.corrected": gettext_noop("Follow-up corrected"),
    "follow_up.finished": gettext_noop("Follow-up done"),
    "guard.differs": gettext_noop("Protection corrected"),
    "hold.exported": gettext_noop("List of legal holds exported"),
    "hold.placed": gettext_noop("Legal hold placed"),
    "hold.released": gettext_noop("Legal hold released"),
    "hold.reviewed": gettext_noop("Legal hold reviewed"),
    "hold.viewed": gettext_noop("Legal hold looked at"),
    "import.cancelled": gettext_noop("Import cancelled"),
    "import.exported": gettext_noop("Report of an import downloaded"),
    "import.previewed": gettext_noop("Import previewed"),
    "import.started": gettext_noop("Import started"),
    "import.viewed": gettext_noop("Import looked at"),
    "import.written": gettext_noop("Data imported from a file"),
    "incoming_mail": gettext_noop("Incoming mail sorted"),
    "incoming_mail.expired": gettext_noop(
        "Row of incoming mail deleted after its days"
    ),
    "incoming_mail.viewed": gettext_noop("Incoming mail looked at"),
    "incoming_mail.unsorted": gettext_noop("Incoming mail deleted unsorted"),
    "interaction": gettext_noop("Contact or note recorded"),
    "interaction.corrected": gettext_noop("Contact or note corrected"),
    "letter.dropped": gettext_noop("Letter will not be sent"),
    "letter.posted": gettext_noop("Posting of a letter recorded"),
    "letter.printed": gettext_noop("Letter printed"),
    "letter.resent": gettext_noop("Letter sent again"),
    "letter.reviewed": gettext_noop("Words of a letter reviewed"),
    "mention": gettext_noop("Mention of the person decided"),
    "notice.delivered": gettext_noop("Privacy notice given"),
    "notice.published": gettext_noop("Privacy notice published"),
    "objection.decided": gettext_noop("Objection decided"),
    "objection.upheld_by_default": gettext_noop(
        "Objection upheld because nobody decided in time"
    ),
    "order.changed": gettext_noop("Draft of an order changed"),
    "order.drafted": gettext_noop("Draft of an order written"),
    "order.moved": gettext_noop("Order moved on"),
    "order.placed": gettext_noop("Order placed"),
    "order.viewed": gettext_noop("Order looked at"),
    "package.downloaded": gettext_noop("Data downloaded by the person"),
    "partner.added": gettext_noop("Partner added"),
    "person.corrected": gettext_noop("Person's data corrected at her request"),
    "person.changed": gettext_noop("Person's data changed"),
    "person.created": gettext_noop("Person added"),
    "person.email_added": gettext_noop("E-mail address added"),
    "person.email_removed": gettext_noop("E-mail address removed"),
    "person.erased_again": gettext_noop("Person erased again after a restore"),
    "person.exported": gettext_noop("Person's data written to a file by staff"),
    "person.kind_followed": gettext_noop("Kind of customer followed the relationship"),
    "person.phone_added": gettext_noop("Phone number added"),
    "person.phone_removed": gettext_noop("Phone number removed"),
    "person.position_ended": gettext_noop("Position ended"),
    "person.position_taken": gettext_noop("Position recorded"),
    "person.primary_chosen": gettext_noop("Primary contact detail chosen"),
    "person.restricted_change": gettext_noop("Restricted data changed"),
    "person.restricted_look": gettext_noop("Restricted data looked at"),
    "person.viewed": gettext_noop("Person's data looked at"),
    "plan.change_taken_back": gettext_noop("Change of a plan taken back"),
    "plan.changed": gettext_noop("Plan of a request changed"),
    "purchases.imported": gettext_noop("Purchases imported from a file"),
    "rectification.decided": gettext_noop("Proposed correction decided"),
    "rectification.not_contested": gettext_noop("Correction not a dispute"),
    "rectification.proposed": gettext_noop("Correction proposed"),
    "rectification.withdrawn": gettext_noop("Proposed correction taken out"),
    "recipient.notice_exported": gettext_noop("Notices to recipients exported"),
    "recipient.notice_queued": gettext_noop("Recipient to be told"),
    "recipient.notice_settled": gettext_noop("Notice to a recipient settled"),
    "relationship.end_withdrawn": gettext_noop("End of a relationship taken back"),
    "relationship.ended": gettext_noop("End of a relationship recorded"),
    "remainder.completed": gettext_noop("What was kept after an erasure let go"),
    "remainder.exported": gettext_noop("List of what is still kept exported"),
    "remainder.opened": gettext_noop("Something kept after an erasure"),
    "remainder.residue": gettext_noop(
        "Completing an erasure stopped: something was left"
    ),
    "restore.opened": gettext_noop("Register opened after a restore"),
    "restore.replayed": gettext_noop("Erasure journal applied again"),
    "restriction.announced": gettext_noop(
        "Person told of the lifting of a restriction"
    ),
    "restriction.exported": gettext_noop("List of restrictions exported"),
    "restriction.lifted": gettext_noop("Restriction lifted"),
    "restriction.lifting_begun": gettext_noop("Lifting of a restriction begun"),
    "restriction.lifting_called_off": gettext_noop(
        "Lifting of a restriction called off"
    ),
    "restriction.opened": gettext_noop("Processing restricted"),
    "restriction.viewed": gettext_noop("Restriction looked at"),
    "retention": gettext_noop("Retention run"),
    "retention.approved": gettext_noop("Retention run approved"),
    "retention.cancelled": gettext_noop("Retention run cancelled"),
    "retention.done": gettext_noop("Retention run finished"),
    "retention.erased": gettext_noop("Erased at the end of the storage period"),
    "retention.explained": gettext_noop("Asked why the data is still stored"),
    "retention.exported": gettext_noop("Shown in an exported list of retention"),
    "retention.forecast_asked": gettext_noop("Forecast of retention asked for"),
    "retention.held_back": gettext_noop("Row taken out of a retention run"),
    "retention.lines_viewed": gettext_noop("Shown in the list of a retention run"),
    "retention.planned": gettext_noop("Retention run planned"),
    "retention.receipt_downloaded": gettext_noop("Receipt of a run downloaded"),
    "retention.run": gettext_noop("Retention run"),
    "retention.upcoming_viewed": gettext_noop("Shown in the list of what leaves soon"),
    "rule.changed": gettext_noop("Rule of retention changed"),
    "rule.exported": gettext_noop("Rules of retention downloaded"),
    "rule.proposed": gettext_noop("Rule of retention proposed"),
    "rule.switched_off": gettext_noop("Rule of retention switched off"),
    "rule.switched_on": gettext_noop("Rule of retention switched on"),
    "rule.tried": gettext_noop("Rule of retention tried out"),
    "rule.withdrawn": gettext_noop("Proposed rule of retention withdrawn"),
    "search.run": gettext_noop("Shown among the hits of a search"),
    "voucher_note.settled": gettext_noop("Credit note or new invoice recorded"),
    "voucher_note.written": gettext_noop("Wrong details on an invoice noted"),
    "weakening.carried_out": gettext_noop("Weakening of protection carried out"),
    "weakening.confirmed": gettext_noop("Weakening of protection confirmed"),
    "weakening.failed": gettext_noop("Weakening of protection could not be done"),
    "weakening.requested": gettext_noop("Weakening of protection asked for"),
    "weakening.withdrawn": gettext_noop("Weakening of protection withdrawn"),
}
"""Action → words; an action with a tail of its own (``case.stopped_held``) falls back
on the longest head that stands here."""

VERBS = {
    "added": gettext_noop("added"),
    "changed": gettext_noop("changed"),
    "deleted": gettext_noop("deleted"),
    "viewed": gettext_noop("looked at"),
}

ROLES = {
    "system": gettext_noop("the system"),
    "sales": gettext_noop("sales"),
    "marketing": gettext_noop("marketing"),
    "dpo": gettext_noop("data protection officer"),
    "administrator": gettext_noop("administrator"),
    "auditor": gettext_noop("auditor"),
}


def action_label(action: str) -> str:
    """The act in the active language; the bare code where nobody has named it."""
    words = _named(action)
    return gettext(words) if words else _of_model(action) or action


def _of_model(action: str) -> str:
    """«Legal hold: added», for acts that the admin names after a model."""
    name, _dot, verb = action.partition(".")
    model = next((m for m in apps.get_models() if m._meta.model_name == name), None)
    if model is None or verb not in VERBS:
        return ""
    return f"{capfirst(str(model._meta.verbose_name))}: {gettext(VERBS[verb])}"


def role_label(roles: str) -> str:
    """The roles of an entry (comma-separated) in the active language."""
    return ", ".join(gettext(ROLES[r]) if r in ROLES else r for r in _split(roles))


def _named(action: str) -> str | None:
    if action in ACTIONS:
        return ACTIONS[action]
    head = action.rpartition("_")[0] if "_" in action else action.rpartition(".")[0]
    return _named(head) if head else None


def _split(roles: str) -> list[str]:
    return [role for role in roles.split(",") if role]
