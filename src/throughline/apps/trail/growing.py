"""For migrations: a table that only grows, held so by triggers in the database itself."""

from django.db.migrations import RunSQL

MAKE_FUNCTION = RunSQL(
    """
    CREATE FUNCTION trail_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% only grows: % is refused. Add a new row that marks, dates and reasons the change.',
            TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END $$
    """,
    "DROP FUNCTION trail_refuse_change()",
)


def only_grows(table: str) -> RunSQL:
    """The migration step after which `table` refuses UPDATE, DELETE and TRUNCATE."""
    return RunSQL(
        [
            f"CREATE TRIGGER {table}_rows_stay BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION trail_refuse_change()",
            f"CREATE TRIGGER {table}_table_stays BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()",
        ],
        [f"DROP TRIGGER {table}_rows_stay ON {table}", f"DROP TRIGGER {table}_table_stays ON {table}"],
    )
