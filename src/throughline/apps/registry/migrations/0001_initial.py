"""What others published, taken in."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from throughline.apps.trail.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='CatalogueEntry',
                fields=[
                    ('reference', models.CharField(max_length=200, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=60)),
                    ('titles', models.JSONField()),
                    ('texts', models.JSONField()),
                    ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                    ('haystack', models.TextField()),
                ],
            ),
            migrations.CreateModel(
                name='CatalogueMark',
                fields=[
                    ('only', models.BooleanField(default=True, primary_key=True, serialize=False)),
                    ('newest', models.UUIDField()),
                    ('followed_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='catalogue_mark_only_one')],
                },
            ),
            migrations.CreateModel(
                name='RegistryDocument',
                fields=[
                    ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                    ('identifier', models.TextField(unique=True)),
                    ('uri', models.TextField(blank=True)),
                    ('kind', models.CharField(max_length=60)),
                    ('format', models.CharField(max_length=40)),
                    ('title', models.TextField(blank=True)),
                    ('publisher', models.TextField(blank=True)),
                    ('status', models.CharField(blank=True, max_length=200)),
                    ('language', models.CharField(blank=True, max_length=40)),
                    ('edition', models.CharField(blank=True, max_length=200)),
                    ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                    ('own', models.BooleanField(default=False)),
                    ('number', models.PositiveIntegerField()),
                    ('items', models.PositiveIntegerField()),
                    ('associations', models.PositiveIntegerField()),
                    ('first_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['title', 'id'], name='registry_document_by_title')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='registry_document_number_from_1')],
                },
            ),
            migrations.CreateModel(
                name='RegistryAssociation',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('identifier', models.TextField()),
                    ('twin', models.PositiveSmallIntegerField(default=0)),
                    ('since', models.PositiveIntegerField()),
                    ('until', models.PositiveIntegerField(null=True)),
                    ('digest', models.BinaryField()),
                    ('place', models.FloatField()),
                    ('kind', models.TextField()),
                    ('origin', models.TextField(blank=True)),
                    ('origin_uri', models.TextField(blank=True)),
                    ('destination', models.TextField(blank=True)),
                    ('destination_uri', models.TextField(blank=True)),
                    ('destination_title', models.TextField(blank=True)),
                    ('position', models.BigIntegerField(null=True)),
                    ('uri', models.TextField(blank=True)),
                    ('group', models.TextField(blank=True)),
                    ('body', models.BinaryField()),
                    ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.registrydocument')),
                ],
                options={
                    'indexes': [models.Index(fields=['document', 'place'], name='registry_association_in_order'), models.Index(condition=models.Q(('until', None)), fields=['origin'], name='registry_association_from'), models.Index(condition=models.Q(('until', None)), fields=['destination'], name='registry_association_to')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('identifier', 'document', 'twin'), name='registry_association_stands_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='registry_association_ends_after')],
                },
            ),
            migrations.CreateModel(
                name='ItemLook',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('item', models.TextField()),
                    ('outcome', models.CharField(max_length=20)),
                    ('by', models.UUIDField()),
                    ('looked_at', models.DateTimeField()),
                    ('left_document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.registrydocument')),
                    ('right_document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.registrydocument')),
                ],
                options={
                    'indexes': [models.Index(fields=['left_document', 'right_document', 'id'], name='look_at_a_pair')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['skipped', 'nothing_fits', 'opened'])), name='look_outcome_known')],
                },
            ),
            migrations.CreateModel(
                name='DocumentVersion',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('act', models.CharField(max_length=20)),
                    ('of', models.PositiveIntegerField(null=True)),
                    ('digest', models.CharField(max_length=64)),
                    ('source', models.CharField(blank=True, max_length=100)),
                    ('head', models.JSONField()),
                    ('body', models.BinaryField()),
                    ('named', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                    ('items', models.PositiveIntegerField()),
                    ('associations', models.PositiveIntegerField()),
                    ('item_places', models.BinaryField(default=b'')),
                    ('association_places', models.BinaryField(default=b'')),
                    ('added', models.PositiveIntegerField()),
                    ('changed', models.PositiveIntegerField()),
                    ('removed', models.PositiveIntegerField()),
                    ('notes', models.JSONField(default=list)),
                    ('by', models.UUIDField(null=True)),
                    ('imported_at', models.DateTimeField()),
                    ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='registry.registrydocument')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('document', 'number'), name='document_version_once'), models.CheckConstraint(condition=models.Q(('act__in', ['taken_in', 'undone', 'withdrawn'])), name='document_version_act_known'), models.CheckConstraint(condition=models.Q(models.Q(('act', 'undone'), ('of__isnull', False)), models.Q(models.Q(('act', 'undone'), _negated=True), ('of', None)), _connector='OR'), name='document_version_undone_names_which')],
                },
            ),
            migrations.CreateModel(
                name='AlignmentDecision',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('alignment', models.UUIDField()),
                    ('number', models.PositiveIntegerField()),
                    ('left', models.TextField()),
                    ('right', models.TextField()),
                    ('kind', models.CharField(max_length=60)),
                    ('status', models.CharField(max_length=20)),
                    ('basis', models.CharField(max_length=20)),
                    ('complete', models.BooleanField(default=False)),
                    ('carries_over', models.BooleanField(default=False)),
                    ('level', models.PositiveSmallIntegerField(null=True)),
                    ('strength', models.PositiveSmallIntegerField(null=True)),
                    ('reason', models.TextField()),
                    ('by', models.UUIDField()),
                    ('body', models.CharField(blank=True, max_length=150)),
                    ('undoes', models.PositiveIntegerField(null=True)),
                    ('decided_at', models.DateTimeField()),
                    ('left_document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.registrydocument')),
                    ('right_document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.registrydocument')),
                ],
                options={
                    'indexes': [models.Index(fields=['left_document', 'right_document', 'id'], name='decision_of_a_pair')],
                    'constraints': [models.UniqueConstraint(fields=('alignment', 'number'), name='decision_number_once'), models.CheckConstraint(condition=models.Q(('status__in', ['claimed', 'reviewed', 'certified', 'declined', 'withdrawn'])), name='decision_status_known'), models.CheckConstraint(condition=models.Q(('basis__in', ['proposed', 'imported', 'own'])), name='decision_basis_known'), models.CheckConstraint(condition=models.Q(('left', models.F('right')), _negated=True), name='decision_between_two'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decision_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'certified'), _negated=True), models.Q(('body', ''), _negated=True), _connector='OR'), name='decision_certified_by_a_body')],
                },
            ),
            migrations.CreateModel(
                name='RegistryItem',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('identifier', models.TextField()),
                    ('twin', models.PositiveSmallIntegerField(default=0)),
                    ('since', models.PositiveIntegerField()),
                    ('until', models.PositiveIntegerField(null=True)),
                    ('digest', models.BinaryField()),
                    ('place', models.FloatField()),
                    ('parent', models.TextField(blank=True)),
                    ('position', models.BigIntegerField()),
                    ('uri', models.TextField(blank=True)),
                    ('kind', models.TextField(blank=True)),
                    ('code', models.TextField(blank=True)),
                    ('statement', models.TextField(blank=True)),
                    ('level', models.TextField(blank=True)),
                    ('language', models.TextField(blank=True)),
                    ('body', models.BinaryField()),
                    ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='registry.registrydocument')),
                ],
                options={
                    'indexes': [models.Index(fields=['document', 'place'], name='registry_item_in_order'), models.Index(condition=models.Q(('until', None)), fields=['document', 'parent', 'position', 'place'], name='registry_item_in_tree')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('identifier', 'document', 'twin'), name='registry_item_stands_once'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='registry_item_ends_after')],
                },
            ),
        ]),
    ]
