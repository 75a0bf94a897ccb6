"""Tables that only grow: the database itself refuses to change or empty them."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("governance", "0010_bodies"), ("trail", "0007_governing_in_the_log")]
    operations = [
        only_grows("governance_vacancynotice"),
        only_grows("governance_recusal"),
        only_grows("governance_dutydone"),
    ]
