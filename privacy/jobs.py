"""Jobs and mail listeners of privacy: imported when the app is ready, so that every
process knows them."""

from __future__ import annotations

from privacy.erasure.certificate import finish_certificate
from privacy.letters import KIND_PREFIX, note_accepted, note_given_up
from privacy.models import LetterKind
from privacy.services.execute import execute_case
from registry.seams.jobs import JobContext, register_job
from registry.seams.mail import on_mail_accepted, on_mail_given_up

CLOSING = f"{KIND_PREFIX}{LetterKind.ERASED}"

on_mail_accepted(KIND_PREFIX, note_accepted)
on_mail_given_up(KIND_PREFIX, note_given_up)
on_mail_accepted(CLOSING, finish_certificate)
on_mail_given_up(CLOSING, finish_certificate)


@register_job("case.execute")
def run_case(job: JobContext) -> None:
    """Carry an approved case out; a second run of the same job changes nothing."""
    execute_case(case_id=int(job.payload["case"]))
