"""Every named line at which a worker may die is died at by some test."""

import re
from pathlib import Path

from django.conf import settings

from benchmarks.faults.rights.points import points_of_rights

ROOT = Path(settings.BASE_DIR)


def test_every_crash_point_of_a_right_is_died_at_in_a_test() -> None:
    tests = "\n".join(
        path.read_text()
        for place in ("registry", "privacy", "tests")
        for path in (ROOT / place).rglob("test_*.py")
        if path != Path(__file__)
    )
    points = points_of_rights()
    assert {"erase.before_commit", "export.after_file", "mail.after_send"} <= {*points}
    quoted = {*re.findall(r'"([a-z_]+\.[a-z_]+)(?::\d+)?"', tests)}
    assert [point for point in points if point not in quoted] == []
