"""What a college did with a place only grows."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0035_placing"), ("trail", "0002_only_grows")]
    operations = [only_grows("opportunities_placing")]
