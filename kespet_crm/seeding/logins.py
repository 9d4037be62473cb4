"""Demo logins, one a role. Their password comes from DEMO_PASSWORD."""

from typing import Final

from django.contrib.auth.models import Group

from registry.models import Staff

LOGINS: Final = (
    ("myynti", "sales", "Maija", "Myyjä"),
    ("markkinointi", "marketing", "Matti", "Markkinoija"),
    ("tietosuoja", "dpo", "Tiina", "Tietosuoja"),
    ("yllapito", "administrator", "Yrjö", "Ylläpito"),
    ("tarkastaja", "auditor", "Taru", "Tarkastaja"),
)


def ensure_logins(password: str) -> dict[str, Staff]:
    """Every demo login with its role and this password; by user name."""
    return {name: _ensure(name, role, (given, family), password)
            for name, role, given, family in LOGINS}  # fmt: skip


def _ensure(name: str, role: str, names: tuple[str, str], password: str) -> Staff:
    staff, _made = Staff.objects.get_or_create(
        username=name,
        defaults={
            "first_name": names[0],
            "last_name": names[1],
            "email": f"{name}@kespet.example",
            "is_staff": True,
        },
    )
    if not staff.check_password(password):
        staff.set_password(password)
        staff.save(update_fields=["password"])
    staff.groups.set([Group.objects.get_or_create(name=role)[0]])
    return staff
