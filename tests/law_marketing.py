"""From the words of a marketing vector to the facts that the gate's rules ask about."""

from collections.abc import Mapping
from typing import Any

from privacy.gate import answer_facts
from registry.seams.gate import Purpose

CHANNELS = {"email", "sms", "post", "robocall", "phone"}
SOFT_OPT_IN = {
    "address_from_sale": "address_obtained_in_sale",
    "own_similar_products": "own_similar_products",
    "refusal_offered_at_collection": "optout_offered_at_collection",
    "refusal_in_every_message": "optout_in_every_message",
}


def marketing_eligibility(given: Mapping[str, Any]) -> dict[str, Any]:
    """The gate's own rules on the vector's facts."""
    decision = answer_facts(purpose=Purpose.MARKETING, facts=facts_of(given))
    return {"allowed": decision.allowed, "reason": decision.reason}


def facts_of(given: Mapping[str, Any]) -> dict[str, bool]:
    return {
        **_channel(given),
        **_recipient(given),
        **_legal(given),
        **_soft_opt_in(given.get("soft_optin")),
        "promotes": given["message"] == "marketing"
        or bool(given.get("contains_promotion")),
        "carries_notice": bool(given.get("message_carries_notice")),
        "guessed_address": given.get("address_origin") == "guessed_from_name_pattern",
        "refusal_register_hit": bool(given.get("restriction_register_hit")),
    }


def _channel(given: Mapping[str, Any]) -> dict[str, bool]:
    asked = given["channel"].removesuffix("_human")
    return {"reachable": True, **{name: name == asked for name in CHANNELS}}


def _recipient(given: Mapping[str, Any]) -> dict[str, bool]:
    contact = given["recipient"] == "company_contact"
    return {
        "natural": given["recipient"] in ("consumer", "sole_trader"),
        "generic_address": given["recipient"] == "organisation_generic",
        "customer": given["relation"] == "customer",
        "tasks_concerned": contact and bool(given.get("role_relevant")),
        "tasks_documented": contact and bool(given.get("role_evidence")),
    }


def _legal(given: Mapping[str, Any]) -> dict[str, bool]:
    same_channel = given.get("consent_channel") in (None, given["channel"])
    consented = given["consent"] == "given" and same_channel
    reopened = consented and bool(given.get("consent_after_objection"))
    return {
        "consented": consented,
        "consent_withdrawn": given["consent"] == "withdrawn" and same_channel,
        "objected": given["objection"] == "direct_marketing" and not reopened,
        "suppressed": bool(given.get("suppression_hash_match")),
        "restricted": given["restricted"],
        "informed": given["informed"],
        "company_prohibits": given["company_ban"],
    }


def _soft_opt_in(claimed: Mapping[str, Any] | None) -> dict[str, bool]:
    claims = claimed or {}
    return {
        "soft_opt_in_claimed": claimed is not None,
        **{fact: bool(claims.get(word)) for fact, word in SOFT_OPT_IN.items()},
    }
