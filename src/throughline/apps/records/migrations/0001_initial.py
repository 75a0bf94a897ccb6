"""The record for life: evidence, judgments, facts and credentials."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import throughline.apps.records.models.sharing
import uuid
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
                name='Attainment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('what', models.CharField(max_length=200)),
                    ('level', models.PositiveSmallIntegerField(null=True)),
                    ('score', models.DecimalField(decimal_places=3, max_digits=10, null=True)),
                    ('scale', models.CharField(blank=True, max_length=60)),
                    ('amounts', models.JSONField(default=dict)),
                    ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), default=list, size=None)),
                    ('framework', models.CharField(blank=True, max_length=120)),
                    ('framework_level', models.PositiveSmallIntegerField(null=True)),
                    ('context', models.CharField(blank=True, max_length=60)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('issuer', models.CharField(blank=True, max_length=150)),
                    ('validators', models.JSONField(default=list)),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('valid_until', models.DateField(null=True)),
                    ('note', models.TextField(blank=True)),
                    ('judged_reference', models.CharField(blank=True, max_length=200)),
                    ('judged_number', models.PositiveIntegerField(null=True)),
                    ('source', models.CharField(default='assessor', max_length=40)),
                    ('confirmed', models.BooleanField(default=True)),
                    ('attested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attainments', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Endorsement',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('about', models.CharField(blank=True, max_length=200)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('organization', models.CharField(max_length=150)),
                    ('role', models.CharField(max_length=60)),
                    ('words', models.TextField()),
                    ('said_at', models.DateTimeField()),
                    ('place', models.PositiveIntegerField()),
                    ('salt', models.CharField(max_length=64)),
                    ('content', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('signed', models.JSONField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
            ),
            migrations.CreateModel(
                name='HolderProfile',
                fields=[
                    ('learner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='directory.person')),
                    ('content', models.JSONField()),
                    ('written_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='IssuerKey',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('issuer', models.CharField(max_length=150)),
                    ('name', models.CharField(max_length=60)),
                    ('kind', models.CharField(max_length=10)),
                    ('public', models.JSONField()),
                    ('created_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='JudgeFigure',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('assessment', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('part', models.CharField(max_length=100)),
                    ('severity', models.FloatField()),
                    ('error', models.FloatField()),
                    ('works', models.PositiveIntegerField()),
                    ('since', models.DateField(null=True)),
                    ('change', models.FloatField(null=True)),
                    ('change_error', models.FloatField(null=True)),
                    ('alarm', models.BooleanField(default=False)),
                    ('worked_out_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Judgment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('role', models.CharField(max_length=60)),
                    ('organization', models.CharField(max_length=150)),
                    ('sector', models.CharField(max_length=30)),
                    ('round', models.CharField(max_length=10)),
                    ('met', models.BooleanField()),
                    ('feedback', models.TextField(blank=True)),
                    ('next', models.TextField(blank=True)),
                    ('signed_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
            ),
            migrations.CreateModel(
                name='KeptFile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('form', models.CharField(max_length=80)),
                    ('key', models.CharField(max_length=64)),
                    ('content', models.BinaryField()),
                    ('made_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='KeyMark',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=10)),
                    ('at', models.DateTimeField()),
                    ('reason', models.TextField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
            ),
            migrations.CreateModel(
                name='NeutralPlace',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                ],
            ),
            migrations.CreateModel(
                name='Outcome',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('outcome', models.CharField(max_length=12)),
                    ('how', models.CharField(max_length=10)),
                    ('levels', models.JSONField(default=dict)),
                    ('decided_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='OutcomeAttainment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ],
            ),
            migrations.CreateModel(
                name='PairwiseSubject',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('issuer', models.CharField(max_length=150)),
                ],
            ),
            migrations.CreateModel(
                name='PanelSeat',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('role', models.CharField(max_length=60)),
                    ('organization', models.CharField(max_length=150)),
                    ('sector', models.CharField(max_length=30)),
                    ('sat', models.BooleanField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('criterion', models.CharField(max_length=100)),
                    ('level', models.PositiveSmallIntegerField()),
                ],
            ),
            migrations.CreateModel(
                name='Recognition',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('words', models.TextField(blank=True)),
                    ('asked_at', models.DateTimeField()),
                    ('due', models.DateField()),
                    ('appealed_at', models.DateTimeField(null=True)),
                    ('appeal_words', models.TextField(blank=True)),
                    ('appeal_due', models.DateField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='RecognitionDecision',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('turn', models.PositiveSmallIntegerField()),
                    ('outcome', models.CharField(max_length=10)),
                    ('level', models.PositiveSmallIntegerField(null=True)),
                    ('reasons', models.TextField()),
                    ('next_step', models.TextField(blank=True)),
                    ('decided_at', models.DateTimeField()),
                    ('waited', models.DurationField()),
                    ('in_time', models.BooleanField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
            ),
            migrations.CreateModel(
                name='RecognitionWish',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('what', models.CharField(max_length=200)),
                    ('level', models.PositiveSmallIntegerField(null=True)),
                    ('amounts', models.JSONField(default=dict)),
                    ('tags', models.JSONField(default=list)),
                    ('position', models.PositiveSmallIntegerField()),
                ],
            ),
            migrations.CreateModel(
                name='Review',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('outcome', models.TextField(blank=True)),
                ],
            ),
            migrations.CreateModel(
                name='RevocationDecoy',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('issuer', models.CharField(max_length=150)),
                    ('cause', models.CharField(max_length=30)),
                ],
            ),
            migrations.CreateModel(
                name='SecondJudgment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('levels', models.JSONField()),
                    ('signed_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='SecondMarking',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('seed', models.CharField(max_length=100)),
                    ('drawn_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='SelfRating',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('criterion', models.CharField(max_length=100)),
                    ('level', models.PositiveSmallIntegerField()),
                    ('rated_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Share',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('audience', models.CharField(max_length=20)),
                    ('form', models.CharField(default='record', max_length=20)),
                    ('to_whom', models.CharField(max_length=200)),
                    ('purpose', models.CharField(max_length=300)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('secret_hash', models.CharField(max_length=64, null=True, unique=True)),
                    ('items', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                    ('subject', models.UUIDField(default=uuid.uuid4)),
                    ('salt', models.CharField(default=throughline.apps.records.models.sharing.new_salt, max_length=64)),
                    ('created_at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='ShowRequest',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('purpose', models.CharField(max_length=300)),
                    ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                    ('nonce', models.CharField(max_length=64, unique=True)),
                    ('state', models.CharField(max_length=64)),
                    ('made_at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answer', models.CharField(blank=True, max_length=20)),
                    ('report', models.JSONField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='SkillAnswer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('words', models.TextField()),
                    ('answered_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='SkillRating',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('item', models.CharField(max_length=200)),
                    ('level', models.PositiveSmallIntegerField()),
                ],
            ),
            migrations.CreateModel(
                name='SkillReview',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('form', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('rater', models.CharField(max_length=20)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('words', models.TextField(blank=True)),
                    ('given_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='SourceRecord',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('title', models.CharField(max_length=300)),
                    ('as_written', models.CharField(max_length=300)),
                    ('organization', models.CharField(max_length=200)),
                    ('ended_on', models.DateField()),
                    ('digest', models.CharField(max_length=64)),
                    ('brought_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='StatusList',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('issuer', models.CharField(max_length=150)),
                    ('holds', models.CharField(default='awards', max_length=12)),
                    ('size', models.PositiveIntegerField(default=131072)),
                    ('opened_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='StatusPublication',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('purpose', models.CharField(max_length=12)),
                    ('places', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, size=None)),
                    ('signed', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('published_at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('size', models.PositiveBigIntegerField()),
                    ('media_type', models.CharField(max_length=100)),
                    ('preview', models.CharField(blank=True, max_length=64)),
                    ('stored_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('assessment', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('part', models.CharField(max_length=100)),
                    ('certifying', models.BooleanField()),
                    ('offered', models.BooleanField(default=False)),
                    ('words', models.TextField(blank=True)),
                    ('link', models.URLField(blank=True, max_length=500)),
                    ('setting', models.CharField(blank=True, max_length=60)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('happened_on', models.DateField()),
                    ('handed_in_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='SubmissionEvidence',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ],
            ),
            migrations.CreateModel(
                name='Upload',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200)),
                    ('size', models.PositiveBigIntegerField()),
                    ('promised', models.CharField(blank=True, max_length=64)),
                    ('received', models.PositiveBigIntegerField(default=0)),
                    ('begun_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='UploadChunk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('offset', models.PositiveBigIntegerField()),
                    ('data', models.BinaryField()),
                ],
            ),
            migrations.CreateModel(
                name='UsedNonce',
                fields=[
                    ('hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('used_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='WalletCopy',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('holder', models.CharField(max_length=2048)),
                    ('form', models.CharField(max_length=20)),
                    ('digest', models.CharField(max_length=64)),
                    ('given_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='WalletOffer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('code_hash', models.CharField(max_length=64, unique=True)),
                    ('pin_hash', models.CharField(blank=True, max_length=64)),
                    ('wrong_pins', models.PositiveSmallIntegerField(default=0)),
                    ('made_at', models.DateTimeField()),
                    ('until', models.DateTimeField()),
                    ('taken_at', models.DateTimeField(null=True)),
                    ('token_hash', models.CharField(max_length=64, null=True, unique=True)),
                    ('token_until', models.DateTimeField(null=True)),
                    ('collected_at', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='WholeRecord',
                fields=[
                    ('learner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='directory.person')),
                    ('covers', models.CharField(max_length=64)),
                    ('signed', models.JSONField()),
                    ('made_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='WorkSample',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('words', models.TextField(blank=True)),
                    ('made_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='AgreementFigure',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('assessment', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('part', models.CharField(max_length=100)),
                    ('figures', models.JSONField()),
                    ('works', models.PositiveIntegerField()),
                    ('judges', models.PositiveIntegerField()),
                    ('seed', models.PositiveIntegerField()),
                    ('published_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['assessment', 'number', '-published_at'], name='agreement_figure_newest')],
                },
            ),
            migrations.CreateModel(
                name='AnchorSet',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('assessment', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('part', models.CharField(max_length=100)),
                    ('edition', models.PositiveIntegerField()),
                    ('agreed_by', models.JSONField()),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Anchor',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('title', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('link', models.URLField(blank=True, max_length=500)),
                    ('levels', models.JSONField()),
                    ('why', models.JSONField(default=dict)),
                    ('set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchors', to='records.anchorset')),
                ],
            ),
            migrations.CreateModel(
                name='BroughtFact',
                fields=[
                    ('attainment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='brought', serialize=False, to='records.attainment')),
                    ('proof', models.CharField(blank=True, max_length=64)),
                    ('issuer', models.CharField(blank=True, max_length=2048)),
                ],
            ),
            migrations.CreateModel(
                name='Approval',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('supervisor', models.CharField(max_length=36)),
                    ('approved_at', models.DateTimeField()),
                    ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('attainment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='records.attainment')),
                ],
            ),
            migrations.CreateModel(
                name='AttainmentMark',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('on', models.DateField()),
                    ('reason', models.TextField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('attainment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mark', to='records.attainment')),
                    ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('part', models.CharField(max_length=200)),
                    ('milestone', models.CharField(blank=True, max_length=200)),
                    ('outcome', models.CharField(max_length=10)),
                    ('on', models.DateField()),
                    ('advice', models.TextField(blank=True)),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('attainment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.attainment')),
                    ('judged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Award',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('credential', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('issuer', models.CharField(max_length=150)),
                    ('source', models.CharField(max_length=250)),
                    ('judged_reference', models.CharField(blank=True, max_length=200)),
                    ('judged_number', models.PositiveIntegerField(null=True)),
                    ('attainments', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                    ('place', models.PositiveIntegerField()),
                    ('issued_at', models.DateTimeField()),
                    ('valid_until', models.DateField(null=True)),
                    ('salt', models.CharField(max_length=64)),
                    ('content', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('signed', models.JSONField(null=True)),
                    ('signed_at', models.DateTimeField(null=True)),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='directory.person')),
                    ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='records.award')),
                ],
            ),
            migrations.CreateModel(
                name='AwardMark',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=12)),
                    ('at', models.DateTimeField()),
                    ('cause', models.CharField(max_length=30)),
                    ('reason', models.TextField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='records.award')),
                    ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='AwardReview',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('opened_at', models.DateTimeField()),
                    ('appeal', models.TextField(blank=True)),
                    ('appealed_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('upheld', models.BooleanField(null=True)),
                    ('outcome', models.TextField(blank=True)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('mark', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='records.awardmark')),
                ],
            ),
            migrations.CreateModel(
                name='Batch',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=10)),
                    ('organization', models.CharField(max_length=150)),
                    ('file_name', models.CharField(blank=True, max_length=200)),
                    ('digest', models.CharField(max_length=64)),
                    ('brought_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='BatchRow',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('line', models.PositiveIntegerField()),
                    ('given', models.JSONField()),
                    ('state', models.CharField(default='ready', max_length=8)),
                    ('column', models.CharField(blank=True, max_length=60)),
                    ('why', models.TextField(blank=True)),
                    ('fix', models.TextField(blank=True)),
                    ('award', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.award')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='records.batch')),
                ],
            ),
            migrations.CreateModel(
                name='Bringing',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('digest', models.CharField(max_length=64)),
                    ('holder', models.CharField(max_length=200)),
                    ('made_at', models.DateTimeField()),
                    ('sections', models.JSONField()),
                    ('documents', models.JSONField(default=list)),
                    ('log_proofs', models.JSONField(default=dict)),
                    ('brought_at', models.DateTimeField()),
                    ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bringings', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='BundleAtHand',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('digest', models.CharField(max_length=64)),
                    ('size', models.PositiveBigIntegerField()),
                    ('handed_over_at', models.DateTimeField()),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='CalibrationRun',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('drawn', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                    ('begun_at', models.DateTimeField()),
                    ('judge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='records.anchorset')),
                ],
            ),
            migrations.CreateModel(
                name='CalibrationResult',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('shift', models.FloatField()),
                    ('error', models.FloatField()),
                    ('exact', models.FloatField()),
                    ('adjacent', models.FloatField()),
                    ('in_band', models.BooleanField()),
                    ('until', models.DateField(null=True)),
                    ('decided_at', models.DateTimeField()),
                    ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='result', to='records.calibrationrun')),
                ],
            ),
            migrations.CreateModel(
                name='AnchorJudgment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('levels', models.JSONField()),
                    ('judged_at', models.DateTimeField()),
                    ('anchor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgments', to='records.anchor')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgments', to='records.calibrationrun')),
                ],
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('purpose', models.CharField(max_length=60)),
                    ('given_at', models.DateTimeField()),
                    ('until', models.DateTimeField(null=True)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='directory.person')),
                    ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('words', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('due_on', models.DateField()),
                    ('appeals', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeal', to='records.correction')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('attainment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='records.attainment')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='CorrectionAnswer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('outcome', models.CharField(max_length=10)),
                    ('reason', models.TextField()),
                    ('answered_at', models.DateTimeField()),
                    ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('correction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='records.correction')),
                    ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.attainment')),
                ],
            ),
            migrations.CreateModel(
                name='DraftJudgment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('levels', models.JSONField(default=dict)),
                    ('feedback', models.TextField(blank=True)),
                    ('next', models.TextField(blank=True)),
                    ('saved_at', models.DateTimeField()),
                    ('judge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='EndorsedCopy',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('endorsements', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                    ('signed', models.JSONField()),
                    ('signed_at', models.DateTimeField()),
                    ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies_with_endorsements', to='records.award')),
                ],
            ),
            migrations.CreateModel(
                name='EndorsementMark',
                fields=[
                    ('endorsement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='mark', serialize=False, to='records.endorsement')),
                    ('at', models.DateTimeField()),
                    ('reason', models.TextField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ],
            ),
            migrations.CreateModel(
                name='EndorsementAnswer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('shows', models.BooleanField()),
                    ('answered_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('endorsement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='records.endorsement')),
                ],
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=20)),
                    ('number', models.PositiveIntegerField(default=0)),
                    ('draft', models.JSONField(null=True)),
                    ('begun_at', models.DateTimeField()),
                    ('touched_at', models.DateTimeField()),
                    ('set_aside_at', models.DateTimeField(null=True)),
                    ('phone_key', models.CharField(blank=True, max_length=64)),
                    ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='EvidenceShowing',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('why', models.CharField(max_length=200)),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='showings', to='records.evidence')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='EvidenceVersion',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('words', models.TextField(blank=True)),
                    ('link', models.URLField(blank=True, max_length=1000)),
                    ('hours', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                    ('setting', models.CharField(max_length=20)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('place', models.CharField(blank=True, max_length=200)),
                    ('happened_on', models.DateField()),
                    ('until', models.DateField(null=True)),
                    ('people', models.JSONField(default=list)),
                    ('shows', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                    ('strengths', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None)),
                    ('content', models.CharField(max_length=64)),
                    ('kept_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.evidence')),
                    ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='EvidenceFile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200)),
                    ('words', models.CharField(blank=True, max_length=500)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='records.evidenceversion')),
                ],
            ),
            migrations.CreateModel(
                name='AttestationRequest',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200)),
                    ('tie', models.CharField(max_length=20)),
                    ('tie_words', models.CharField(blank=True, max_length=200)),
                    ('email', models.EmailField(blank=True, max_length=254)),
                    ('message', models.TextField(blank=True)),
                    ('secret', models.CharField(blank=True, max_length=64)),
                    ('asked_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('code', models.CharField(blank=True, max_length=64)),
                    ('code_until', models.DateTimeField(null=True)),
                    ('code_tries', models.PositiveSmallIntegerField(default=0)),
                    ('email_checked_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='records.evidenceversion')),
                ],
            ),
            migrations.CreateModel(
                name='Attestation',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200)),
                    ('tie', models.CharField(max_length=20)),
                    ('tie_words', models.CharField(blank=True, max_length=200)),
                    ('words', models.TextField()),
                    ('hours', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                    ('assurance', models.CharField(max_length=20)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('role', models.CharField(blank=True, max_length=60)),
                    ('content', models.CharField(max_length=64)),
                    ('said_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('request', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attestation', to='records.attestationrequest')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='records.evidenceversion')),
                ],
            ),
            migrations.CreateModel(
                name='AttainmentEvidence',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('attainment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='records.attainment')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attainments', to='records.evidenceversion')),
                ],
            ),
            migrations.CreateModel(
                name='ExceptionGrant',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('rule', models.CharField(max_length=200)),
                    ('node', models.CharField(max_length=200)),
                    ('kind', models.CharField(max_length=20)),
                    ('accept', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                    ('version', models.PositiveIntegerField(default=0)),
                    ('on', models.DateField()),
                    ('until', models.DateField(null=True)),
                    ('reason', models.TextField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='directory.person')),
                    ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Exhibition',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('assessment', models.CharField(max_length=200)),
                    ('part', models.CharField(max_length=100)),
                    ('title', models.CharField(max_length=200)),
                    ('organization', models.CharField(max_length=150)),
                    ('on', models.DateField()),
                    ('made_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='ExternalResult',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('assessment', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('score', models.DecimalField(decimal_places=3, max_digits=10)),
                    ('scale', models.CharField(max_length=60)),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None)),
                    ('taken_on', models.DateField()),
                    ('digest', models.CharField(max_length=64)),
                    ('brought_at', models.DateTimeField()),
                    ('attainment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='external', to='records.attainment')),
                    ('brought_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='external_results', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Featured',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('item', models.CharField(max_length=200)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Footing',
                fields=[
                    ('learner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='directory.person')),
                    ('pathway', models.CharField(blank=True, max_length=200)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('began', models.DateField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('pathway', '')), models.Q(models.Q(('pathway', ''), _negated=True), ('number__gte', 1)), _connector='OR'), name='footing_pins_a_version')],
                },
            ),
            migrations.CreateModel(
                name='HeldCredential',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('source', models.CharField(blank=True, max_length=200)),
                    ('content', models.BinaryField()),
                    ('digest', models.CharField(max_length=64)),
                    ('same', models.CharField(blank=True, max_length=64)),
                    ('form', models.CharField(max_length=10)),
                    ('kind', models.CharField(max_length=20)),
                    ('name', models.CharField(blank=True, max_length=500)),
                    ('issuer', models.CharField(blank=True, max_length=2048)),
                    ('issuer_name', models.CharField(blank=True, max_length=500)),
                    ('valid_from', models.DateTimeField(null=True)),
                    ('valid_until', models.DateTimeField(null=True)),
                    ('answer', models.CharField(max_length=20)),
                    ('report', models.JSONField()),
                    ('checked_at', models.DateTimeField()),
                    ('received_at', models.DateTimeField()),
                    ('repackaged', models.JSONField(null=True)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='IssuerSecret',
                fields=[
                    ('key', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='secret', serialize=False, to='records.issuerkey')),
                    ('sealed', models.BinaryField()),
                ],
            ),
        ]),
        Together([
            migrations.AddField(
                model_name='endorsement',
                name='award',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='records.award'),
            ),
            migrations.AddField(
                model_name='endorsement',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddIndex(
                model_name='issuerkey',
                index=models.Index(fields=['issuer', 'kind', '-created_at'], name='issuer_key_newest'),
            ),
            migrations.AddConstraint(
                model_name='issuerkey',
                constraint=models.UniqueConstraint(fields=('issuer', 'name'), name='issuer_key_name_once'),
            ),
            migrations.AddConstraint(
                model_name='issuerkey',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['Ed25519', 'RSA', 'P-256'])), name='issuer_key_kind_known'),
            ),
            migrations.AddField(
                model_name='endorsement',
                name='signed_with',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.issuerkey'),
            ),
            migrations.AddField(
                model_name='endorsedcopy',
                name='signed_with',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.issuerkey'),
            ),
            migrations.AddField(
                model_name='award',
                name='signed_with',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.issuerkey'),
            ),
            migrations.AddField(
                model_name='judgefigure',
                name='judge',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='judgment',
                name='judge',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='keptfile',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='keymark',
                name='key',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='records.issuerkey'),
            ),
            migrations.AddField(
                model_name='neutralplace',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='outcome',
                name='attempt',
                field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='outcome_of', to='records.attempt'),
            ),
            migrations.AddField(
                model_name='outcomeattainment',
                name='attainment',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='behind', to='records.attainment'),
            ),
            migrations.AddField(
                model_name='outcomeattainment',
                name='outcome',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attained', to='records.outcome'),
            ),
            migrations.AddField(
                model_name='pairwisesubject',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='award',
                name='subject',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.pairwisesubject'),
            ),
            migrations.AddField(
                model_name='panelseat',
                name='exhibition',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='records.exhibition'),
            ),
            migrations.AddField(
                model_name='panelseat',
                name='person',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='rating',
                name='judgment',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='records.judgment'),
            ),
            migrations.AddField(
                model_name='recognition',
                name='asked_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='recognition',
                name='evidence',
                field=models.ManyToManyField(related_name='recognitions', to='records.evidenceversion'),
            ),
            migrations.AddField(
                model_name='recognition',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recognitions', to='directory.person'),
            ),
            migrations.AddField(
                model_name='recognitiondecision',
                name='attainment',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.attainment'),
            ),
            migrations.AddField(
                model_name='recognitiondecision',
                name='decided_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='recognitionwish',
                name='recognition',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wishes', to='records.recognition'),
            ),
            migrations.AddField(
                model_name='recognitiondecision',
                name='wish',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='records.recognitionwish'),
            ),
            migrations.AddField(
                model_name='review',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='review',
                name='mark',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='records.attainmentmark'),
            ),
            migrations.AddIndex(
                model_name='revocationdecoy',
                index=models.Index(fields=['issuer'], name='decoy_of_an_issuer'),
            ),
            migrations.AddField(
                model_name='secondjudgment',
                name='judge',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='secondmarking',
                name='drawn_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='secondjudgment',
                name='marking',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='judgment', to='records.secondmarking'),
            ),
            migrations.AddField(
                model_name='share',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='directory.person'),
            ),
            migrations.AddField(
                model_name='showrequest',
                name='asked_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='skillreview',
                name='by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='skillreview',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='skill_reviews', to='directory.person'),
            ),
            migrations.AddField(
                model_name='skillrating',
                name='review',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='records.skillreview'),
            ),
            migrations.AddField(
                model_name='skillanswer',
                name='review',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='records.skillreview'),
            ),
            migrations.AddField(
                model_name='sourcerecord',
                name='brought_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='sourcerecord',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='source_records', to='directory.person'),
            ),
            migrations.AddIndex(
                model_name='statuslist',
                index=models.Index(fields=['issuer', '-opened_at'], name='status_list_newest'),
            ),
            migrations.AddConstraint(
                model_name='statuslist',
                constraint=models.CheckConstraint(condition=models.Q(('size__gte', 131072)), name='status_list_hides_in_a_crowd'),
            ),
            migrations.AddConstraint(
                model_name='statuslist',
                constraint=models.CheckConstraint(condition=models.Q(('holds__in', ['awards', 'endorsements'])), name='status_list_of_one_kind'),
            ),
            migrations.AddField(
                model_name='endorsement',
                name='status_list',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.statuslist'),
            ),
            migrations.AddField(
                model_name='award',
                name='status_list',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.statuslist'),
            ),
            migrations.AddField(
                model_name='statuspublication',
                name='status_list',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='records.statuslist'),
            ),
            migrations.AddConstraint(
                model_name='storedfile',
                constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='stored_file_has_a_digest'),
            ),
            migrations.AddField(
                model_name='evidencefile',
                name='stored',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.storedfile'),
            ),
            migrations.AddField(
                model_name='submission',
                name='asked',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='submission',
                name='brought_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='submission',
                name='exhibition',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='records.exhibition'),
            ),
            migrations.AddField(
                model_name='submission',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='directory.person'),
            ),
            migrations.AddField(
                model_name='submission',
                name='revises',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='records.submission'),
            ),
            migrations.AddField(
                model_name='selfrating',
                name='submission',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='self_ratings', to='records.submission'),
            ),
            migrations.AddField(
                model_name='secondmarking',
                name='submission',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='second', to='records.submission'),
            ),
            migrations.AddField(
                model_name='outcome',
                name='submission',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='outcome', to='records.submission'),
            ),
            migrations.AddField(
                model_name='judgment',
                name='submission',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgments', to='records.submission'),
            ),
            migrations.AddField(
                model_name='draftjudgment',
                name='submission',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='records.submission'),
            ),
            migrations.AddField(
                model_name='submissionevidence',
                name='submission',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='records.submission'),
            ),
            migrations.AddField(
                model_name='submissionevidence',
                name='version',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='records.evidenceversion'),
            ),
            migrations.AddField(
                model_name='upload',
                name='evidence',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='records.evidence'),
            ),
            migrations.AddField(
                model_name='uploadchunk',
                name='upload',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chunks', to='records.upload'),
            ),
            migrations.AddField(
                model_name='walletcopy',
                name='award',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wallet_copies', to='records.award'),
            ),
            migrations.AddField(
                model_name='walletoffer',
                name='award',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.award'),
            ),
            migrations.AddField(
                model_name='walletoffer',
                name='learner',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wallet_offers', to='directory.person'),
            ),
            migrations.AddField(
                model_name='walletcopy',
                name='offer',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='copy', to='records.walletoffer'),
            ),
            migrations.AddField(
                model_name='worksample',
                name='made_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='worksample',
                name='submission',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='records.submission'),
            ),
            migrations.AddConstraint(
                model_name='anchorset',
                constraint=models.UniqueConstraint(fields=('assessment', 'number', 'part', 'edition'), name='anchor_set_edition_once'),
            ),
            migrations.AddConstraint(
                model_name='anchorset',
                constraint=models.CheckConstraint(condition=models.Q(('edition__gte', 1), ('number__gte', 1)), name='anchor_set_from_1'),
            ),
            migrations.AddConstraint(
                model_name='anchor',
                constraint=models.UniqueConstraint(fields=('set', 'title'), name='anchor_title_once_a_set'),
            ),
            migrations.AddConstraint(
                model_name='anchor',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('link', ''), _negated=True), _connector='OR'), name='anchor_shows_something'),
            ),
            migrations.AddField(
                model_name='broughtfact',
                name='bringing',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='records.bringing'),
            ),
            migrations.AddIndex(
                model_name='attainment',
                index=models.Index(fields=['learner', 'happened_on'], name='attainment_learner_day'),
            ),
            migrations.AddConstraint(
                model_name='attainment',
                constraint=models.CheckConstraint(condition=models.Q(('what__regex', '^[a-z_]+(:.+)?$')), name='attainment_names_a_kind'),
            ),
            migrations.AddConstraint(
                model_name='attainment',
                constraint=models.CheckConstraint(condition=models.Q(('level', None), ('level__gte', 1), _connector='OR'), name='attainment_level_from_1'),
            ),
            migrations.AddConstraint(
                model_name='attainment',
                constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('happened_on')), _connector='OR'), name='attainment_valid_after_it_happened'),
            ),
            migrations.AddConstraint(
                model_name='attainmentmark',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='mark_has_a_reason'),
            ),
            migrations.AddIndex(
                model_name='attempt',
                index=models.Index(fields=['learner', 'part'], name='attempt_learner_part'),
            ),
            migrations.AddConstraint(
                model_name='attempt',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['not_yet', 'met'])), name='attempt_outcome_known'),
            ),
            migrations.AddConstraint(
                model_name='attempt',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('attainment', None), ('outcome', 'not_yet')), models.Q(('attainment__isnull', False), ('outcome', 'met')), _connector='OR'), name='attempt_met_leaves_a_fact'),
            ),
            migrations.AddIndex(
                model_name='awardmark',
                index=models.Index(fields=['award', 'at'], name='award_mark_in_order'),
            ),
            migrations.AddConstraint(
                model_name='awardmark',
                constraint=models.UniqueConstraint(condition=models.Q(('kind', 'revoked')), fields=('award',), name='award_revoked_once'),
            ),
            migrations.AddConstraint(
                model_name='awardmark',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['revoked', 'suspended', 'reinstated'])), name='award_mark_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='awardmark',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('cause', ''), _negated=True)), name='award_mark_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='awardreview',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('upheld', None)), models.Q(('closed_at__isnull', False), ('upheld__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='award_review_closes_with_an_outcome'),
            ),
            migrations.AddConstraint(
                model_name='awardreview',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal', ''), ('appealed_at', None)), models.Q(models.Q(('appeal', ''), _negated=True), ('appealed_at__isnull', False)), _connector='OR'), name='award_appeal_is_dated'),
            ),
            migrations.AddIndex(
                model_name='batch',
                index=models.Index(fields=['organization', '-brought_at'], name='batch_newest'),
            ),
            migrations.AddConstraint(
                model_name='batch',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['issue', 'revoke', 'results'])), name='batch_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='batch',
                constraint=models.CheckConstraint(condition=models.Q(('finished_at', None), models.Q(('confirmed_at__isnull', False), ('finished_at__gte', models.F('confirmed_at'))), _connector='OR'), name='batch_finishes_after_yes'),
            ),
            migrations.AddIndex(
                model_name='batchrow',
                index=models.Index(condition=models.Q(('state', 'ready')), fields=['batch', 'line'], name='batch_row_next'),
            ),
            migrations.AddConstraint(
                model_name='batchrow',
                constraint=models.UniqueConstraint(fields=('batch', 'line'), name='batch_line_once'),
            ),
            migrations.AddConstraint(
                model_name='batchrow',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'refused', 'done', 'stopped'])), name='batch_row_state_known'),
            ),
            migrations.AddConstraint(
                model_name='batchrow',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'done']), models.Q(('why', ''), _negated=True), _connector='OR'), name='batch_row_fault_has_words'),
            ),
            migrations.AddConstraint(
                model_name='bringing',
                constraint=models.UniqueConstraint(fields=('learner', 'digest'), name='bringing_once'),
            ),
            migrations.AddConstraint(
                model_name='bringing',
                constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='bringing_digest_is_sha256'),
            ),
            migrations.AddConstraint(
                model_name='bundleathand',
                constraint=models.UniqueConstraint(fields=('learner', 'digest'), name='bundle_at_hand_once'),
            ),
            migrations.AddIndex(
                model_name='calibrationrun',
                index=models.Index(fields=['judge', 'begun_at'], name='calibration_run_of_a_judge'),
            ),
            migrations.AddConstraint(
                model_name='calibrationresult',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('in_band', True), ('until__isnull', False)), models.Q(('in_band', False), ('until', None)), _connector='OR'), name='calibration_in_band_has_an_end'),
            ),
            migrations.AddConstraint(
                model_name='anchorjudgment',
                constraint=models.UniqueConstraint(fields=('run', 'anchor'), name='anchor_judged_once_a_run'),
            ),
            migrations.AddConstraint(
                model_name='consent',
                constraint=models.UniqueConstraint(condition=models.Q(('until', None), ('withdrawn_at', None)), fields=('learner', 'purpose', 'given_by'), name='consent_open_once'),
            ),
            migrations.AddConstraint(
                model_name='consent',
                constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('given_at')), _connector='OR'), name='consent_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='consent',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='consent_taken_back_by_somebody'),
            ),
            migrations.AddIndex(
                model_name='correction',
                index=models.Index(fields=['organization', 'due_on'], name='correction_at_body'),
            ),
            migrations.AddConstraint(
                model_name='correction',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='correction_says_what'),
            ),
            migrations.AddConstraint(
                model_name='correction',
                constraint=models.CheckConstraint(condition=models.Q(('organization', ''), _negated=True), name='correction_has_a_body'),
            ),
            migrations.AddConstraint(
                model_name='correctionanswer',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['corrected', 'stands'])), name='correction_answer_known'),
            ),
            migrations.AddConstraint(
                model_name='correctionanswer',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_answer_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='correctionanswer',
                constraint=models.CheckConstraint(condition=models.Q(('outcome', 'corrected'), ('replaced_by', None), _connector='OR'), name='correction_replaces_when_corrected'),
            ),
            migrations.AddField(
                model_name='endorsementmark',
                name='marked_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddIndex(
                model_name='endorsementanswer',
                index=models.Index(fields=['endorsement', '-answered_at'], name='endorsement_answer_newest'),
            ),
            migrations.AddIndex(
                model_name='evidence',
                index=models.Index(fields=['learner', '-touched_at'], name='evidence_learner_latest'),
            ),
            migrations.AddConstraint(
                model_name='evidence',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('photo', 'file', 'link', 'text', 'reflection', 'hours'))), name='evidence_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='evidence',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('draft__isnull', False), _connector='OR'), name='evidence_is_something'),
            ),
            migrations.AddConstraint(
                model_name='evidence',
                constraint=models.UniqueConstraint(condition=models.Q(('phone_key', ''), _negated=True), fields=('learner', 'phone_key'), name='evidence_sent_once'),
            ),
            migrations.AddConstraint(
                model_name='evidenceshowing',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('organization', ''), ('person__isnull', False)), models.Q(models.Q(('organization', ''), _negated=True), ('person', None)), _connector='OR'), name='evidence_shown_to_somebody'),
            ),
            migrations.AddConstraint(
                model_name='evidenceversion',
                constraint=models.UniqueConstraint(fields=('evidence', 'number'), name='evidence_version_once'),
            ),
            migrations.AddConstraint(
                model_name='evidenceversion',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='evidence_version_from_1'),
            ),
            migrations.AddConstraint(
                model_name='evidenceversion',
                constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='evidence_has_a_title'),
            ),
            migrations.AddConstraint(
                model_name='evidenceversion',
                constraint=models.CheckConstraint(condition=models.Q(('setting__in', ('school', 'work', 'community', 'family', 'online'))), name='evidence_setting_known'),
            ),
            migrations.AddConstraint(
                model_name='evidenceversion',
                constraint=models.CheckConstraint(condition=models.Q(('hours', None), ('hours__gt', 0), _connector='OR'), name='evidence_hours_above_0'),
            ),
            migrations.AddConstraint(
                model_name='evidenceversion',
                constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('happened_on')), _connector='OR'), name='evidence_ends_after_it_began'),
            ),
            migrations.AddConstraint(
                model_name='evidenceversion',
                constraint=models.CheckConstraint(condition=models.Q(('strengths__contained_by', ['aspirational', 'linguistic', 'familial', 'social', 'navigational', 'resistant'])), name='evidence_strengths_known'),
            ),
            migrations.AddConstraint(
                model_name='attestationrequest',
                constraint=models.CheckConstraint(condition=models.Q(('tie__in', ('family', 'client', 'coach', 'mentor', 'supervisor', 'coworker', 'neighbor', 'teacher', 'other'))), name='attestation_tie_known'),
            ),
            migrations.AddConstraint(
                model_name='attestationrequest',
                constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='attestation_asks_somebody'),
            ),
            migrations.AddConstraint(
                model_name='attestationrequest',
                constraint=models.CheckConstraint(condition=models.Q(('secret', ''), ('person', None), _connector='OR'), name='attestation_by_link_or_by_account'),
            ),
            migrations.AddConstraint(
                model_name='attestationrequest',
                constraint=models.UniqueConstraint(condition=models.Q(('secret', ''), _negated=True), fields=('secret',), name='attestation_secret_once'),
            ),
            migrations.AddConstraint(
                model_name='attestation',
                constraint=models.CheckConstraint(condition=models.Q(('tie__in', ('family', 'client', 'coach', 'mentor', 'supervisor', 'coworker', 'neighbor', 'teacher', 'other'))), name='attestation_said_tie_known'),
            ),
            migrations.AddConstraint(
                model_name='attestation',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='attestation_has_words'),
            ),
            migrations.AddConstraint(
                model_name='attestation',
                constraint=models.CheckConstraint(condition=models.Q(('assurance__in', ('brought', 'said_by_link', 'email_checked', 'signed_in', 'works_for'))), name='attestation_assurance_known'),
            ),
            migrations.AddConstraint(
                model_name='attestation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('assurance__in', ['brought', 'said_by_link', 'email_checked']), ('person', None)), models.Q(('assurance', 'signed_in'), ('person__isnull', False)), models.Q(('assurance', 'works_for'), ('person__isnull', False), models.Q(('organization', ''), _negated=True)), _connector='OR'), name='attestation_assurance_is_true'),
            ),
            migrations.AddConstraint(
                model_name='attainmentevidence',
                constraint=models.UniqueConstraint(fields=('attainment', 'version'), name='attainment_rests_once'),
            ),
            migrations.AddConstraint(
                model_name='exceptiongrant',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['waive', 'substitute', 'also_accept'])), name='exception_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='exceptiongrant',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='exception_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='exceptiongrant',
                constraint=models.CheckConstraint(condition=models.Q(('kind', 'waive'), ('accept__len__gt', 0), _connector='OR'), name='exception_says_what_it_accepts'),
            ),
            migrations.AddConstraint(
                model_name='externalresult',
                constraint=models.UniqueConstraint(fields=('learner', 'assessment', 'taken_on'), name='external_result_once_a_day'),
            ),
            migrations.AddConstraint(
                model_name='featured',
                constraint=models.UniqueConstraint(fields=('learner', 'item'), name='featured_once'),
            ),
            migrations.AddConstraint(
                model_name='featured',
                constraint=models.UniqueConstraint(fields=('learner', 'position'), name='featured_one_at_a_place'),
            ),
            migrations.AddIndex(
                model_name='heldcredential',
                index=models.Index(fields=['learner', 'received_at', 'id'], name='held_of_learner'),
            ),
            migrations.AddConstraint(
                model_name='heldcredential',
                constraint=models.UniqueConstraint(fields=('learner', 'digest'), name='held_once'),
            ),
            migrations.AddConstraint(
                model_name='heldcredential',
                constraint=models.UniqueConstraint(condition=models.Q(('same', ''), _negated=True), fields=('learner', 'same'), name='held_one_of_the_same'),
            ),
            migrations.AddConstraint(
                model_name='heldcredential',
                constraint=models.CheckConstraint(condition=models.Q(('answer__in', ('verified', 'not_verified', 'cannot_tell'))), name='held_answer_known'),
            ),
            migrations.AddConstraint(
                model_name='endorsedcopy',
                constraint=models.UniqueConstraint(fields=('award', 'endorsements', 'signed_with'), name='endorsed_copy_once_a_key'),
            ),
            migrations.AddIndex(
                model_name='judgefigure',
                index=models.Index(fields=['judge', '-worked_out_at'], name='judge_figure_newest'),
            ),
            migrations.AddConstraint(
                model_name='judgefigure',
                constraint=models.CheckConstraint(condition=models.Q(('alarm', False), ('change__isnull', False), _connector='OR'), name='judge_alarm_has_a_change'),
            ),
            migrations.AddConstraint(
                model_name='keptfile',
                constraint=models.UniqueConstraint(fields=('learner', 'form'), name='kept_file_once_a_form'),
            ),
            migrations.AddConstraint(
                model_name='keymark',
                constraint=models.UniqueConstraint(fields=('key', 'kind'), name='key_mark_once'),
            ),
            migrations.AddConstraint(
                model_name='keymark',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['retired', 'stolen'])), name='key_mark_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='keymark',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='key_mark_has_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='neutralplace',
                constraint=models.UniqueConstraint(fields=('learner', 'organization'), name='neutral_place_once'),
            ),
            migrations.AddConstraint(
                model_name='pairwisesubject',
                constraint=models.UniqueConstraint(fields=('learner', 'issuer'), name='subject_once_an_issuer'),
            ),
            migrations.AddConstraint(
                model_name='panelseat',
                constraint=models.UniqueConstraint(fields=('exhibition', 'person'), name='panel_seat_once'),
            ),
            migrations.AddConstraint(
                model_name='rating',
                constraint=models.UniqueConstraint(fields=('judgment', 'criterion'), name='rating_once'),
            ),
            migrations.AddConstraint(
                model_name='rating',
                constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1)), name='rating_from_1'),
            ),
            migrations.AddIndex(
                model_name='recognition',
                index=models.Index(fields=['organization', 'due'], name='recognition_place_due'),
            ),
            migrations.AddConstraint(
                model_name='recognition',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('appeal_due', None), ('appeal_words', ''), ('appealed_at', None)), models.Q(('appeal_due__isnull', False), ('appealed_at__isnull', False), models.Q(('appeal_words', ''), _negated=True)), _connector='OR'), name='appeal_says_why_and_has_a_clock'),
            ),
            migrations.AddConstraint(
                model_name='recognitionwish',
                constraint=models.CheckConstraint(condition=models.Q(('what__regex', '^[a-z_]+:.+$')), name='wish_names_a_kind'),
            ),
            migrations.AddConstraint(
                model_name='recognitionwish',
                constraint=models.UniqueConstraint(fields=('recognition', 'what'), name='wish_once'),
            ),
            migrations.AddConstraint(
                model_name='recognitiondecision',
                constraint=models.UniqueConstraint(fields=('wish', 'turn'), name='wish_decided_once_a_turn'),
            ),
            migrations.AddConstraint(
                model_name='recognitiondecision',
                constraint=models.CheckConstraint(condition=models.Q(('turn__in', [1, 2])), name='decision_first_or_on_appeal'),
            ),
            migrations.AddConstraint(
                model_name='recognitiondecision',
                constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='decision_has_reasons'),
            ),
            migrations.AddConstraint(
                model_name='recognitiondecision',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('attainment__isnull', False), ('outcome', 'met')), models.Q(('attainment', None), ('outcome', 'not_yet'), models.Q(('next_step', ''), _negated=True)), _connector='OR'), name='decision_leaves_a_fact_or_a_next_step'),
            ),
            migrations.AddConstraint(
                model_name='recognitiondecision',
                constraint=models.CheckConstraint(condition=models.Q(('waited__gte', datetime.timedelta(0))), name='decision_after_it_was_asked'),
            ),
            migrations.AddIndex(
                model_name='share',
                index=models.Index(fields=['learner', '-created_at'], name='share_of_learner'),
            ),
            migrations.AddIndex(
                model_name='share',
                index=models.Index(condition=models.Q(('organization', ''), _negated=True), fields=['organization'], name='share_with_whom'),
            ),
            migrations.AddConstraint(
                model_name='share',
                constraint=models.CheckConstraint(condition=models.Q(('audience__in', ('college', 'employer', 'family', 'other'))), name='share_audience_known'),
            ),
            migrations.AddConstraint(
                model_name='share',
                constraint=models.CheckConstraint(condition=models.Q(('form__in', ('record', 'resume'))), name='share_form_known'),
            ),
            migrations.AddConstraint(
                model_name='share',
                constraint=models.CheckConstraint(condition=models.Q(('items__len__gt', 0)), name='share_shows_something'),
            ),
            migrations.AddConstraint(
                model_name='share',
                constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('created_at'))), name='share_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='share',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('purpose', ''), _negated=True), models.Q(('to_whom', ''), _negated=True)), name='share_says_for_whom_and_why'),
            ),
            migrations.AddConstraint(
                model_name='share',
                constraint=models.CheckConstraint(condition=models.Q(('organization', ''), ('secret_hash', None), _connector='OR'), name='share_by_link_or_directly'),
            ),
            migrations.AddConstraint(
                model_name='share',
                constraint=models.CheckConstraint(condition=models.Q(('confirmed_at', None), models.Q(('organization', ''), _negated=True), ('secret_hash__isnull', False), _connector='OR'), name='share_open_has_a_way_in'),
            ),
            migrations.AddIndex(
                model_name='showrequest',
                index=models.Index(fields=['asked_by', '-made_at'], name='show_request_of'),
            ),
            migrations.AddConstraint(
                model_name='showrequest',
                constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('made_at'))), name='show_request_ends'),
            ),
            migrations.AddConstraint(
                model_name='showrequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answer__in', ('verified', 'not_verified', 'cannot_tell')), ('answered_at__isnull', False)), _connector='OR'), name='show_request_answer_known'),
            ),
            migrations.AddIndex(
                model_name='skillreview',
                index=models.Index(fields=['learner', 'form'], name='skill_review_learner'),
            ),
            migrations.AddConstraint(
                model_name='skillrating',
                constraint=models.UniqueConstraint(fields=('review', 'item'), name='skill_rating_once'),
            ),
            migrations.AddConstraint(
                model_name='skillrating',
                constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1)), name='skill_rating_from_1'),
            ),
            migrations.AddConstraint(
                model_name='skillanswer',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='skill_answer_says_something'),
            ),
            migrations.AddConstraint(
                model_name='sourcerecord',
                constraint=models.UniqueConstraint(fields=('learner', 'title', 'organization', 'ended_on'), name='source_record_once'),
            ),
            migrations.AddIndex(
                model_name='endorsement',
                index=models.Index(condition=models.Q(('about', ''), _negated=True), fields=['about', 'said_at'], name='endorsement_about_a_thing'),
            ),
            migrations.AddIndex(
                model_name='endorsement',
                index=models.Index(fields=['organization', '-said_at'], name='endorsement_of_a_place'),
            ),
            migrations.AddConstraint(
                model_name='endorsement',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('about', ''), ('award__isnull', False)), models.Q(models.Q(('award', None)), models.Q(('about', ''), _negated=True)), _connector='OR'), name='endorsement_of_one_thing'),
            ),
            migrations.AddConstraint(
                model_name='endorsement',
                constraint=models.CheckConstraint(condition=models.Q(('number', None), models.Q(('about__startswith', 'credential:'), ('number__gte', 1)), _connector='OR'), name='endorsement_of_a_version'),
            ),
            migrations.AddConstraint(
                model_name='endorsement',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='endorsement_has_words'),
            ),
            migrations.AddConstraint(
                model_name='endorsement',
                constraint=models.CheckConstraint(condition=models.Q(('salt__regex', '^[0-9a-f]{64}$')), name='endorsement_salt_is_long'),
            ),
            migrations.AddConstraint(
                model_name='endorsement',
                constraint=models.UniqueConstraint(fields=('status_list', 'place'), name='endorsement_place_once'),
            ),
            migrations.AddIndex(
                model_name='award',
                index=models.Index(fields=['learner', '-issued_at'], name='award_learner_newest'),
            ),
            migrations.AddIndex(
                model_name='award',
                index=models.Index(condition=models.Q(('signed__isnull', True)), fields=['issued_at', 'id'], name='award_waits_for_signature'),
            ),
            migrations.AddConstraint(
                model_name='award',
                constraint=models.UniqueConstraint(condition=models.Q(('replaces', None)), fields=('learner', 'credential'), name='award_once_a_credential'),
            ),
            migrations.AddConstraint(
                model_name='award',
                constraint=models.UniqueConstraint(fields=('status_list', 'place'), name='award_place_once'),
            ),
            migrations.AddConstraint(
                model_name='award',
                constraint=models.CheckConstraint(condition=models.Q(('credential__startswith', 'credential:')), name='award_of_a_credential'),
            ),
            migrations.AddConstraint(
                model_name='award',
                constraint=models.CheckConstraint(condition=models.Q(('salt__regex', '^[0-9a-f]{64}$')), name='award_salt_is_long'),
            ),
            migrations.AddConstraint(
                model_name='award',
                constraint=models.CheckConstraint(condition=models.Q(('digest__regex', '^[0-9a-f]{64}$')), name='award_digest_is_sha256'),
            ),
            migrations.AddConstraint(
                model_name='award',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed__isnull', True), ('signed_at', None), ('signed_with', None)), models.Q(('signed__isnull', False), ('signed_at__isnull', False), ('signed_with__isnull', False)), _connector='OR'), name='award_signature_is_whole'),
            ),
            migrations.AddIndex(
                model_name='statuspublication',
                index=models.Index(fields=['status_list', 'purpose', '-published_at'], name='status_newest'),
            ),
            migrations.AddConstraint(
                model_name='statuspublication',
                constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['revocation', 'suspension'])), name='status_purpose_known'),
            ),
            migrations.AddConstraint(
                model_name='evidencefile',
                constraint=models.UniqueConstraint(fields=('version', 'position'), name='evidence_file_once'),
            ),
            migrations.AddIndex(
                model_name='submission',
                index=models.Index(fields=['handed_in_at'], name='submission_oldest'),
            ),
            migrations.AddIndex(
                model_name='submission',
                index=models.Index(fields=['learner', 'assessment'], name='submission_learner'),
            ),
            migrations.AddConstraint(
                model_name='submission',
                constraint=models.CheckConstraint(condition=models.Q(('assessment__startswith', 'assessment:')), name='submission_names_one'),
            ),
            migrations.AddConstraint(
                model_name='submission',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='submission_of_a_version'),
            ),
            migrations.AddConstraint(
                model_name='submission',
                constraint=models.CheckConstraint(condition=models.Q(('revises', models.F('id')), _negated=True), name='submission_not_of_itself'),
            ),
            migrations.AddConstraint(
                model_name='selfrating',
                constraint=models.UniqueConstraint(fields=('submission', 'criterion'), name='self_rating_once'),
            ),
            migrations.AddConstraint(
                model_name='selfrating',
                constraint=models.CheckConstraint(condition=models.Q(('level__gte', 1)), name='self_rating_from_1'),
            ),
            migrations.AddConstraint(
                model_name='outcome',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ('met', 'not_yet', 'feedback', 'taken_back'))), name='outcome_known'),
            ),
            migrations.AddConstraint(
                model_name='judgment',
                constraint=models.UniqueConstraint(fields=('submission', 'judge', 'round'), name='judgment_signed_once'),
            ),
            migrations.AddConstraint(
                model_name='judgment',
                constraint=models.CheckConstraint(condition=models.Q(('round__in', ('own', 'joint', 'third', 'panel'))), name='judgment_round_known'),
            ),
            migrations.AddConstraint(
                model_name='judgment',
                constraint=models.CheckConstraint(condition=models.Q(('met', True), models.Q(('next', ''), _negated=True), _connector='OR'), name='not_yet_says_what_is_next'),
            ),
            migrations.AddConstraint(
                model_name='draftjudgment',
                constraint=models.UniqueConstraint(fields=('submission', 'judge'), name='draft_judgment_once'),
            ),
            migrations.AddConstraint(
                model_name='submissionevidence',
                constraint=models.UniqueConstraint(fields=('submission', 'version'), name='submission_evidence_once'),
            ),
            migrations.AddConstraint(
                model_name='upload',
                constraint=models.CheckConstraint(condition=models.Q(('received__lte', models.F('size'))), name='upload_not_more_than_promised'),
            ),
            migrations.AddConstraint(
                model_name='uploadchunk',
                constraint=models.UniqueConstraint(fields=('upload', 'offset'), name='upload_chunk_once'),
            ),
            migrations.AddIndex(
                model_name='walletoffer',
                index=models.Index(fields=['learner', '-made_at'], name='wallet_offer_of_learner'),
            ),
            migrations.AddConstraint(
                model_name='walletoffer',
                constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('made_at'))), name='wallet_offer_ends'),
            ),
            migrations.AddConstraint(
                model_name='walletoffer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_at', None), ('token_hash', None), ('token_until', None)), models.Q(('taken_at__isnull', False), ('token_hash__isnull', False), ('token_until__isnull', False)), _connector='OR'), name='wallet_token_is_whole'),
            ),
            migrations.AddIndex(
                model_name='worksample',
                index=models.Index(fields=['submission', '-made_at'], name='work_sample_newest'),
            ),
            migrations.AddConstraint(
                model_name='broughtfact',
                constraint=models.UniqueConstraint(condition=models.Q(('proof', ''), _negated=True), fields=('proof',), name='brought_proof_counts_once'),
            ),
            migrations.AddConstraint(
                model_name='broughtfact',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('issuer', ''), ('proof', '')), models.Q(models.Q(('proof', ''), _negated=True), models.Q(('issuer', ''), _negated=True)), _connector='OR'), name='brought_proof_has_issuer'),
            ),
            migrations.AddConstraint(
                model_name='endorsementmark',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='endorsement_mark_has_a_reason'),
            ),
        ]),
    ]
