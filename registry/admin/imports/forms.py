"""The questions of an import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.choices import Channel, SourceKind
from registry.imports.exceptions import UnusableFileError
from registry.imports.fields import field_labels
from registry.imports.mapping import Columns, check_columns, read_columns
from registry.imports.tables import Table
from registry.models import ImportKind, ImportRun, Partner
from registry.validators import validate_free_text

INPUT = {"class": "k-input"}
SAMPLES = 3
LONGEST_SAMPLE = 60


class UploadForm(forms.Form):
    """Which file, and what its rows are."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What are the rows of the file?"),
        choices=ImportKind.choices,
        initial=ImportKind.PEOPLE,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), at most 50 MB and 200,000 rows."),
        widget=forms.FileInput(attrs={**INPUT, "accept": ".csv,.txt,.tsv,.xlsx"}),
    )


class ColumnsForm(forms.Form):
    """One choice a column of the file: which field it is, or none."""

    def __init__(self, *args: Any, run: ImportRun, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind, self._table = run.kind, table
        guessed = read_columns(run.kind, run.mapping)
        choices = [("", _("– leave out –")), *field_labels(run.kind).items()]
        for position, header in enumerate(table.headers):
            self.fields[f"column_{position}"] = forms.ChoiceField(
                label=header or _("Column %s") % (position + 1),
                choices=choices,
                initial=guessed.get(position, ""),
                required=False,
                widget=forms.Select(attrs=INPUT),
            )

    @property
    def columns(self) -> Columns:
        """The mapping that was chosen."""
        chosen = enumerate(self.cleaned_data[name] for name in self.fields)
        return {position: field for position, field in chosen if field}

    def clean(self) -> dict[str, Any]:
        """A needed column that is missing is said here, not in the middle of a run."""
        try:
            check_columns(self._kind, self.columns)
        except UnusableFileError as error:
            raise forms.ValidationError(error.message) from None
        return self.cleaned_data

    def with_samples(self) -> Iterator[tuple[Any, list[str]]]:
        """Each column's field and the first values that stand in it."""
        for position, field in enumerate(self):
            cells = (
                row[position] for _n, row in self._table.rows if position < len(row)
            )
            filled = (cell.strip() for cell in cells if cell.strip())
            shown = [cell for cell, _i in zip(filled, range(SAMPLES), strict=False)]
            yield field, [cell[:LONGEST_SAMPLE] for cell in shown]


class SourceForm(forms.Form):
    """Where the data came from (notice P31–P34; Art. 14 follows from the answer)."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        validators=[validate_free_text],
        help_text=gettext_lazy(
            "For example the name of the fair. A column «Lähde» of the file goes first."
        ),
        widget=forms.TextInput(attrs=INPUT),
    )


class PeopleSourceForm(SourceForm):
    """For persons the law wants to know more."""

    source_kind = forms.ChoiceField(
        label=gettext_lazy("Who gave us the data?"),
        choices=SourceKind.choices,
        initial=SourceKind.SELF,
        widget=forms.RadioSelect,
    )
    partner_name = forms.CharField(
        label=gettext_lazy("Partner"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only when a partner gave it."),
        widget=forms.TextInput(attrs={**INPUT, "list": "partners"}),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it reach us?"),
        choices=[("", "–"), *Channel.choices],
        widget=forms.Select(attrs=INPUT),
    )
    collected_on = forms.DateField(
        label=gettext_lazy("Collected on"),
        required=False,
        help_text=gettext_lazy(
            "For rows without a day of their own. Left empty, it is today."
        ),
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ["source_kind", "partner_name", "channel", "source", "collected_on"]

    def clean_collected_on(self) -> Any:
        """Not in the future."""
        day = self.cleaned_data["collected_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("The day lies in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        """A partner exactly when the data is a partner's."""
        found = self.cleaned_data
        from_partner = found.get("source_kind") == SourceKind.PARTNER
        if from_partner and not found.get("partner_name", "").strip():
            self.add_error("partner_name", _("Name the partner."))
        if not from_partner:
            found["partner_name"] = ""
        return found


def source_form(run: ImportRun, data: Any = None) -> SourceForm:
    """The form for the kind of rows, filled with what was answered before."""
    form = PeopleSourceForm if run.kind == ImportKind.PEOPLE else SourceForm
    initial = {
        "source": run.source,
        "source_kind": run.source_kind or SourceKind.SELF,
        "channel": run.channel,
        "collected_on": run.collected_on,
        "partner_name": run.partner.name if run.partner else "",
    }
    return form(data, initial=initial)


def answers_of(form: SourceForm) -> dict[str, Any]:
    """Fields of ImportRun; a partner that is new is made."""
    answers = dict(form.cleaned_data)
    name = answers.pop("partner_name", "").strip()
    answers["partner"] = Partner.objects.get_or_create(name=name)[0] if name else None
    return answers
