"""Tables that only grow: the database itself refuses to change or empty them."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [
        only_grows("records_attainment"),
        only_grows("records_attainmentmark"),
        only_grows("records_exceptiongrant"),
        only_grows("records_attempt"),
    ]
