"""What only grows."""

from django.db import migrations

from throughline.apps.trail.growing import MAKE_FUNCTION, only_grows

TABLES = (
    "event", "publicentry", "publicnode", "signedcheckpoint", "cosignature",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [MAKE_FUNCTION, *(only_grows(f"trail_{table}") for table in TABLES)]
