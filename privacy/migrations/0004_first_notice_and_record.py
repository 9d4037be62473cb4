"""Version 1 of the notice and the record of processing as of the first day."""

from pathlib import Path

from django.db import migrations
from django.utils import timezone

from privacy.notice.activities import FIRST_RECORD
from privacy.notice.structure import digest_text

TEXTS = Path(__file__).resolve().parent.parent / "notice" / "v1"
INTERIM = ("sv",)


def bring_notice(apps, schema_editor):
    version = apps.get_model("privacy", "NoticeVersion").objects.create(
        number=1, valid_from=timezone.localdate()
    )
    for language in ("fi", "sv", "en"):
        body = (TEXTS / f"{language}.txt").read_text(encoding="utf-8")
        apps.get_model("privacy", "NoticeText").objects.create(
            version=version,
            language=language,
            body=body,
            sha256=digest_text(body),
            interim=language in INTERIM,
        )


def bring_record(apps, schema_editor):
    activity = apps.get_model("privacy", "Activity")
    for entry in FIRST_RECORD:
        texts = {
            f"{field}_{language}": text
            for field in ("name", "purpose", "retention")
            for language, text in zip(
                ("fi", "sv", "en"), getattr(entry, field), strict=True
            )
        }
        activity.objects.create(
            slug=entry.slug,
            basis=entry.basis,
            interest=entry.interest,
            subjects=list(entry.subjects),
            categories=list(entry.categories),
            started_on=timezone.localdate(),
            **texts,
        )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_suppression_scope")]

    operations = [
        migrations.RunPython(bring_notice, migrations.RunPython.noop),
        migrations.RunPython(bring_record, migrations.RunPython.noop),
    ]
