"""What is said, signed, voted and decided stays; and no ballot comes after the decision."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows

TABLES = (
    "vacancynotice", "recusal", "dutydone", "proposal", "hearing", "withdrawal", "draft", "authorsignature",
    "packetanswer", "commentwindow", "comment", "commentanswer", "vote", "castballot", "decision", "vision",
    "visiongoal", "regionmeeting", "conditionview", "checkrun", "waiverreminder", "reminder", "learnerpromiseversion",
    "workstanding", "worknote", "workchange", "moneyaward", "helphours", "regionalendorsement",
)  # fmt: skip
NO_LATE_BALLOT = migrations.RunSQL(
    """
    CREATE FUNCTION governance_refuse_late_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT 1 FROM governance_decision WHERE vote_id = NEW.vote_id) THEN
            RAISE EXCEPTION 'The vote is decided: no ballot comes after it.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER governance_castballot_in_time BEFORE INSERT ON governance_castballot
    FOR EACH ROW EXECUTE FUNCTION governance_refuse_late_ballot();
    """,
    """
    DROP TRIGGER governance_castballot_in_time ON governance_castballot;
    DROP FUNCTION governance_refuse_late_ballot();
    """,
)


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [*(only_grows(f"governance_{table}") for table in TABLES), NO_LATE_BALLOT]
