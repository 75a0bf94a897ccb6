"""Files that come in and go out."""

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
                name='ColumnMapping',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('signature', models.CharField(max_length=64)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('columns', models.JSONField()),
                    ('hierarchy', models.CharField(max_length=12)),
                    ('said', models.JSONField()),
                    ('kept_by', models.UUIDField(null=True)),
                    ('kept_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('signature', 'organization'), name='column_mapping_once')],
                },
            ),
            migrations.CreateModel(
                name='ImportRun',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=10)),
                    ('name', models.CharField(max_length=200)),
                    ('address', models.TextField(blank=True)),
                    ('digest', models.CharField(blank=True, max_length=64)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('house', models.TextField(blank=True)),
                    ('state', models.CharField(default='looked_at', max_length=10)),
                    ('by', models.UUIDField(null=True)),
                    ('rows_all', models.PositiveBigIntegerField(default=0)),
                    ('rows_done', models.PositiveBigIntegerField(default=0)),
                    ('notes', models.JSONField(default=list)),
                    ('to_read', models.JSONField(default=list)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('looked_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('undone_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['-looked_at'], name='import_run_newest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['upload', 'address', 'folder', 'command'])), name='import_run_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ('looking', 'looked_at', 'waiting', 'running', 'done', 'undone', 'refused'))), name='import_run_state_known'), models.CheckConstraint(condition=models.Q(('state__in', ['looking', 'looked_at', 'refused']), ('confirmed_at__isnull', False), _connector='OR'), name='import_run_nothing_before_yes')],
                },
            ),
            migrations.CreateModel(
                name='ImportFile',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('place', models.PositiveIntegerField()),
                    ('path', models.TextField()),
                    ('held', models.JSONField()),
                    ('format', models.CharField(blank=True, max_length=30)),
                    ('encoding', models.CharField(blank=True, max_length=12)),
                    ('said', models.JSONField(null=True)),
                    ('unmapped', models.BooleanField(default=False)),
                    ('edited', models.JSONField(default=list)),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='interop.importrun')),
                ],
            ),
            migrations.CreateModel(
                name='QuarantinedFile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('path', models.TextField()),
                    ('held', models.JSONField()),
                    ('format', models.CharField(blank=True, max_length=30)),
                    ('document', models.TextField(blank=True)),
                    ('line', models.PositiveIntegerField(default=0)),
                    ('why', models.TextField()),
                    ('fix', models.TextField(blank=True)),
                    ('since', models.DateTimeField()),
                    ('state', models.CharField(default='waiting', max_length=12)),
                    ('reason', models.TextField(blank=True)),
                    ('decided_by', models.UUIDField(null=True)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('again', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interop.importrun')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quarantined', to='interop.importrun')),
                ],
            ),
            migrations.CreateModel(
                name='QuarantinedRow',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('line', models.PositiveIntegerField()),
                    ('column', models.TextField(blank=True)),
                    ('why', models.TextField()),
                    ('fix', models.TextField(blank=True)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='interop.quarantinedfile')),
                ],
            ),
            migrations.CreateModel(
                name='ImportPart',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('nth', models.PositiveIntegerField()),
                    ('document', models.UUIDField()),
                    ('identifier', models.TextField()),
                    ('title', models.TextField(blank=True)),
                    ('kind', models.CharField(max_length=60)),
                    ('format', models.CharField(max_length=40)),
                    ('publisher', models.TextField(blank=True)),
                    ('status', models.TextField(blank=True)),
                    ('digest', models.CharField(max_length=64)),
                    ('outcome', models.CharField(max_length=8)),
                    ('stage', models.CharField(default='ready', max_length=8)),
                    ('items', models.PositiveIntegerField()),
                    ('associations', models.PositiveIntegerField()),
                    ('added', models.PositiveIntegerField(default=0)),
                    ('changed', models.PositiveIntegerField(default=0)),
                    ('removed', models.PositiveIntegerField(default=0)),
                    ('moved', models.PositiveIntegerField(default=0)),
                    ('resolves', models.PositiveIntegerField(default=0)),
                    ('outside', models.PositiveIntegerField(default=0)),
                    ('firsts', models.JSONField(default=list)),
                    ('notes', models.JSONField(default=list)),
                    ('before', models.PositiveIntegerField(default=0)),
                    ('was_withdrawn', models.BooleanField(default=False)),
                    ('after', models.PositiveIntegerField(null=True)),
                    ('why', models.TextField(blank=True)),
                    ('fix', models.TextField(blank=True)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='interop.importfile')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='interop.importrun')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('stage', 'ready')), fields=['run', 'id'], name='import_part_next'), models.Index(fields=['document', '-id'], name='import_part_of_document')],
                    'constraints': [models.UniqueConstraint(fields=('file', 'nth'), name='import_part_once'), models.UniqueConstraint(fields=('run', 'document'), name='import_part_document_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ('new', 'changed', 'same'))), name='import_part_outcome_known'), models.CheckConstraint(condition=models.Q(('stage__in', ('ready', 'done', 'stopped', 'undone'))), name='import_part_stage_known'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'done'), _negated=True), ('after__isnull', False), _connector='OR'), name='import_part_done_names_version'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'stopped'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='import_part_stop_has_words')],
                },
            ),
        ]),
        Together([
            migrations.AddConstraint(
                model_name='importfile',
                constraint=models.UniqueConstraint(fields=('run', 'place'), name='import_file_place_once'),
            ),
            migrations.AddIndex(
                model_name='quarantinedfile',
                index=models.Index(fields=['state', '-since'], name='quarantined_newest'),
            ),
            migrations.AddConstraint(
                model_name='quarantinedfile',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'waiting')), models.Q(('again__isnull', False), ('decided_at__isnull', False), ('state', 'tried_again')), models.Q(('decided_at__isnull', False), ('state', 'set_aside'), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='quarantined_decided_with_words'),
            ),
        ]),
    ]
