"""From a vector's words to the product's own functions and back. No rule lives here."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any, Final

from registry.law import (
    access,
    accounting,
    basis,
    deadlines,
    requests,
    restriction,
    retention,
)
from registry.law.calendar import public_holidays
from registry.law.identifiers.business_id import parse_business_id, parse_ovt_code
from registry.law.identifiers.guard import check_free_text
from registry.law.identifiers.phone import parse_phone
from registry.law.identifiers.postal_code import normalise_postal_code
from registry.law.relationship import Dealings
from tests.law_erasure import erasure_outcome
from tests.law_marketing import marketing_eligibility

Input = Mapping[str, Any]
Answer = dict[str, Any]
Adapter = Callable[[Input], Answer]


def _day(given: Input, key: str) -> date | None:
    return date.fromisoformat(given[key]) if given.get(key) else None


def _must(given: Input, key: str) -> date:
    return date.fromisoformat(given[key])


def as_json(value: Any) -> Any:
    """Dates as the vectors write them."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return value


def dsr_deadline(given: Input) -> Answer:
    due = deadlines.request_deadline(_must(given, "received_local_date"))
    return {**asdict(due), "raw_date": due.raw}


def dsr_receipt_date(given: Input) -> Answer:
    instant = datetime.fromisoformat(given["received_at_utc"])
    day = deadlines.receipt_date(instant, given["timezone"])
    due = deadlines.request_deadline(day)
    return {
        "received_local": deadlines.local_time(instant, given["timezone"]),
        "received_local_date": day,
        "raw_date": due.raw,
        "legal_due": due.legal_due,
    }


def dsr_extension(given: Input) -> Answer:
    extension = deadlines.extend_deadline(
        received_on=_must(given, "received_local_date"),
        notice_sent_on=_must(given, "extension_notice_sent"),
        reason=given["reason_given"],
    )
    return {**asdict(extension), "extension_valid": extension.valid}


def dsr_refusal_deadline(given: Input) -> Answer:
    return {
        "notice_due": deadlines.refusal_due(_must(given, "received_local_date")),
        "must_contain": deadlines.REFUSAL_MUST_CONTAIN,
    }


def dsr_identity_pause(given: Input) -> Answer:
    pause = deadlines.pause_for_identity(
        received_on=_must(given, "received_local_date"),
        asked_on=_must(given, "identity_info_requested"),
        answered_on=_day(given, "identity_info_received"),
        doubts=given["reasonable_doubts_recorded"],
        max_days_to_ask=given.get("max_days_to_ask"),
    )
    return {**asdict(pause), "pause_valid": pause.valid, "pause_days": pause.days}


def breach_72h(given: Input) -> Answer:
    return asdict(deadlines.breach_deadline(datetime.fromisoformat(given["aware_at"])))


def art14_notice_due(given: Input) -> Answer:
    due = deadlines.partner_notice_due(
        obtained_on=_must(given, "obtained"),
        first_communication_on=_day(given, "first_communication_planned"),
        first_disclosure_on=_day(given, "first_disclosure_planned"),
    )
    return {"due": due, "shifted_to_working_day": False}


def holiday_calendar(given: Input) -> Answer:
    assert given["country"] == "FI"
    holidays = public_holidays(given["year"])
    first = date(given["year"], 1, 1)
    year = [first + timedelta(days=number) for number in range(366)]
    return {
        "public_holidays": sorted(holidays),
        "not_public_holidays": [day for day in year if day not in holidays],
    }


def _cap_of(given: Input, today: date | None) -> retention.NoticeCap:
    if given["status"] == "prospect":
        return retention.prospect_cap(_must(given, "collected"))
    if given["status"] == "note":
        return retention.note_cap(_must(given, "note_date"))
    dealings = Dealings(
        ended=_day(given, "relationship_ended"),
        new_order=_day(given, "new_order"),
        ended_again=_day(given, "relationship_ended_again"),
        last_business_event=_day(given, "last_business_event"),
    )
    months = given.get("inactivity_months")
    if given["status"] == "customer":
        return retention.customer_cap(dealings, today=today, inactivity_months=months)
    return retention.contact_person_cap(
        left_company=_day(given, "person_left_company"),
        company=dealings,
        today=today,
        inactivity_months=months,
    )


def retention_notice_cap(given: Input) -> Answer:
    today = _day(given, "today")
    cap = _cap_of(given, today)
    return {
        "anchor": cap.anchor,
        "last_day_of_storage": cap.last_day,
        "erase_from": cap.erase_from,
        "relationship": cap.relationship,
        "detected_on_or_after": cap.detected_on,
        "on_today": retention.verdict_on(today, cap.last_day) if today else None,
    }


def retention_purpose(given: Input) -> Answer:
    return asdict(
        retention.purpose_period(
            purpose=given["purpose"],
            start=_must(given, "start"),
            today=_must(given, "today"),
            months=given.get("months"),
        )
    )


def retention_accounting(given: Input) -> Answer:
    year_end = _must(given, "financial_year_end")
    return {
        "voucher_last_day": accounting.voucher_last_day(year_end),
        "books_last_day": accounting.books_last_day(year_end),
    }


def retention_combined(given: Input) -> Answer:
    return asdict(
        accounting.combine_periods(
            relationship_ended=_must(given, "relationship_ended"),
            financial_year_end=_must(given, "financial_year_end"),
            legal_hold_until=_day(given, "legal_hold_until"),
        )
    )


def retention_hold(given: Input) -> Answer:
    outcome = retention.after_hold(
        cap=_must(given, "notice_cap"),
        held=given["legal_hold"],
        released=_day(given, "hold_released"),
        grace_days=given.get("grace_days"),
    )
    return asdict(outcome)


def retention_restricted(given: Input) -> Answer:
    return asdict(
        retention.at_cap_while_restricted(
            cap=_must(given, "notice_cap"),
            ground=given["restriction_ground"],
            today=_must(given, "today"),
        )
    )


def retention_backup(given: Input) -> Answer:
    return {
        "gone_from_backups_by": retention.gone_from_backups_by(
            _must(given, "erased_on"), given.get("backup_rotation_days")
        ),
        "on_restore": retention.ON_RESTORE,
    }


def retention_statistics(given: Input) -> Answer:
    publish = retention.may_publish_cell(
        group_size=given["group_size"],
        threshold=given.get("threshold"),
        direct_identifiers=given.get("direct_identifiers", False),
    )
    return {"publish": publish, "action": None if publish else "merge_or_suppress"}


def business_id(given: Input) -> Answer:
    parsed = parse_business_id(given["raw"])
    return {**asdict(parsed), "valid": parsed.valid, "vat_number": parsed.vat_number}


def ovt_code(given: Input) -> Answer:
    parsed = parse_ovt_code(given["raw"])
    return {
        "valid": parsed.valid,
        "business_id": parsed.normalised,
        "reason": parsed.reason,
    }


def phone(given: Input) -> Answer:
    parsed = parse_phone(given["raw"], default_country=given["default_country"])
    return {"valid": parsed.valid, "e164": parsed.e164, "type": parsed.kind}


def postal_code(given: Input) -> Answer:
    code = normalise_postal_code(given["raw"], country=given["country"])
    return {"valid": code is not None, "normalised": code}


def hetu_guard(given: Input) -> Answer:
    message = check_free_text(given["free_text"])
    return {"blocked": message is not None, "message": message}


def lawful_basis(given: Input) -> Answer:
    found = basis.lawful_basis(given["purpose"], given.get("party", "any"))
    return {"basis": found.basis, "not": found.ruled_out, "plus": found.also_needed}


def identity_check(given: Input) -> Answer:
    return asdict(requests.judge_identity(given["offered"]))


def excessive_request(given: Input) -> Answer:
    return asdict(
        requests.judge_excess(
            evidence_of_abuse=given["evidence_of_abuse"],
            decided_by=given.get("decided_by", ""),
        )
    )


def access_package(given: Input) -> Answer:
    return {
        "required_sections": access.REQUIRED_SECTIONS,
        "electronic_by_default": access.ELECTRONIC_BY_DEFAULT,
        **asdict(access.copy_fee(given.get("copy_number", 1))),
        "third_party_names": access.THIRD_PARTY_NAMES,
        "refuse_whole": access.REFUSE_WHOLE,
        "give": access.TOLD_OF_VIEWS,
        "employee_names": access.EMPLOYEE_NAMES,
    }


def restricted_use(given: Input) -> Answer:
    facts = {k: v for k, v in given.items() if k not in ("action", "ground")}
    return {"allowed": restriction.may_use_restricted(given["action"], **facts)}


VECTOR_BASES: Final[Mapping[str, basis.Basis]] = {
    "consent": basis.CONSENT,
    "contract": basis.CONTRACT,
    "legal_obligation": basis.DUTY,
    "legitimate_interest": basis.INTEREST,
}


def portability_scope(given: Input) -> Answer:
    scope = basis.portability_scope(
        provided=given["provided_by_subject"],
        basis=VECTOR_BASES[given["legal_basis"]],
    )
    return {
        "included": scope.included,
        "but": scope.instead,
        "format": scope.format,
    }


ADAPTERS: Final[dict[str, Adapter]] = {
    adapter.__name__: adapter
    for adapter in (
        dsr_deadline,
        dsr_receipt_date,
        dsr_extension,
        dsr_refusal_deadline,
        dsr_identity_pause,
        breach_72h,
        art14_notice_due,
        holiday_calendar,
        retention_notice_cap,
        retention_purpose,
        retention_accounting,
        retention_combined,
        retention_hold,
        retention_restricted,
        retention_backup,
        retention_statistics,
        business_id,
        ovt_code,
        phone,
        postal_code,
        hetu_guard,
        marketing_eligibility,
        lawful_basis,
        portability_scope,
        access_package,
        restricted_use,
        identity_check,
        excessive_request,
        erasure_outcome,
    )
}
