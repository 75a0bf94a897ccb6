"""Tables that only grow: the database itself refuses to change or empty them."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("advising", "0001_initial"), ("trail", "0002_only_grows")]
    operations = [
        only_grows("advising_choice"),
        only_grows("advising_planversion"),
        only_grows("advising_plantest"),
        only_grows("advising_guardiancomment"),
        only_grows("advising_reviewnote"),
    ]
