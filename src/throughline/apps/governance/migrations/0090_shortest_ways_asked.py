from django.db import migrations, models

from throughline.apps.trail.together import Together


class Migration(migrations.Migration):
    dependencies = [("governance", "0081_regions2_local_pathways")]

    operations = [
        migrations.RemoveConstraint("pathwayrequest", "request_names_a_profession"),
        Together(
            [
                migrations.AlterField("pathwayrequest", "profession", models.CharField(blank=True, max_length=200)),
                migrations.AddField(
                    "pathwayrequest", "what", models.CharField(blank=True, default="", max_length=200),
                    preserve_default=False,
                ),
                migrations.AddField(
                    "pathwayrequest", "of", models.CharField(blank=True, default="", max_length=200),
                    preserve_default=False,
                ),
            ]
        ),
        Together(
            [
                migrations.AddConstraint(
                    "pathwayrequest",
                    models.CheckConstraint(
                        condition=~models.Q(profession="", what=""), name="request_names_a_profession_or_a_thing"
                    ),
                ),
                migrations.AddConstraint(
                    "pathwayrequest",
                    models.UniqueConstraint(
                        fields=["asked_by", "what"], condition=~models.Q(what=""), name="request_for_a_way_once"
                    ),
                ),
            ]
        ),
    ]
