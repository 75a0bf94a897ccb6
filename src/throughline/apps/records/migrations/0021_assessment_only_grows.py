"""Work handed in, judgments, ratings, outcomes and what comes from outside only grow."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows

TABLES = (
    "submission", "submissionevidence", "selfrating", "judgment", "rating", "outcome", "outcomeattainment",
    "externalresult", "sourcerecord", "skillreview", "skillrating", "skillanswer",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("records", "0020_assessment"), ("trail", "0002_only_grows")]
    operations = [only_grows(f"records_{table}") for table in TABLES]
