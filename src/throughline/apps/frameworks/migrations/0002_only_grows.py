"""What only grows."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows

TABLES = (
    "version", "move",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [*(only_grows(f"frameworks_{table}") for table in TABLES)]
