"""Registered standards, signatures and claims only grow."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0030_apprenticeships"), ("trail", "0002_only_grows")]
    operations = [
        only_grows("opportunities_registeredstandards"),
        only_grows("opportunities_weeksignature"),
        only_grows("opportunities_incentiveclaim"),
    ]
