"""Which role opens which address. An address that is not here fails the build.

Add the url name with the roles that may open it. Arguments are filled in by name from
``tests.permission_world``; what a page does with POST is tested where the page is.
"""

from typing import Final

SALES: Final = "sales"
MARKETING: Final = "marketing"
DPO: Final = "dpo"
ADMINISTRATOR: Final = "administrator"
AUDITOR: Final = "auditor"
NO_ROLE: Final = "no_role"
ANONYMOUS: Final = "anonymous"

ROLES: Final = (SALES, MARKETING, DPO, ADMINISTRATOR, AUDITOR)
STAFF: Final = frozenset({*ROLES, NO_ROLE})
EVERYBODY: Final = frozenset({*STAFF, ANONYMOUS})
NOBODY: Final = frozenset[str]()

READS_REGISTER = frozenset({SALES, MARKETING, DPO, AUDITOR})
READS_DEALINGS = frozenset({SALES, DPO, AUDITOR})
WORKS = frozenset({SALES})
READS_STAFF = frozenset({ADMINISTRATOR, DPO, AUDITOR})
READS_PARTNERS = frozenset({SALES, MARKETING, DPO, ADMINISTRATOR, AUDITOR})
READS_RULES = frozenset({DPO, ADMINISTRATOR, AUDITOR})
READS_AUDIT = frozenset({DPO, AUDITOR})
READS_PRIVACY = frozenset({DPO, AUDITOR})
DECIDES = frozenset({DPO})
WISHES = frozenset({SALES, MARKETING, DPO})
READS_IMPORTS = frozenset({SALES, ADMINISTRATOR, DPO, AUDITOR})


def pages_of(
    model: str, *, reads: frozenset[str], adds: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Django's own pages of a model: nobody deletes."""
    start = f"admin:{model}"
    reading = {f"{start}_{page}": reads for page in ("changelist", "change", "history")}
    return {**reading, f"{start}_add": adds, f"{start}_delete": NOBODY}


MATRIX: dict[str, frozenset[str]] = {
    "admin:index": STAFF,
    "admin:login": EVERYBODY,
    "admin:logout": EVERYBODY,
    "admin:password_change": STAFF,
    "admin:password_change_done": STAFF,
    "admin:language": STAFF,
    "admin:jsi18n": EVERYBODY,
    "admin:search": READS_REGISTER,
    "admin:autocomplete": NOBODY,
    "admin:view_on_site": NOBODY,
    "admin:app_list": NOBODY,
    "admin:registry_person_changelist": READS_REGISTER,
    "admin:registry_person_change": READS_REGISTER,
    "admin:registry_person_history": READS_REGISTER,
    "admin:registry_person_add": WORKS,
    "admin:registry_person_edit": WORKS,
    "admin:registry_person_part": WORKS,
    "admin:registry_person_end": WORKS,
    "admin:registry_person_reveal": READS_PRIVACY,
    "admin:registry_person_delete": NOBODY,
    "admin:registry_company_changelist": READS_REGISTER,
    "admin:registry_company_change": READS_REGISTER,
    "admin:registry_company_history": READS_REGISTER,
    "admin:registry_company_add": WORKS,
    "admin:registry_company_edit": WORKS,
    "admin:registry_company_part": WORKS,
    "admin:registry_company_end": WORKS,
    "admin:registry_company_delete": NOBODY,
    "admin:registry_order_changelist": READS_REGISTER,
    "admin:registry_order_change": READS_REGISTER,
    "admin:registry_order_history": READS_REGISTER,
    "admin:registry_order_add": WORKS,
    "admin:registry_order_edit": WORKS,
    "admin:registry_order_move": WORKS,
    "admin:registry_order_invoice": WORKS,
    "admin:registry_order_delete": NOBODY,
    "admin:registry_partner_changelist": READS_PARTNERS,
    "admin:registry_partner_change": READS_PARTNERS,
    "admin:registry_partner_history": READS_PARTNERS,
    "admin:registry_partner_add": frozenset({ADMINISTRATOR}),
    "admin:registry_partner_delete": NOBODY,
    "admin:registry_staff_changelist": READS_STAFF,
    "admin:registry_staff_change": READS_STAFF,
    "admin:registry_staff_history": READS_STAFF,
    "admin:registry_staff_add": frozenset({ADMINISTRATOR}),
    "admin:registry_staff_delete": NOBODY,
    "admin:auth_user_password_change": frozenset({ADMINISTRATOR}),
    "admin:registry_auditentry_changelist": READS_AUDIT,
    "admin:registry_auditentry_change": READS_AUDIT,
    "admin:registry_auditentry_history": READS_AUDIT,
    "admin:registry_auditentry_add": NOBODY,
    "admin:registry_auditentry_delete": NOBODY,
    "admin:contacts_interaction_changelist": READS_DEALINGS,
    "admin:contacts_interaction_change": READS_DEALINGS,
    "admin:contacts_interaction_history": READS_DEALINGS,
    "admin:contacts_interaction_add": NOBODY,
    "admin:contacts_interaction_delete": NOBODY,
    "admin:contacts_log_person": WORKS,
    "admin:contacts_log_company": WORKS,
    "admin:contacts_promise_person": WORKS,
    "admin:contacts_followup_changelist": READS_DEALINGS,
    "admin:contacts_followup_change": READS_DEALINGS,
    "admin:contacts_followup_history": READS_DEALINGS,
    "admin:contacts_followup_done": WORKS,
    "admin:contacts_followup_add": NOBODY,
    "admin:contacts_followup_delete": NOBODY,
    **pages_of("registry_monthlyfigure", reads=READS_REGISTER, adds=NOBODY),
    **pages_of("registry_importrun", reads=READS_IMPORTS, adds=WORKS),
    "admin:registry_importrun_preview": WORKS,
    "admin:registry_importrun_start": WORKS,
    "admin:registry_importrun_cancel": WORKS,
    "admin:registry_importrun_refused_csv": WORKS,
    "admin:registry_importrun_refused_xlsx": WORKS,
    "admin:compliance": READS_PRIVACY,
    "admin:automated_rules": READS_PRIVACY,
    **pages_of("privacy_activity", reads=READS_PRIVACY, adds=DECIDES),
    **pages_of("privacy_balancingtest", reads=READS_PRIVACY, adds=DECIDES),
    "admin:privacy_balancingtest_approve": DECIDES,
    **pages_of("privacy_case", reads=READS_PRIVACY, adds=WISHES),
    "admin:privacy_case_taken": WISHES,
    "admin:privacy_case_certificate": DECIDES,
    "admin:privacy_case_approve": DECIDES,
    "admin:privacy_case_choose": DECIDES,
    "admin:privacy_case_ask": DECIDES,
    "admin:privacy_case_link": DECIDES,
    "admin:privacy_case_message": DECIDES,
    "admin:privacy_case_read": DECIDES,
    "admin:privacy_case_mention": DECIDES,
    "admin:privacy_case_refuse": DECIDES,
    "admin:privacy_case_restriction": DECIDES,
    "admin:privacy_case_search": DECIDES,
    "admin:privacy_case_unknown": DECIDES,
    "admin:privacy_case_weigh": DECIDES,
    "admin:privacy_case_erase_after": DECIDES,
    "admin:privacy_case_extend": DECIDES,
    "admin:privacy_case_resend": DECIDES,
    "admin:privacy_case_posted": DECIDES,
    "admin:privacy_case_drop": DECIDES,
    "admin:privacy_case_preview": DECIDES,
    "admin:privacy_case_print": DECIDES,
    **pages_of("privacy_consentevent", reads=READS_PRIVACY, adds=WISHES),
    **pages_of("privacy_incomingmail", reads=READS_PRIVACY, adds=NOBODY),
    "admin:privacy_incomingmail_sort": DECIDES,
    **pages_of("privacy_disclosure", reads=READS_PRIVACY, adds=DECIDES),
    **pages_of("privacy_legalhold", reads=READS_PRIVACY, adds=DECIDES),
    "admin:privacy_legalhold_release": DECIDES,
    "admin:privacy_legalhold_review": DECIDES,
    "admin:privacy_legalhold_export": READS_PRIVACY,
    **pages_of("privacy_weakening", reads=READS_PRIVACY, adds=NOBODY),
    "admin:privacy_weakening_confirm": DECIDES,
    "admin:privacy_weakening_withdraw": DECIDES,
    **pages_of("privacy_noticedelivery", reads=READS_PRIVACY, adds=DECIDES),
    **pages_of("privacy_noticeversion", reads=READS_PRIVACY, adds=DECIDES),
    **pages_of("privacy_objection", reads=READS_PRIVACY, adds=WISHES),
    "admin:privacy_objection_decide": DECIDES,
    **pages_of("privacy_recipient", reads=READS_PRIVACY, adds=DECIDES),
    **pages_of("privacy_recipientnotice", reads=READS_PRIVACY, adds=NOBODY),
    "admin:privacy_recipientnotice_export": READS_PRIVACY,
    "admin:privacy_recipientnotice_answered": DECIDES,
    "admin:privacy_recipientnotice_excuse": DECIDES,
    "admin:privacy_recipientnotice_send": DECIDES,
    **pages_of("privacy_restriction", reads=READS_PRIVACY, adds=DECIDES),
    "admin:privacy_restriction_announce": DECIDES,
    "admin:privacy_restriction_begin": DECIDES,
    "admin:privacy_restriction_calloff": DECIDES,
    "admin:privacy_restriction_export": READS_PRIVACY,
    "admin:privacy_restriction_lift": DECIDES,
    **pages_of("privacy_suppression", reads=READS_PRIVACY, adds=NOBODY),
    **pages_of("privacy_periodrule", reads=READS_RULES, adds=DECIDES),
    "admin:privacy_periodrule_export": READS_RULES,
    "admin:privacy_periodrule_edit": DECIDES,
    "admin:privacy_periodrule_off": DECIDES,
    "admin:privacy_periodrule_withdraw": DECIDES,
    "admin:privacy_periodrule_on": DECIDES,
    "admin:privacy_periodrule_try": DECIDES,
    "admin:privacy_periodrule_cancel": DECIDES,
    **pages_of("privacy_retentionrun", reads=READS_PRIVACY, adds=NOBODY),
    "admin:privacy_retentionrun_start": DECIDES,
    "admin:privacy_retentionrun_lines": READS_PRIVACY,
    "admin:privacy_retentionrun_export": DECIDES,
    "admin:privacy_retentionrun_hold": DECIDES,
    "admin:privacy_retentionrun_approve": DECIDES,
    "admin:privacy_retentionrun_cancel": DECIDES,
    "admin:privacy_retentionrun_receipt": READS_PRIVACY,
    "admin:privacy_retentionrun_upcoming": READS_PRIVACY,
    "admin:privacy_retentionrun_upcoming_export": DECIDES,
    "admin:privacy_retentionrun_forecast": DECIDES,
    "admin:privacy_record_consent": WISHES,
    "admin:privacy_record_objection": WISHES,
    "admin:privacy_record_prohibition": WISHES,
    "admin:privacy_withdraw_consent": WISHES,
    "admin:why_company": READS_REGISTER,
    "admin:why_order": READS_REGISTER,
    "admin:why_person": READS_REGISTER,
    "admin:why_row": READS_DEALINGS,
    "demo_mail": EVERYBODY,
    "demo_mail_detail": EVERYBODY,
    "health_live": EVERYBODY,
    "health_ready": EVERYBODY,
    "privacy:notice": EVERYBODY,
    "privacy:data": EVERYBODY,
    "schemas:docs": EVERYBODY,
    "schemas:schema": EVERYBODY,
    "schemas:schema_version": EVERYBODY,
    "privacy:version": EVERYBODY,
    "privacy:versions": EVERYBODY,
    "privacy:difference": EVERYBODY,
    "privacy:recipient_answer": EVERYBODY,
    "privacy:request": EVERYBODY,
    "privacy:request_sent": EVERYBODY,
    "privacy:request_confirm": EVERYBODY,
    "privacy:request_identity": EVERYBODY,
    "privacy:request_link": EVERYBODY,
    "privacy:request_link_sent": EVERYBODY,
    "privacy:request_list": EVERYBODY,
    "privacy:request_message": EVERYBODY,
    "privacy:request_case": EVERYBODY,
    "privacy:request_package": EVERYBODY,
    "privacy:request_certificate": EVERYBODY,
    "privacy:request_withdraw": EVERYBODY,
}
