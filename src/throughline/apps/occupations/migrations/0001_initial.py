"""Labor market data in editions."""

import django.contrib.postgres.fields
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
                name='Edition',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=20)),
                    ('label', models.CharField(max_length=200)),
                    ('period', models.DateField()),
                    ('publisher', models.CharField(blank=True, max_length=200)),
                    ('licence', models.CharField(blank=True, max_length=200)),
                    ('attribution', models.TextField(blank=True)),
                    ('source', models.CharField(blank=True, max_length=500)),
                    ('invented', models.BooleanField(default=False)),
                    ('digest', models.CharField(max_length=64)),
                    ('reference', models.JSONField(default=dict)),
                    ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                    ('counts', models.JSONField(default=dict)),
                    ('notes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                    ('loaded_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('kind', 'digest'), name='edition_once'), models.CheckConstraint(condition=models.Q(('kind__in', ('onet', 'soc', 'soc-2010', 'cip', 'crosswalk', 'wages', 'projections', 'nem', 'living-wage'))), name='edition_kind_known'), models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='edition_has_a_label')],
                },
            ),
            migrations.CreateModel(
                name='Group',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=7)),
                    ('title', models.CharField(max_length=300)),
                    ('level', models.CharField(max_length=10)),
                    ('parent', models.CharField(blank=True, max_length=7)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='group_once')],
                },
            ),
            migrations.CreateModel(
                name='Hybrid',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('onet', models.CharField(max_length=10)),
                    ('soc', models.CharField(max_length=7)),
                    ('nem', models.CharField(max_length=7)),
                    ('title', models.CharField(max_length=300)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'indexes': [models.Index(fields=['edition', 'soc'], name='hybrid_by_soc')],
                },
            ),
            migrations.CreateModel(
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('cip', models.CharField(max_length=7)),
                    ('program', models.CharField(max_length=300)),
                    ('soc', models.CharField(blank=True, max_length=7)),
                    ('title', models.CharField(blank=True, max_length=300)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'indexes': [models.Index(fields=['edition', 'soc'], name='link_by_soc')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('soc', '99-9999'), _negated=True), name='link_is_no_no_match')],
                },
            ),
            migrations.CreateModel(
                name='LivingWage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('area', models.CharField(max_length=20)),
                    ('area_title', models.CharField(max_length=200)),
                    ('household', models.CharField(max_length=100)),
                    ('hourly', models.DecimalField(decimal_places=2, max_digits=9)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('edition', 'area', 'household'), name='living_wage_once'), models.CheckConstraint(condition=models.Q(('hourly__gt', 0)), name='living_wage_is_a_wage')],
                },
            ),
            migrations.CreateModel(
                name='Occupation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=10)),
                    ('soc', models.CharField(max_length=7)),
                    ('title', models.CharField(max_length=300)),
                    ('description', models.TextField()),
                    ('zone', models.PositiveSmallIntegerField(null=True)),
                    ('letters', models.CharField(blank=True, max_length=3)),
                    ('interests', django.contrib.postgres.fields.ArrayField(base_field=models.DecimalField(decimal_places=2, max_digits=4), default=list, size=None)),
                    ('names', models.TextField()),
                    ('body', models.JSONField()),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'indexes': [models.Index(fields=['edition', 'soc'], name='occupation_by_soc')],
                    'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='occupation_once'), models.CheckConstraint(condition=models.Q(('zone__range', (1, 5))), name='occupation_zone_1_to_5'), models.CheckConstraint(condition=models.Q(('interests__len', 6), ('interests__len', 0), _connector='OR'), name='occupation_six_interests'), models.CheckConstraint(condition=models.Q(('soc', '99-9999'), _negated=True), name='occupation_is_no_no_match')],
                },
            ),
            migrations.CreateModel(
                name='Outlook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=7)),
                    ('title', models.CharField(max_length=300)),
                    ('total', models.BooleanField()),
                    ('base', models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                    ('target', models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                    ('change', models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                    ('change_percent', models.DecimalField(decimal_places=4, max_digits=9, null=True)),
                    ('openings', models.DecimalField(decimal_places=4, max_digits=14, null=True)),
                    ('education', models.CharField(blank=True, max_length=100)),
                    ('experience', models.CharField(blank=True, max_length=100)),
                    ('training', models.CharField(blank=True, max_length=100)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'indexes': [models.Index(fields=['edition', 'code'], name='outlook_by_code')],
                },
            ),
            migrations.CreateModel(
                name='Program',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=7)),
                    ('title', models.CharField(max_length=300)),
                    ('definition', models.TextField()),
                    ('action', models.CharField(blank=True, max_length=100)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('edition', 'code'), name='program_once')],
                },
            ),
            migrations.CreateModel(
                name='Renamed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('soc_2010', models.CharField(max_length=7)),
                    ('title_2010', models.CharField(max_length=300)),
                    ('soc', models.CharField(max_length=7)),
                    ('title', models.CharField(max_length=300)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'indexes': [models.Index(fields=['edition', 'soc_2010'], name='renamed_by_2010')],
                },
            ),
            migrations.CreateModel(
                name='Wage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('area', models.CharField(max_length=20)),
                    ('area_title', models.CharField(max_length=200)),
                    ('state', models.CharField(blank=True, max_length=2)),
                    ('code', models.CharField(max_length=7)),
                    ('title', models.CharField(max_length=300)),
                    ('grouping', models.CharField(blank=True, max_length=12)),
                    ('employment', models.DecimalField(decimal_places=1, max_digits=12, null=True)),
                    ('employment_error', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                    ('h_mean', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                    ('h_p10', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                    ('h_p25', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                    ('h_median', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                    ('h_p75', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                    ('h_p90', models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                    ('a_mean', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ('a_p10', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ('a_p25', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ('a_median', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ('a_p75', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ('a_p90', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ('flags', models.JSONField(default=dict)),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='occupations.edition')),
                ],
                options={
                    'indexes': [models.Index(fields=['edition', 'code'], name='wage_by_code')],
                    'constraints': [models.UniqueConstraint(fields=('edition', 'area', 'code', 'grouping'), name='wage_once')],
                },
            ),
        ]),
    ]
