"""Reminders of waivers that end; they stay."""

from django.db import migrations, models

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("governance", "0040_certification")]

    operations = [
        migrations.CreateModel(
            name="WaiverReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("waiver", models.CharField(max_length=150)),
                ("last", models.DateField()),
                ("days", models.PositiveIntegerField()),
                ("told_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("waiver", "last", "days"), name="waiver_reminder_once")
                ],
            },
        ),
        only_grows("governance_waiverreminder"),
    ]
