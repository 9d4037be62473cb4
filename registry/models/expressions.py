"""SQL expressions for generated columns; PostgreSQL demands that they be immutable."""

from typing import Any

from django.db.models import CharField, F, Func, TextField

from registry.law.folding import FOLD_FROM, FOLD_TO, SORT_FROM, SORT_TO
from registry.law.identifiers.names import LEGAL_FORMS


class Joined(Func):
    """Fields joined by one space: ``a || ' ' || b`` (Concat is not immutable)."""

    arg_joiner = " || ' ' || "
    template = "%(expressions)s"
    output_field = TextField()


class Translated(Func):
    """``translate(lower(x), from, to)``."""

    template = "translate(lower(%(expressions)s), '%(source)s', '%(target)s')"
    output_field = TextField()


class DigitsOfBusinessId(Func):
    """The eight digits of a Y-tunnus behind a prefix: ``1234567-1`` → ``FI12345671``."""

    template = "'%(prefix)s' || replace(%(expressions)s, '-', '')"
    output_field = CharField()


def folded(*fields: str) -> Translated:
    """The search form of the fields (registry.law.folding.fold)."""
    return Translated(_joined(fields), source=FOLD_FROM, target=FOLD_TO)


def ordered(*fields: str) -> Translated:
    """The Finnish sort key of the fields: z, å, ä, ö in this order."""
    return Translated(_joined(fields), source=SORT_FROM, target=SORT_TO)


def _joined(fields: tuple[str, ...]) -> Any:
    return Joined(*(F(name) for name in fields)) if len(fields) > 1 else F(fields[0])


class WithoutLegalForms(Func):
    """SQL twin of registry.law.identifiers.names.company_key, for an index.

    Punctuation goes first, then legal forms at the beginning and at the end; names
    made of one legal form only keep it.
    """

    template = (
        r"regexp_replace(regexp_replace(btrim(regexp_replace(regexp_replace("
        r"%(expressions)s, '\y([a-z])\.\s?([a-z])\y\.?', '\1\2', 'g'), "
        r"'(\W|_)+', ' ', 'g')), '^((%(forms)s) )+', ''), '( (%(forms)s))+$', '')"
    )
    output_field = TextField()


def company_key_of(field: str) -> WithoutLegalForms:
    """The key by which two spellings of a company's name are the same."""
    return WithoutLegalForms(folded(field), forms="|".join(sorted(LEGAL_FORMS)))
