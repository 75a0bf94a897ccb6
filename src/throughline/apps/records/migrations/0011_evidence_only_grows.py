"""What was kept, said or decided about a piece of work only grows: the database itself refuses to change it."""

from django.db import migrations

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("records", "0010_evidence")]
    operations = [
        only_grows("records_evidenceversion"),
        only_grows("records_evidencefile"),
        only_grows("records_attestation"),
        only_grows("records_attainmentevidence"),
        only_grows("records_recognition_evidence"),
        only_grows("records_recognitionwish"),
        only_grows("records_recognitiondecision"),
    ]
