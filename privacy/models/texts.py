"""Texts in three languages, side by side in the row that carries them."""

from django.utils.translation import get_language


def in_language(row: object, name: str) -> str:
    """``name_fi`` / ``_sv`` / ``_en`` of the row by the active language; Finnish where
    the translation is empty."""
    language = (get_language() or "fi")[:2]
    return getattr(row, f"{name}_{language}", "") or getattr(row, f"{name}_fi")
