"""What is done with a rule, each by one service call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from privacy.exceptions import RuleRefused
from privacy.models import PeriodRule, PeriodRuleState, RuleTrial, TrialKind
from privacy.retention.rule_words import months_in_words
from privacy.services import period_rules, rule_trials
from registry.desk.staff_of import staff_of
from registry.seams.jobs import cancel_job

from .period_rule_forms import (
    ChangeRuleForm,
    ProposeRuleForm,
    ReasonForm,
    initial_of,
    submit,
)

Frame = dict[str, Any]


def propose_page(request: HttpRequest, frame: Frame) -> HttpResponse:
    """Write a rule of one's own down."""
    form = ProposeRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = submit(
            form,
            lambda: period_rules.propose_rule(
                actor=staff_of(request), **form.cleaned_data
            ),
        )
        if made:
            return _done(request, made)
    context = {"heading": _("Propose a rule"), "save": _("Save the proposal")}
    return _form(request, frame | context, form)


def edit_page(request: HttpRequest, rule: PeriodRule, frame: Frame) -> HttpResponse:
    """Another version of the rule."""
    form = ChangeRuleForm(request.POST or None, initial=initial_of(rule))
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        reason = words.pop("reason")
        made = submit(
            form,
            lambda: period_rules.change_rule(
                actor=staff_of(request), rule=rule, reason=reason, **words
            ),
        )
        if made:
            return _done(request, made)
    context = {
        "rule": rule,
        "heading": _("Change the rule"),
        "save": _("Save the change"),
        "explains_change": True,
        "period": months_in_words(rule.months),
    }
    return _form(request, frame | context, form)


def off_page(request: HttpRequest, rule: PeriodRule, frame: Frame) -> HttpResponse:
    """Ask for the rule to be switched off."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = submit(
            form,
            lambda: period_rules.switch_off(
                actor=staff_of(request), rule=rule, **form.cleaned_data
            ),
        )
        if made:
            words = _("A second person must confirm this; it takes a day at least.")
            messages.success(request, words)
            return redirect("admin:privacy_periodrule_change", rule.pk)
    context = {
        "rule": rule,
        "heading": _("Switch the rule off"),
        "save": _("Ask for a second person"),
        "explains_off": True,
    }
    return _form(request, frame | context, form)


def withdraw_page(request: HttpRequest, rule: PeriodRule, frame: Frame) -> HttpResponse:
    """Give a proposal up."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = submit(
            form,
            lambda: period_rules.withdraw_proposal(
                actor=staff_of(request), rule=rule, **form.cleaned_data
            ),
        )
        if made:
            messages.success(request, _("The proposal is withdrawn."))
            return redirect("admin:privacy_periodrule_changelist")
    context = {
        "rule": rule,
        "heading": _("Withdraw the proposal"),
        "save": _("Withdraw the proposal"),
    }
    return _form(request, frame | context, form)


def switch_on(request: HttpRequest, rule: PeriodRule) -> None:
    """Bound to the digest that stood on the page."""
    digest = request.POST.get("digest", "")
    period_rules.switch_on(actor=staff_of(request), rule=rule, digest=digest)
    messages.success(request, _("The rule is in force."))


def start_trial(request: HttpRequest, rule: PeriodRule) -> None:
    """A dry run, or a back-test over the chosen years."""
    kind = request.POST.get("kind", "")
    if kind not in TrialKind.values:
        raise RuleRefused(_("Choose a dry run or a back-test."))
    years = request.POST.get("years", "")
    rule_trials.start_trial(
        actor=staff_of(request),
        rule=rule,
        kind=kind,
        years=int(years) if years.isdecimal() else 0,
    )


def cancel_trial(request: HttpRequest, rule: PeriodRule) -> None:
    """Stop whatever is being tried of this version."""
    under_way = RuleTrial.objects.filter(rule=rule, finished_at=None)
    for trial in under_way.exclude(job_id=None):
        cancel_job(job_id=int(trial.job_id or 0))
    messages.success(request, _("The trial is stopped."))


def _done(request: HttpRequest, rule: PeriodRule) -> HttpResponse:
    said = {
        PeriodRuleState.IN_FORCE: _("The new version is in force."),
        PeriodRuleState.WAITING: _(
            "This weakens the protection: a second person must confirm it, and it "
            "takes effect a day later at the earliest."
        ),
    }
    later = _("Saved as a proposal: make a dry run, then switch it on.")
    messages.success(request, said.get(PeriodRuleState(rule.state), later))
    return redirect("admin:privacy_periodrule_change", rule.pk)


def _form(request: HttpRequest, context: Frame, form: forms.Form) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {**context, "form": form}
    return render(request, "privacy/desk/rule_form.html", context, status=status)
