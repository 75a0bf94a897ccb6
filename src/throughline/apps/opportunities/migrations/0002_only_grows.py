"""Tables that only grow: the database itself refuses to change or empty them."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [
        only_grows("opportunities_publishedactivity"),
        only_grows("opportunities_activitywork"),
        only_grows("opportunities_badgeanswer"),
    ]
