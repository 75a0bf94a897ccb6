"""Each fact bears the name of its shape, so that the facts of a whole state are read as columns.

Two facts of one name differ in learner, days, id, the names of the people who stood behind them, and whether somebody could
confirm them; in nothing else that a rule may see (`core.progress.population.facts.shape_of`). The name is given by the
database itself, whoever writes a fact, and is no part of the record.
"""

from django.db import migrations

# A row as text is quoted where it must be, so that no two different rows read the same. It calls nothing but what PostgreSQL
# brings, because a copy of the database is put back before it knows where to look for functions of its own.
SHAPE = """
CREATE FUNCTION records_shape(
    what text, level integer, score numeric, scale text, amounts jsonb, tags text[], framework text,
    framework_level integer, context text, organization text, issuer text, validators jsonb
) RETURNS uuid LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN substr(sha256(convert_to(ROW(
        what, level, score, scale, amounts, tags, framework, framework_level, context, organization, issuer,
        CASE jsonb_array_length(validators)
            WHEN 0 THEN ''
            WHEN 1 THEN ROW(validators->0->>'role', validators->0->>'organization' = '')::text
            ELSE (
                SELECT jsonb_agg(jsonb_build_array(role, person, house) ORDER BY role, person, house)::text FROM (
                    SELECT each->>'role' AS role, dense_rank() OVER (ORDER BY each->>'person') AS person,
                        CASE WHEN each->>'organization' = '' THEN 0
                            ELSE dense_rank() OVER (ORDER BY each->>'organization') END AS house
                    FROM jsonb_array_elements(validators) AS each
                ) AS people
            )
        END
    )::text, 'UTF8'))::text, 3, 32)::uuid;
END $$
"""
COLUMN = """
ALTER TABLE records_attainment ADD COLUMN shape uuid NOT NULL GENERATED ALWAYS AS (records_shape(
    what, level, score, scale, amounts, tags::text[], framework, framework_level, context, organization, issuer,
    validators
)) STORED
"""
# All that a whole state is read from stands in this one index, learner by learner, so that no row need be looked up.
INDEX = """
CREATE INDEX attainment_learner_day ON records_attainment (learner_id, happened_on)
    INCLUDE (id, shape, valid_until, confirmed)
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0002_only_grows")]
    operations = [
        migrations.RunSQL(
            [SHAPE, COLUMN, "DROP INDEX attainment_learner_day", INDEX],
            [
                "DROP INDEX attainment_learner_day",
                "CREATE INDEX attainment_learner_day ON records_attainment (learner_id, happened_on)",
                "ALTER TABLE records_attainment DROP COLUMN shape",
                "DROP FUNCTION records_shape(text, integer, numeric, text, jsonb, text[], text, integer, text, text,"
                " text, jsonb)",
            ],
        )
    ]
