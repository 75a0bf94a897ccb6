"""What was attested and issued stays: tables only grow, and an award takes one change, its signature, once."""

from django.db import migrations
from django.db.migrations import RunSQL

from throughline.apps.trail.growing import only_grows

TABLES = (
    "attainment", "attainmentmark", "exceptiongrant", "attempt", "evidenceversion", "evidencefile", "attestation",
    "attainmentevidence", "recognition_evidence", "recognitionwish", "recognitiondecision", "submission",
    "submissionevidence", "selfrating", "judgment", "rating", "outcome", "outcomeattainment", "externalresult",
    "sourcerecord", "skillreview", "skillrating", "skillanswer", "awardmark", "approval", "pairwisesubject",
    "issuerkey", "keymark", "revocationdecoy", "statuslist", "statuspublication", "correction", "correctionanswer",
    "anchorset", "anchor", "calibrationrun", "anchorjudgment", "calibrationresult", "judgefigure", "secondmarking",
    "secondjudgment", "agreementfigure", "worksample", "walletcopy", "bringing", "broughtfact", "endorsement",
    "endorsementmark", "endorsementanswer", "endorsedcopy",
)  # fmt: skip
SIGNED_ONCE = RunSQL(
    [
        """
        CREATE FUNCTION records_award_signed_once() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE signature text[] := ARRAY['signed', 'signed_at', 'signed_with_id'];
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF OLD.signed IS NULL AND NEW.signed IS NOT NULL
                    AND to_jsonb(NEW) - signature = to_jsonb(OLD) - signature THEN
                    RETURN NEW;
                END IF;
            END IF;
            RAISE EXCEPTION '% only grows: % is refused. An award is signed once; mark it to revoke or suspend it.',
                TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
        END $$
        """,
        "CREATE TRIGGER records_award_rows_stay BEFORE UPDATE OR DELETE ON records_award "
        "FOR EACH ROW EXECUTE FUNCTION records_award_signed_once()",
        "CREATE TRIGGER records_award_table_stays BEFORE TRUNCATE ON records_award "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse_change()",
    ],
    [
        "DROP TRIGGER records_award_rows_stay ON records_award",
        "DROP TRIGGER records_award_table_stays ON records_award",
        "DROP FUNCTION records_award_signed_once()",
    ],
)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [*(only_grows(f"records_{table}") for table in TABLES), SIGNED_ONCE]
