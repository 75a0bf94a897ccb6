"""What only grows."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows

TABLES = (
    "edition", "occupation", "group", "renamed", "program", "link", "wage", "outlook", "hybrid", "livingwage",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("occupations", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [*(only_grows(f"occupations_{table}") for table in TABLES)]
