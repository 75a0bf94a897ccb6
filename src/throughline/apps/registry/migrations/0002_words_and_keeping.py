"""What search reads, and what the database refuses: a version never changes, and of a row only its end is filled in."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows

# Without accents and marks, so that a word is found however it is typed, and so that a code such as 3.OA.1 is three words
# for every reader. The ranges are named one by one: what a server takes for a letter depends on its locale.
FOLD = migrations.RunSQL(
    r"""
    CREATE FUNCTION registry_fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
        SELECT lower(regexp_replace(
            regexp_replace(normalize(left(given, 100000), NFD), '[\u0300-\u036f]', '', 'g'),
            '[!-/:-@\[-`{-~\u00a0-\u00bf\u2000-\u206f]+', ' ', 'g'))
    $$
    """,
    "DROP FUNCTION registry_fold(text)",
)
SEARCHED = {
    "registry_registryitem": "statement || ' ' || code",
    "registry_registrydocument": "title || ' ' || publisher || ' ' || identifier",
    "registry_catalogueentry": "haystack",
}
ENDS = {
    "registry_registryitem": "id, document_id, identifier, twin, since, digest, place, parent, position, uri, kind, code,"
    " statement, level, language, body",
    "registry_registryassociation": 'id, document_id, identifier, twin, since, digest, place, kind, origin, origin_uri,'
    ' destination, destination_uri, destination_title, position, uri, "group", body',
}


def searched(table, said):
    """The words of a row as search reads them, and the index over them; of items, those that stand."""
    standing = " WHERE until IS NULL" if table in ENDS else ""
    return migrations.RunSQL(
        [
            f"ALTER TABLE {table} ADD COLUMN words tsvector"
            f" GENERATED ALWAYS AS (to_tsvector('simple', registry_fold({said}))) STORED",
            f"CREATE INDEX {table}_words ON {table} USING gin (words){standing}",
        ],
        f"ALTER TABLE {table} DROP COLUMN words",
    )


def only_ends(table, fields):
    """Of a row nothing is ever changed but its end, once."""
    refuse = "EXECUTE FUNCTION trail_refuse_change()"
    return migrations.RunSQL(
        [
            f"CREATE TRIGGER {table}_fields_stay BEFORE UPDATE OF {fields} ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_end_stays BEFORE UPDATE OF until ON {table}"
            f" FOR EACH ROW WHEN (OLD.until IS NOT NULL) {refuse}",
            f"CREATE TRIGGER {table}_rows_stay BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_table_stays BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
        ],
        [
            f"DROP TRIGGER {table}_{name} ON {table}"
            for name in ("fields_stay", "end_stays", "rows_stay", "table_stays")
        ],
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [
        FOLD,
        *(searched(table, said) for table, said in SEARCHED.items()),
        *(only_ends(table, fields) for table, fields in ENDS.items()),
        only_grows("registry_documentversion"),
        only_grows("registry_alignmentdecision"),
        only_grows("registry_itemlook"),
        migrations.RunSQL(
            "CREATE TRIGGER registry_registrydocument_rows_stay BEFORE DELETE ON registry_registrydocument"
            " FOR EACH ROW EXECUTE FUNCTION trail_refuse_change()",
            "DROP TRIGGER registry_registrydocument_rows_stay ON registry_registrydocument",
        ),
    ]
