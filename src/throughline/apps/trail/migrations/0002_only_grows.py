"""Tables that only grow: the database itself refuses to change or empty them."""

from django.db import migrations

from throughline.apps.trail.growing import MAKE_FUNCTION, only_grows


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [
        MAKE_FUNCTION,
        only_grows("trail_event"),
        only_grows("trail_publicentry"),
    ]
