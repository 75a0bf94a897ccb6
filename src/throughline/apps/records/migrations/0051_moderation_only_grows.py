"""Anchors, sittings, second markings, figures and samples only grow."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows

TABLES = (
    "anchorset", "anchor", "calibrationrun", "anchorjudgment", "calibrationresult", "judgefigure", "secondmarking",
    "secondjudgment", "agreementfigure", "worksample",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("records", "0050_moderation"), ("trail", "0002_only_grows")]
    operations = [only_grows(f"records_{table}") for table in TABLES]
