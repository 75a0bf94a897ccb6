"""What was offered and what happened to it only grows: the database itself refuses to change or empty it."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0003_offers"), ("trail", "0002_only_grows")]
    operations = [
        only_grows("opportunities_offer"),
        only_grows("opportunities_offerdeed"),
        only_grows("opportunities_signedguarantee"),
    ]
