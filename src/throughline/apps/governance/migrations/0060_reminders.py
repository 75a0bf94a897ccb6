"""What goes out to people in bodies, once each; and why something that was carried could not come into force."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from throughline.apps.trail.growing import only_grows


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_two_persons"), ("governance", "0050_waivers")]
    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("body", models.CharField(max_length=150)),
                ("asks", models.CharField(max_length=20)),
                ("about", models.CharField(max_length=200)),
                ("due", models.DateField()),
                ("nth", models.PositiveSmallIntegerField()),
                ("sent_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "body", "asks", "about", "due", "nth"), name="reminder_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            asks__in=(
                                "own_vote",
                                "own_conflict",
                                "own_term",
                                "term",
                                "comment",
                                "answer_comments",
                                "open_vote",
                                "vote",
                                "answer_region",
                            )
                        ),
                        name="reminder_asks_known",
                    ),
                    models.CheckConstraint(condition=models.Q(nth__gte=1), name="reminder_nth_from_1"),
                ]
            },
        ),
        only_grows("governance_reminder"),
        migrations.AddField(model_name="decision", name="withheld", field=models.TextField(blank=True)),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(withheld="") | models.Q(outcome="carried", published=[]),
                name="decision_withholds_what_carried",
            ),
        ),
    ]
