"""Versions and steps of agreements about stays only grow."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0010_stays"), ("trail", "0002_only_grows")]
    operations = [
        only_grows("opportunities_learningagreementversion"),
        only_grows("opportunities_learningagreementstep"),
    ]
