"""The gate's reasons in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "no_gate": _("No rule allows it."),
    "no_rule": _("No rule allows it."),
    "unknown_person": _("The person is not in the register."),
    "restricted_18_2": _("Processing is restricted (GDPR Art. 18(2))."),
    "no_contact_data": _("There is no address or number for this channel."),
    "inaccurate_source": _("The address is a guess, not given by anybody."),
    "objection_21_1": _(
        "The person objected on grounds of their own (GDPR Art. 21(1))."
    ),
    "objection_21_2": _("The person objected to direct marketing (GDPR Art. 21(2))."),
    "not_informed": _("The person has not been told of the processing yet."),
    "no_channel": _("No channel was named."),
    "service_message": _("It is a service message, not marketing."),
    "suppressed": _("The address or number is on the suppression list."),
    "organisation_ban": _("The company has forbidden marketing."),
    "restriction_register": _("The number is on a register of telephone refusals."),
    "opt_out_channel": _("Allowed until the person objects."),
    "consent": _("The person has consented."),
    "consent_withdrawn": _("The person withdrew the consent."),
    "existing_customer_exception": _("Allowed to an existing customer."),
    "soft_optin_incomplete": _("The terms for existing customers are not all met."),
    "organisation_opt_out": _("Work address: allowed until it is forbidden."),
    "role_not_documented": _("The person's work tasks are not recorded."),
    "consent_missing": _("There is no consent."),
}


def reason_words(reason: str) -> str:
    """The reason as a sentence; a code nobody has worded yet is shown as it is."""
    return str(WORDS.get(reason, reason))
