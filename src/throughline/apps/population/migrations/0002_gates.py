from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('population', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='learnerrow',
            name='gates',
            field=models.CharField(blank=True, db_default='', max_length=100),
        ),
        # Rows say something more: the next run works out everyone, and calls no row wrong for it.
        migrations.RunSQL("DELETE FROM population_basis", migrations.RunSQL.noop),
    ]
