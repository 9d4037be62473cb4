"""Tables of third parties that might quote a person: sessions and Django's own log."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session

from registry.imports.services import forget_files_mentioning
from registry.seams.personal_data import Traces


def sweep_third_parties(traces: Traces) -> int:
    """End staff sessions that hold a trace, delete log entries and imported files
    that name her."""
    files = forget_files_mentioning(traces.pattern())
    return _sweep_sessions(traces) + _sweep_admin_log(traces) + files


def _sweep_sessions(traces: Traces) -> int:
    pattern = traces.pattern()
    ended = 0
    for session in Session.objects.iterator(chunk_size=500):
        if pattern.search(str(session.get_decoded())):
            session.delete()
            ended += 1
    return ended


def _sweep_admin_log(traces: Traces) -> int:
    pattern = traces.pattern()
    named = [
        entry.pk
        for entry in LogEntry.objects.iterator(chunk_size=500)
        if pattern.search(f"{entry.object_repr} {entry.change_message}")
    ]
    LogEntry.objects.filter(pk__in=named).delete()
    return len(named)
