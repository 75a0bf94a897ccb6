"""Where everyone stands, as rows."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from throughline.apps.trail.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Basis',
                fields=[
                    ('one', models.BooleanField(default=True, primary_key=True, serialize=False)),
                    ('moment', models.BigIntegerField()),
                    ('sequence', models.BigIntegerField(default=0)),
                    ('as_of', models.DateField()),
                    ('rules', models.CharField(max_length=64)),
                    ('newest', models.UUIDField(null=True)),
                    ('learners', models.PositiveBigIntegerField(default=0)),
                    ('written_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('one', True)), name='basis_is_one')],
                },
            ),
            migrations.CreateModel(
                name='Night',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('begun_at', models.DateTimeField()),
                    ('moved_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('as_of', models.DateField()),
                    ('moment', models.BigIntegerField()),
                    ('newest', models.UUIDField(null=True)),
                    ('rules', models.CharField(blank=True, max_length=64)),
                    ('done', models.UUIDField(null=True)),
                    ('compares', models.BooleanField()),
                    ('parts', models.PositiveIntegerField(default=0)),
                    ('learners', models.PositiveBigIntegerField(default=0)),
                    ('compared', models.PositiveBigIntegerField(default=0)),
                    ('differences', models.PositiveBigIntegerField(default=0)),
                    ('added', models.PositiveBigIntegerField(default=0)),
                    ('renewed', models.PositiveBigIntegerField(default=0)),
                    ('removed', models.PositiveBigIntegerField(default=0)),
                    ('taken_up', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('ended_at', None)), name='night_one_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='RowForm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('references', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=250), size=None)),
                    ('width', models.PositiveSmallIntegerField()),
                    ('digest', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('width__in', [1, 2])), name='row_form_width')],
                },
            ),
            migrations.CreateModel(
                name='LearnerRow',
                fields=[
                    ('learner', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='directory.person')),
                    ('steps', models.BinaryField()),
                    ('pathway', models.CharField(blank=True, max_length=200)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('changes', models.DateField(null=True)),
                    ('as_of', models.DateField()),
                    ('moment', models.BigIntegerField()),
                    ('form', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='population.rowform')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('changes__isnull', False)), fields=['changes'], name='learner_row_changes'), models.Index(fields=['pathway'], name='learner_row_pathway')],
                },
            ),
        ]),
        # The row goes with the person, whoever removes them and however.
        migrations.RunSQL(
            "ALTER TABLE population_learnerrow ADD CONSTRAINT learner_row_goes_with_the_person FOREIGN KEY (learner_id)"
            " REFERENCES directory_person (id) ON DELETE CASCADE",
            "ALTER TABLE population_learnerrow DROP CONSTRAINT learner_row_goes_with_the_person",
        ),
    ]
