"""Validators of the register's fields; the rules stand in registry/law."""


def validate_free_text(value: str) -> None:
    """Refuse identity codes and card numbers (replaced by the law package)."""


def validate_business_id(value: str) -> None:
    """Refuse a malformed Y-tunnus (replaced by the law package)."""
