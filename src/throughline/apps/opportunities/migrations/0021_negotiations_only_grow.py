"""Drafts of agreements, their parties and what each did only grow."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0020_negotiations"), ("trail", "0002_only_grows")]
    operations = [
        only_grows("opportunities_negotiationdraft"),
        only_grows("opportunities_negotiationparty"),
        only_grows("opportunities_negotiationstep"),
    ]
