"""Figures of dealings: contacts with persons, notes left out."""

from contacts.choices import InteractionKind
from registry.figures.sources import Source, figure_source

figure_source(
    Source(
        name="contacts",
        table="contacts_participant",
        first_day="SELECT (min(at) AT TIME ZONE %(zone)s)::date FROM contacts_interaction",
        late_months="""
            SELECT DISTINCT date_trunc('month', at AT TIME ZONE %(zone)s)::date
            FROM contacts_participant WHERE id > %(seen)s AND id <= %(top)s
        """,
        facts=(
            f"""
            INSERT INTO figure_facts (family, month, split, subject, value)
            SELECT 'contacts', s.month, '', p.person_id, count(*)
            FROM figure_scope s
            JOIN contacts_interaction i
              ON i.at >= (s.month::timestamp AT TIME ZONE %(zone)s)
             AND i.at < ((s.month + interval '1 month') AT TIME ZONE %(zone)s)
             AND i.kind <> '{InteractionKind.NOTE}'
            JOIN contacts_participant p ON p.interaction_id = i.id
             AND p.id > s.counted AND p.id <= %(top)s
            GROUP BY s.month, p.person_id
            """,  # noqa: S608  # a constant of our own
        ),
    )
)
