"""Events about people, and the public log."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models

from throughline.apps.trail.together import Together


# A moment for each event, by which readers with a cursor know what can no longer change behind them.
MOMENT = migrations.RunSQL(
    [
        "CREATE SEQUENCE trail_event_base MINVALUE 0 START 0",
        "CREATE FUNCTION trail_event_moment() RETURNS bigint LANGUAGE sql AS "
        "$$ SELECT last_value + pg_current_xact_id()::text::bigint FROM trail_event_base $$",
    ],
    ["DROP FUNCTION trail_event_moment()", "DROP SEQUENCE trail_event_base"],
)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE trail_event_sequence", "DROP SEQUENCE trail_event_sequence"),
        MOMENT,
        Together([
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('sequence', models.BigIntegerField(db_default=models.Func(models.Value('trail_event_sequence'), function='nextval'), editable=False, unique=True)),
                    ('who', models.UUIDField(null=True)),
                    ('moment', models.BigIntegerField(db_default=models.Func(function='trail_event_moment'), editable=False)),
                    ('verb', models.CharField(max_length=60)),
                    ('about', models.UUIDField(null=True)),
                    ('target', models.CharField(blank=True, max_length=200)),
                    ('happened_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('authority', models.TextField(blank=True)),
                    ('data', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(fields=['about', '-sequence'], name='event_about'), models.Index(fields=['who', 'verb', 'target'], name='event_who_verb_target'), models.Index(fields=['moment', 'sequence'], name='event_moment'), models.Index(condition=models.Q(('authority__in', ('you operate this house', "you gave a command at the house's own machine"))), fields=['-happened_at'], name='event_of_an_operator')],
                },
            ),
            migrations.CreateModel(
                name='PublicEntry',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('position', models.BigIntegerField(unique=True)),
                    ('state', models.CharField(max_length=100)),
                    ('kind', models.CharField(default='version', max_length=20)),
                    ('act', models.CharField(max_length=20)),
                    ('reference', models.CharField(blank=True, max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('digest', models.CharField(max_length=64)),
                    ('leaf_hash', models.CharField(max_length=64)),
                    ('recorded_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('kind', 'version')), fields=['-position'], name='public_entry_newest_version')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'credential'), _negated=True), fields=('state', 'kind', 'reference', 'number'), name='public_entry_once'), models.UniqueConstraint(condition=models.Q(('kind', 'credential')), fields=('digest',), name='public_entry_credential_once'), models.CheckConstraint(condition=models.Q(models.Q(('act__in', ('published', 'retired')), ('kind', 'version')), models.Q(('act__in', ('issued',)), ('kind', 'credential')), models.Q(('act__in', ('published',)), ('kind', 'status_list')), models.Q(('act__in', ('published', 'retired', 'stolen')), ('kind', 'issuer_key')), models.Q(('act__in', ('granted', 'withdrawn')), ('kind', 'recognition')), models.Q(('act__in', ('taken_in', 'undone', 'withdrawn')), ('kind', 'document')), models.Q(('act__in', ('certified', 'withdrawn')), ('kind', 'alignment')), models.Q(('act__in', ('filled', 'vacated', 'announced')), ('kind', 'seat')), models.Q(('act__in', ('taken', 'left')), ('kind', 'office')), models.Q(('act__in', ('opened', 'withdrawn')), ('kind', 'proposal')), models.Q(('act__in', ('opened', 'cast', 'closed')), ('kind', 'vote')), models.Q(('act__in', ('taken',)), ('kind', 'decision')), models.Q(('act__in', ('asked', 'approved', 'refused')), ('kind', 'operator')), models.Q(('act__in', ('bound', 'matched')), ('kind', 'round')), models.Q(('act__in', ('granted',)), ('kind', 'money')), models.Q(('act__in', ('given', 'taken_back')), ('kind', 'endorsement')), _connector='OR'), name='public_entry_act_known'), models.CheckConstraint(condition=models.Q(('position__gte', 0)), name='public_entry_position_from_0'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'credential'), _negated=True), models.Q(('number', 0), ('reference', '')), _connector='OR'), name='public_entry_of_a_credential_names_nothing'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'credential'), _negated=True), ('digest__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='public_entry_salted_hash')],
                },
            ),
            migrations.CreateModel(
                name='PublicNode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.PositiveSmallIntegerField()),
                    ('at', models.BigIntegerField()),
                    ('hash', models.BinaryField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('level', 'at'), name='public_node_once')],
                },
            ),
            migrations.CreateModel(
                name='SignedCheckpoint',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('size', models.BigIntegerField()),
                    ('note', models.TextField()),
                    ('signed_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['size'], name='signed_checkpoint_size')],
                },
            ),
            migrations.CreateModel(
                name='Cosignature',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('witness', models.CharField(max_length=255)),
                    ('line', models.TextField()),
                    ('seen_at', models.DateTimeField()),
                    ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cosignatures', to='trail.signedcheckpoint')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('checkpoint', 'witness'), name='cosignature_once_for_each_witness')],
                },
            ),
        ]),
    ]
