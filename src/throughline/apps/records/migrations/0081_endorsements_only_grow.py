"""What was said stays, and so does what was answered and taken back."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("records", "0080_endorsements"), ("trail", "0002_only_grows")]
    operations = [
        only_grows("records_endorsement"),
        only_grows("records_endorsementmark"),
        only_grows("records_endorsementanswer"),
        only_grows("records_endorsedcopy"),
    ]
