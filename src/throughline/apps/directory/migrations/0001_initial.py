"""Who is who, and where they belong."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from throughline.apps.trail.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Organization',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('state', models.CharField(max_length=100)),
                    ('slug', models.CharField(max_length=150)),
                    ('title', models.JSONField(default=dict)),
                    ('kind', models.CharField(max_length=60)),
                    ('sector', models.CharField(max_length=30)),
                    ('region', models.CharField(blank=True, max_length=150)),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('latitude', models.FloatField(null=True)),
                    ('longitude', models.FloatField(null=True)),
                    ('invented', models.BooleanField(default=False)),
                    ('retired_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('slug',), name='organization_slug_once')],
                },
            ),
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('given_name', models.CharField(max_length=100)),
                    ('family_name', models.CharField(blank=True, max_length=100)),
                    ('display_name', models.CharField(max_length=200)),
                    ('language', models.CharField(default='en', max_length=20)),
                    ('demo_key', models.CharField(blank=True, max_length=80)),
                    ('about', models.TextField(blank=True)),
                    ('created_at', models.DateTimeField()),
                    ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='OperatorAct',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField(unique=True)),
                    ('act', models.CharField(max_length=60)),
                    ('about', models.CharField(max_length=200)),
                    ('detail', models.JSONField(default=dict)),
                    ('digest', models.CharField(max_length=64)),
                    ('why', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('yes', models.BooleanField(null=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('spent_at', models.DateTimeField(null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Merge',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField()),
                    ('proof', models.CharField(max_length=40)),
                    ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='directory.person')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('role', models.CharField(max_length=60)),
                    ('starts', models.DateField()),
                    ('until', models.DateField(null=True)),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='directory.organization')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='RecoveryCode',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('code_hash', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Relation',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=30)),
                    ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                    ('starts', models.DateField()),
                    ('until', models.DateField(null=True)),
                    ('cite', models.CharField(blank=True, max_length=200)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('helper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helps', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='helped_by', to='directory.person')),
                ],
            ),
        ]),
        Together([
            migrations.AddConstraint(
                model_name='person',
                constraint=models.CheckConstraint(condition=models.Q(('display_name', ''), _negated=True), name='person_has_a_name'),
            ),
            migrations.AddConstraint(
                model_name='person',
                constraint=models.UniqueConstraint(condition=models.Q(('demo_key', ''), _negated=True), fields=('demo_key',), name='person_demo_key_once'),
            ),
            migrations.AddConstraint(
                model_name='operatoract',
                constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='operator_act_says_why'),
            ),
            migrations.AddConstraint(
                model_name='operatoract',
                constraint=models.CheckConstraint(condition=models.Q(('answered_by', None), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='operator_act_two_persons'),
            ),
            migrations.AddConstraint(
                model_name='operatoract',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('yes', None)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('yes__isnull', False)), _connector='OR'), name='operator_act_answered_whole'),
            ),
            migrations.AddConstraint(
                model_name='operatoract',
                constraint=models.CheckConstraint(condition=models.Q(('spent_at', None), ('yes', True), _connector='OR'), name='operator_act_spent_after_yes'),
            ),
            migrations.AddConstraint(
                model_name='merge',
                constraint=models.UniqueConstraint(fields=('person', 'into'), name='merge_once'),
            ),
            migrations.AddConstraint(
                model_name='merge',
                constraint=models.CheckConstraint(condition=models.Q(('person', models.F('into')), _negated=True), name='merge_of_two'),
            ),
            migrations.AddIndex(
                model_name='membership',
                index=models.Index(fields=['organization', 'role'], name='membership_org_role'),
            ),
            migrations.AddConstraint(
                model_name='membership',
                constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('starts')), _connector='OR'), name='membership_ends_after_start'),
            ),
            migrations.AddConstraint(
                model_name='membership',
                constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'organization', 'role'), name='membership_open_once'),
            ),
            migrations.AddConstraint(
                model_name='relation',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('guardian', 'adviser', 'teacher', 'mentor', 'workplace_mentor', 'advocate', 'family'))), name='relation_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='relation',
                constraint=models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['plan', 'progress', 'record'])), name='relation_scopes_known'),
            ),
            migrations.AddConstraint(
                model_name='relation',
                constraint=models.CheckConstraint(condition=models.Q(('learner', models.F('helper')), _negated=True), name='relation_is_between_two'),
            ),
            migrations.AddConstraint(
                model_name='relation',
                constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('starts')), _connector='OR'), name='relation_ends_after_start'),
            ),
            migrations.AddConstraint(
                model_name='relation',
                constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None), ('until', None)), fields=('learner', 'helper', 'kind'), name='relation_open_once'),
            ),
            migrations.AddConstraint(
                model_name='relation',
                constraint=models.UniqueConstraint(condition=models.Q(('kind', 'adviser'), ('revoked_at', None), ('until', None)), fields=('learner',), name='relation_one_adviser'),
            ),
        ]),
    ]
