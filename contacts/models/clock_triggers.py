"""When a person last took part in a dealing, for her clock in the register.

A note is written without her, and a letter of ours is not an answer: neither counts,
else storing would stretch itself. The function ``registry_taken_part`` says which do;
migration ``0003_taking_part`` fills it in.
"""

from registry.models.clock_triggers import keeps_clock

# Some clock of these says less than the rows that came, or what went may have said it.
INSERTED = """
    PERFORM registry_refresh_clocks(ARRAY(
        SELECT n.person_id FROM rows_new n
        JOIN contacts_interaction i ON i.id = n.interaction_id
        WHERE contacts_counts_as_taking_part(i.kind, i.direction)));
    RETURN NULL;
"""

UPDATED = """
    PERFORM registry_refresh_clocks(ARRAY(
        SELECT unnest(ARRAY[n.person_id, o.person_id])
        FROM rows_new n JOIN rows_old o USING (id)
        WHERE (n.person_id, n.at, n.interaction_id)
              IS DISTINCT FROM (o.person_id, o.at, o.interaction_id)));
    RETURN NULL;
"""

DELETED = """
    PERFORM registry_refresh_clocks(ARRAY(
        SELECT o.person_id FROM rows_old o
        JOIN registry_personclock c ON c.person_id = o.person_id
        WHERE c.last_taken_part_on IS NOT NULL));
    RETURN NULL;
"""

INTERACTIONS_UPDATED = """
    PERFORM registry_refresh_clocks(ARRAY(
        SELECT p.person_id FROM rows_new n JOIN rows_old o USING (id)
        JOIN contacts_participant p ON p.interaction_id = n.id
        WHERE contacts_counts_as_taking_part(n.kind, n.direction)
              <> contacts_counts_as_taking_part(o.kind, o.direction)));
    RETURN NULL;
"""

OF_PARTICIPANTS = (
    keeps_clock("insert", INSERTED),
    keeps_clock("update", UPDATED),
    keeps_clock("delete", DELETED),
)
OF_INTERACTIONS = (keeps_clock("update", INTERACTIONS_UPDATED),)
