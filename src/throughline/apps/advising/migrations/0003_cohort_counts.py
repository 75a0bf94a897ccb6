"""How many stand where, counted by a job, so that a page of a place reads a few lines."""

from django.db import migrations, models

from throughline.apps.trail.together import Together


class Migration(migrations.Migration):
    dependencies = [("advising", "0002_only_grows"), ("population", "0002_gates")]

    operations = [
        Together([
            migrations.CreateModel(
                name="CohortCount",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("whose", models.CharField(max_length=210)),
                    ("pathway", models.CharField(max_length=200)),
                    ("many", models.PositiveIntegerField()),
                    ("groups", models.JSONField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("whose", "pathway"), name="cohort_counted_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="CohortsCounted",
                fields=[
                    ("one", models.BooleanField(default=True, primary_key=True, serialize=False)),
                    ("learners", models.PositiveBigIntegerField()),
                    ("moment", models.BigIntegerField()),
                    ("sequence", models.BigIntegerField()),
                    ("as_of", models.DateField()),
                    ("written_at", models.DateTimeField()),
                    ("counted_at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(("one", True)), name="cohorts_counted_is_one")
                    ],
                },
            ),
        ]),
    ]
