"""Imports in the browser: upload, columns, preview, run, report."""

from .model_admin import ImportRunAdmin

__all__ = ["ImportRunAdmin"]
