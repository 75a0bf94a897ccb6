"""How sure the number of jobs of a survey is, where its publisher says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("occupations", "0002_only_grows")]
    operations = [
        migrations.AddField(
            model_name="wage",
            name="employment_error",
            field=models.DecimalField(decimal_places=2, max_digits=6, null=True),
        ),
    ]
