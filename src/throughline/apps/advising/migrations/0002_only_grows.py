"""What only grows."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows

TABLES = (
    "choice", "planversion", "plantest", "guardiancomment", "reviewnote", "headlinecount",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("advising", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [*(only_grows(f"advising_{table}") for table in TABLES)]
