"""Versions of every document of the state."""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from throughline.apps.trail.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='State',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('slug', models.CharField(max_length=100, unique=True)),
                    ('home', models.BooleanField(default=False)),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('home', True)), fields=('home',), name='state_one_home')],
                },
            ),
            migrations.CreateModel(
                name='Move',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('position', models.BigIntegerField()),
                    ('source', models.CharField(max_length=200)),
                    ('target', models.CharField(max_length=200)),
                    ('ground', models.CharField(max_length=129)),
                    ('most', models.PositiveIntegerField()),
                    ('method', models.CharField(max_length=20)),
                    ('exact', models.BooleanField()),
                    ('record', models.JSONField(default=list)),
                    ('gate', models.CharField(blank=True, max_length=100)),
                    ('needed', models.JSONField(default=list)),
                    ('worked_out_at', models.DateTimeField()),
                    ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='frameworks.state')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('state', 'source', 'target', 'position', 'ground'), name='move_once_a_publication'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='move_between_two_pathways')],
                },
            ),
            migrations.CreateModel(
                name='Version',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('reference', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('act', models.CharField(default='published', max_length=20)),
                    ('digest', models.CharField(max_length=64)),
                    ('body', models.JSONField()),
                    ('pins', models.JSONField(default=dict)),
                    ('origin', models.CharField(default='pack', max_length=10)),
                    ('published_at', models.DateTimeField()),
                    ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='frameworks.state')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('origin__in', ['pack', 'here', 'decided'])), name='version_origin_known'), models.UniqueConstraint(fields=('state', 'reference', 'number'), name='version_number_once'), models.UniqueConstraint(fields=('state', 'reference', 'digest'), name='version_digest_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='version_number_from_1'), models.CheckConstraint(condition=models.Q(('act__in', ['published', 'retired'])), name='version_act_known')],
                },
            ),
        ]),
    ]
