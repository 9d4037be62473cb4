"""Tables of privacy that hold nothing about persons of the register."""

from django.utils.translation import gettext_lazy as _

from registry.seams.personal_data import exempt_table

exempt_table(
    "privacy_activity", _("The record of processing describes activities, not people.")
)
exempt_table(
    "privacy_activity_recipients", _("Which organisations get data from an activity.")
)
exempt_table("privacy_balancingtest", _("Assessments of activities, by staff."))
exempt_table(
    "privacy_recipient", _("Organisations that get data from us, not persons.")
)
exempt_table(
    "privacy_periodrule",
    _("Rules of retention: periods, reasons, and the staff who decided them."),
)
exempt_table(
    "privacy_ruletrial", _("Trials of rules of retention: numbers by month only.")
)
exempt_table("privacy_noticeversion", _("Published versions of the notice."))
exempt_table("privacy_noticetext", _("The published words of the notice."))
exempt_table(
    "privacy_caseplan", _("Plans: numbers of rows and names of fields, no values.")
)
exempt_table(
    "privacy_accesspackage",
    _("Which packages exist; the files live for days and go with an erasure."),
)
exempt_table(
    "privacy_certificate",
    _(
        "Proofs without personal data; what the last search needs is encrypted until "
        "it is done, then blanked."
    ),
)
exempt_table("privacy_retentionrun", _("Runs of retention: numbers only."))
exempt_table(
    "privacy_retentionforecast", _("Forecasts of retention: numbers by month only.")
)
exempt_table(
    "privacy_retentionrunrule", _("What each rule lets go in a run: numbers only.")
)
exempt_table(
    "privacy_retentionapproval", _("Which member of staff approved which plan.")
)
exempt_table(
    "privacy_retentionbatch", _("Batches of retention: numbers and keys of lines.")
)
exempt_table(
    "privacy_journalmark",
    _("Numbers and digests of the erasure journal's entries; no person can be told."),
)
exempt_table(
    "privacy_restorereplay",
    _("Replays after a restore: numbers, and keys of people whom a legal hold keeps."),
)
exempt_table(
    "privacy_canarymail",
    _("Tests of the mailbox: times and digests of random marks; no person."),
)
exempt_table(
    "privacy_letterreview", _("Which member of staff read the words of which letter.")
)
