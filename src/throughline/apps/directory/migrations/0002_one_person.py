"""What only grows; and under which ids a person is known."""

from django.db import migrations
from django.db.migrations import RunSQL

from throughline.apps.trail.growing import only_grows

TABLES = (
    "merge",
)  # fmt: skip

# Under which id a person is known now, and all ids of theirs: one definition for every query.
ONE_PERSON = RunSQL(
    [
        """
        CREATE FUNCTION directory_stands_for(one uuid) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
            SELECT COALESCE(
                -- Of two joins in one instant the one that leads further is the later one.
                (SELECT into_id FROM directory_merge AS this WHERE person_id = one
                 ORDER BY at DESC, EXISTS(SELECT FROM directory_merge AS next WHERE next.person_id = this.into_id), id
                 LIMIT 1), one
            )
        $$
        """,
        """
        CREATE FUNCTION directory_same_person(one uuid) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE
        ROWS 1 AS $$
            SELECT directory_stands_for(one)
            UNION
            SELECT person_id FROM directory_merge WHERE into_id = directory_stands_for(one)
        $$
        """,
    ],
    ["DROP FUNCTION directory_same_person(uuid)", "DROP FUNCTION directory_stands_for(uuid)"],
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [*(only_grows(f"directory_{table}") for table in TABLES), ONE_PERSON]
