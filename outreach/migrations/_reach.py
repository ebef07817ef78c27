"""
Triggers by which the database keeps `Reach` true, on SQLite and on PostgreSQL.

0001_initial ends with `*_reach.OPERATIONS`: whoever writes that migration anew puts the import and
the line back (tests/outreach/test_reach.py fails without them).
"""

from __future__ import annotations

from outreach.migrations._kept_columns import Source, operations

PHONE = (
    "(SELECT CASE MAX(CASE WHEN c.is_textable THEN 2 ELSE 1 END) "
    "WHEN 2 THEN 'TEXT' WHEN 1 THEN 'VOICE' END FROM outreach_contact c "
    "WHERE c.workplace_id = outreach_reach.workplace_id AND c.left_date IS NULL AND c.phone <> '')"
)
LAST_CONTACT = (
    "(SELECT MAX(moment) FROM ("
    "SELECT MAX(a.made_at) AS moment FROM outreach_contactattempt a "
    "WHERE a.workplace_id = outreach_reach.workplace_id UNION ALL "
    "SELECT MAX(m.accepted_at) FROM outreach_message m "
    "WHERE m.workplace_id = outreach_reach.workplace_id) AS both_kinds)"
)
OPERATIONS = operations(
    "outreach_reach",
    Source(
        "outreach_contact", ("workplace_id", "is_textable", "left_date", "phone"), {"phone": PHONE}
    ),
    Source(
        "outreach_contactattempt", ("workplace_id", "made_at"), {"last_contact_at": LAST_CONTACT}
    ),
    Source("outreach_message", ("workplace_id", "accepted_at"), {"last_contact_at": LAST_CONTACT}),
)
