"""What a draft would do to everyone, kept until the draft or the rules change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("advising", "0004_junctures_headline")]

    operations = [
        migrations.CreateModel(
            name="DraftImpact",
            fields=[
                ("docket", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("draft", models.PositiveIntegerField()),
                ("newest", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("found", models.JSONField(null=True)),
                ("found_at", models.DateTimeField(null=True)),
            ],
        ),
    ]
