"""Bodies, dockets, votes and decisions."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

from throughline.apps.trail.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE governance_docket_sequence", "DROP SEQUENCE governance_docket_sequence"),
        Together([
            migrations.CreateModel(
                name='Body',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('slug', models.CharField(max_length=150, unique=True)),
                ],
            ),
            migrations.CreateModel(
                name='Comment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('text', models.TextField()),
                    ('part', models.CharField(blank=True, max_length=300)),
                    ('speaks_as', models.CharField(max_length=20)),
                    ('given_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Vote',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('body', models.CharField(max_length=150)),
                    ('number', models.PositiveIntegerField()),
                    ('charter', models.PositiveIntegerField()),
                    ('recommends', models.BooleanField(default=False)),
                    ('packet', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('opened_at', models.DateTimeField()),
                    ('closes', models.DateField()),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('documents', models.JSONField(default=dict)),
                    ('base', models.JSONField(default=dict)),
                    ('text', models.TextField(blank=True)),
                    ('words', models.TextField(blank=True)),
                    ('digest', models.CharField(max_length=64)),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('docket', models.BigIntegerField(db_default=models.Func(models.Value('governance_docket_sequence'), function='nextval'), editable=False, unique=True)),
                    ('kind', models.CharField(max_length=30)),
                    ('title', models.CharField(max_length=200)),
                    ('reason', models.TextField()),
                    ('made_for', models.CharField(blank=True, max_length=150)),
                    ('made_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='SelfReport',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='self_report', serialize=False, to='directory.person')),
                    ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                    ('openly', models.BooleanField(default=False)),
                    ('said_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='BrokerPost',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('exchange', models.CharField(max_length=100)),
                    ('side', models.CharField(max_length=10)),
                    ('organization', models.CharField(max_length=150)),
                    ('region', models.CharField(blank=True, max_length=100)),
                    ('text', models.TextField()),
                    ('amount', models.PositiveIntegerField(null=True)),
                    ('until', models.DateField(null=True)),
                    ('posted_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('posted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='BrokerMatch',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('why', models.TextField(blank=True)),
                    ('proposed_at', models.DateTimeField()),
                    ('need_says', models.BooleanField(null=True)),
                    ('need_said_at', models.DateTimeField(null=True)),
                    ('capacity_says', models.BooleanField(null=True)),
                    ('capacity_said_at', models.DateTimeField(null=True)),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('capacity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='as_capacity', to='governance.brokerpost')),
                    ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='as_need', to='governance.brokerpost')),
                ],
            ),
            migrations.CreateModel(
                name='CheckRun',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('pathway', models.CharField(max_length=150)),
                    ('number', models.PositiveIntegerField()),
                    ('on', models.DateField()),
                    ('newest', models.UUIDField(null=True)),
                    ('findings', models.JSONField(default=list)),
                    ('ran_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['pathway', '-ran_at'], name='check_run_newest')],
                    'constraints': [models.UniqueConstraint(fields=('pathway', 'number', 'on', 'newest'), name='check_run_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='check_run_of_a_version')],
                },
            ),
            migrations.CreateModel(
                name='CommentAnswer',
                fields=[
                    ('comment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='answer', serialize=False, to='governance.comment')),
                    ('text', models.TextField()),
                    ('changed', models.BooleanField(default=False)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='CommentWindow',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('draft', models.PositiveIntegerField()),
                    ('first', models.DateField()),
                    ('last', models.DateField()),
                    ('opened_at', models.DateTimeField()),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Commitment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('keeper', models.CharField(max_length=150)),
                    ('partner', models.CharField(max_length=150)),
                    ('text', models.TextField()),
                    ('due', models.DateField()),
                    ('made_at', models.DateTimeField()),
                    ('outcome', models.CharField(blank=True, max_length=10)),
                    ('closing', models.TextField(blank=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='ConditionView',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('keeper', models.CharField(max_length=150)),
                    ('condition', models.CharField(max_length=100)),
                    ('now', models.TextField()),
                    ('wanted', models.TextField()),
                    ('gap', models.TextField(blank=True)),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='DataRequest',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('dataset', models.CharField(max_length=100)),
                    ('organization', models.CharField(max_length=150)),
                    ('ground', models.CharField(max_length=100)),
                    ('purpose', models.TextField()),
                    ('until', models.DateField()),
                    ('asked_at', models.DateTimeField()),
                    ('yes', models.BooleanField(null=True)),
                    ('reasons', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('vote', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='decision', serialize=False, to='governance.vote')),
                    ('outcome', models.CharField(max_length=12)),
                    ('reasons', models.TextField()),
                    ('statement', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('signed', models.TextField()),
                    ('published', models.JSONField(default=list)),
                    ('withheld', models.TextField(blank=True)),
                    ('decided_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='CastBallot',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('seat', models.CharField(max_length=100)),
                    ('place', models.PositiveIntegerField()),
                    ('sector', models.CharField(max_length=30)),
                    ('word', models.CharField(max_length=10)),
                    ('reason', models.TextField(blank=True)),
                    ('conflict', models.TextField(blank=True)),
                    ('cast_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('vote', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='governance.vote')),
                ],
            ),
            migrations.CreateModel(
                name='Defect',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('docket', models.BigIntegerField(db_default=models.Func(models.Value('governance_docket_sequence'), function='nextval'), editable=False, unique=True)),
                    ('pathway', models.CharField(max_length=150)),
                    ('check_id', models.CharField(max_length=10)),
                    ('about', models.CharField(max_length=300)),
                    ('where', models.CharField(blank=True, max_length=300)),
                    ('sentence', models.TextField()),
                    ('fix', models.TextField(blank=True)),
                    ('owner', models.CharField(blank=True, max_length=150)),
                    ('found_at', models.DateTimeField()),
                    ('mended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('mended_at', None)), fields=('pathway', 'check_id', 'about', 'where'), name='defect_open_once'), models.CheckConstraint(condition=models.Q(('sentence', ''), _negated=True), name='defect_says_what')],
                },
            ),
            migrations.CreateModel(
                name='DutyDone',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('duty', models.CharField(max_length=100)),
                    ('on', models.DateField()),
                    ('words', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='duties_done', to='governance.body')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Feedback',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('partner', models.CharField(blank=True, max_length=150)),
                    ('about', models.CharField(blank=True, max_length=12)),
                    ('subject', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('filed_at', models.DateTimeField()),
                    ('due', models.DateField()),
                    ('answer', models.TextField(blank=True)),
                    ('action', models.CharField(blank=True, max_length=200)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('body', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='said', to='governance.body')),
                    ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='heard', to='governance.body')),
                ],
            ),
            migrations.CreateModel(
                name='HelpRequest',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('kind', models.CharField(max_length=100)),
                    ('words', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('helper', models.CharField(blank=True, max_length=150)),
                    ('taken_at', models.DateTimeField(null=True)),
                    ('result', models.TextField(blank=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('rating', models.PositiveSmallIntegerField(null=True)),
                    ('rated_words', models.TextField(blank=True)),
                    ('rated_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='HelpHours',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('on', models.DateField()),
                    ('hours', models.DecimalField(decimal_places=2, max_digits=6)),
                    ('words', models.TextField()),
                    ('logged_at', models.DateTimeField()),
                    ('logged_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='governance.helprequest')),
                ],
            ),
            migrations.CreateModel(
                name='LearnerPromiseVersion',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField(unique=True)),
                    ('organization', models.CharField(max_length=150)),
                    ('says', models.JSONField()),
                    ('why', models.TextField(blank=True)),
                    ('document', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('position', models.BigIntegerField()),
                    ('made_at', models.DateTimeField()),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='LocalPathway',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('keeper', models.CharField(max_length=150)),
                    ('home', models.CharField(max_length=150)),
                    ('pathway', models.CharField(max_length=150)),
                    ('asked_at', models.DateTimeField()),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='ElementSupply',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('element', models.CharField(max_length=100)),
                    ('side', models.CharField(max_length=10)),
                    ('provider', models.CharField(max_length=150)),
                    ('how', models.TextField()),
                    ('since', models.DateField()),
                    ('until', models.DateField(null=True)),
                    ('said_at', models.DateTimeField()),
                    ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplies', to='governance.localpathway')),
                ],
            ),
            migrations.CreateModel(
                name='MoneyAward',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=14)),
                    ('source', models.CharField(max_length=200)),
                    ('starts', models.DateField()),
                    ('ends', models.DateField()),
                    ('purpose', models.TextField()),
                    ('body', models.CharField(max_length=150)),
                    ('docket', models.BigIntegerField()),
                    ('entered_at', models.DateTimeField()),
                    ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected', to='governance.moneyaward')),
                    ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='OfficeTerm',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('office', models.CharField(max_length=20)),
                    ('since', models.DateField()),
                    ('ends', models.DateField()),
                    ('given_at', models.DateTimeField()),
                    ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='governance.body')),
                    ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Partnership',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('keeper', models.CharField(max_length=150)),
                    ('partner', models.CharField(max_length=150)),
                    ('brings', models.TextField(blank=True)),
                    ('since', models.DateField()),
                    ('until', models.DateField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('keeper', 'partner'), name='partnership_once'), models.CheckConstraint(condition=models.Q(('keeper', models.F('partner')), _negated=True), name='partnership_of_two'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='partnership_ends_after')],
                },
            ),
            migrations.CreateModel(
                name='PathwayRequest',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('docket', models.BigIntegerField(db_default=models.Func(models.Value('governance_docket_sequence'), function='nextval'), editable=False, unique=True)),
                    ('profession', models.CharField(blank=True, max_length=200)),
                    ('what', models.CharField(blank=True, max_length=200)),
                    ('of', models.CharField(blank=True, max_length=200)),
                    ('cluster', models.CharField(blank=True, max_length=150)),
                    ('why', models.TextField(blank=True)),
                    ('asked_at', models.DateTimeField()),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Withdrawal',
                fields=[
                    ('proposal', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='withdrawal', serialize=False, to='governance.proposal')),
                    ('reason', models.TextField()),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='PacketAnswer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('question', models.CharField(max_length=30)),
                    ('text', models.TextField()),
                    ('found', models.JSONField(default=list)),
                    ('draft', models.PositiveIntegerField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers_given', to='governance.proposal')),
                ],
            ),
            migrations.CreateModel(
                name='Hearing',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('body', models.CharField(max_length=150)),
                    ('sent_by', models.CharField(blank=True, max_length=150)),
                    ('since', models.DateTimeField()),
                    ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hearings', to='governance.proposal')),
                ],
            ),
            migrations.CreateModel(
                name='AuthorSignature',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('part', models.CharField(max_length=300)),
                    ('digest', models.CharField(max_length=64)),
                    ('sector', models.CharField(max_length=30)),
                    ('organization', models.CharField(max_length=150)),
                    ('words', models.TextField(blank=True)),
                    ('signed_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='governance.proposal')),
                ],
            ),
            migrations.CreateModel(
                name='QualityReview',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('begun_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('public', models.BooleanField(default=False)),
                    ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='AreaRating',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('area', models.CharField(max_length=100)),
                    ('rating', models.PositiveSmallIntegerField()),
                    ('said', models.TextField(blank=True)),
                    ('review', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='governance.qualityreview')),
                ],
            ),
            migrations.CreateModel(
                name='RatingEvidence',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=10)),
                    ('text', models.TextField()),
                    ('on', models.DateField()),
                    ('media_type', models.CharField(blank=True, max_length=100)),
                    ('content', models.BinaryField(null=True)),
                    ('added_at', models.DateTimeField()),
                    ('rating', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='governance.arearating')),
                ],
            ),
            migrations.CreateModel(
                name='RegionalEndorsement',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveIntegerField()),
                    ('stands', models.BooleanField()),
                    ('reasons', models.TextField()),
                    ('rule', models.CharField(max_length=150)),
                    ('version', models.PositiveIntegerField()),
                    ('relied_on', models.JSONField(default=list)),
                    ('said_at', models.DateTimeField()),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endorsements', to='governance.localpathway')),
                    ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='RegionMeeting',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('keeper', models.CharField(max_length=150)),
                    ('on', models.DateField()),
                    ('title', models.CharField(max_length=200)),
                    ('notes', models.TextField(blank=True)),
                    ('present', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=150), default=list, size=None)),
                    ('kept_at', models.DateTimeField()),
                    ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='RegionPlan',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('keeper', models.CharField(max_length=150)),
                    ('number', models.PositiveIntegerField()),
                    ('needs', models.TextField()),
                    ('capacity', models.TextField()),
                    ('steps', models.TextField()),
                    ('sent_at', models.DateTimeField()),
                    ('decision', models.CharField(blank=True, max_length=10)),
                    ('reasons', models.TextField(blank=True)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Reminder',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('body', models.CharField(max_length=150)),
                    ('asks', models.CharField(max_length=20)),
                    ('about', models.CharField(max_length=200)),
                    ('due', models.DateField()),
                    ('nth', models.PositiveSmallIntegerField()),
                    ('sent_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Responsibility',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('text', models.TextField()),
                    ('shared_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('shared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
                options={
                    'verbose_name_plural': 'responsibilities',
                },
            ),
            migrations.CreateModel(
                name='Bearer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('sector', models.CharField(max_length=30)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('responsibility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bearers', to='governance.responsibility')),
                ],
            ),
            migrations.CreateModel(
                name='Seat',
                fields=[
                    ('id', models.BigAutoField(primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=100)),
                    ('place', models.PositiveSmallIntegerField()),
                    ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='governance.body')),
                ],
            ),
            migrations.CreateModel(
                name='SeatTerm',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('since', models.DateField()),
                    ('ends', models.DateField()),
                    ('planned', models.DateField()),
                    ('region', models.CharField(blank=True, max_length=150)),
                    ('organization', models.CharField(blank=True, max_length=150)),
                    ('filled_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('why', models.CharField(blank=True, max_length=20)),
                    ('filled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seat_terms', to='directory.person')),
                    ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='governance.seat')),
                ],
            ),
            migrations.CreateModel(
                name='Recusal',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('matter', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='governance.seatterm')),
                ],
            ),
            migrations.CreateModel(
                name='Conflict',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('words', models.TextField()),
                    ('declared_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='governance.seatterm')),
                ],
            ),
            migrations.CreateModel(
                name='Strategy',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('school', models.CharField(max_length=150, unique=True)),
                    ('need', models.TextField(blank=True)),
                    ('portrait', models.TextField(blank=True)),
                    ('voice', models.TextField(blank=True)),
                    ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                    ('programs', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='StudentInput',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('text', models.TextField()),
                    ('given_at', models.DateTimeField()),
                    ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='inputs', to='governance.strategy')),
                    ('student', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='UnderVote',
                fields=[
                    ('reference', models.CharField(max_length=200, primary_key=True, serialize=False)),
                    ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='under_vote', to='governance.proposal')),
                ],
            ),
            migrations.CreateModel(
                name='VacancyNotice',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('on', models.DateField()),
                    ('words', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='governance.seat')),
                ],
            ),
            migrations.CreateModel(
                name='Vision',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('number', models.PositiveIntegerField()),
                    ('text', models.TextField()),
                    ('why', models.TextField(blank=True)),
                    ('published_at', models.DateTimeField()),
                    ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='VisionAuthor',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('sector', models.CharField(max_length=30)),
                    ('office', models.CharField(blank=True, max_length=200)),
                    ('executive', models.BooleanField(default=False)),
                    ('named', models.BooleanField(default=False)),
                    ('said_at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='VisionGoal',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                    ('measure', models.CharField(max_length=300)),
                    ('baseline', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ('target', models.DecimalField(decimal_places=2, max_digits=12)),
                    ('due', models.DateField()),
                    ('vision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='governance.vision')),
                ],
            ),
            migrations.CreateModel(
                name='WaiverReminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('waiver', models.CharField(max_length=150)),
                    ('last', models.DateField()),
                    ('days', models.PositiveIntegerField()),
                    ('told_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('waiver', 'last', 'days'), name='waiver_reminder_once')],
                },
            ),
            migrations.CreateModel(
                name='WorkChange',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('item', models.CharField(max_length=100)),
                    ('means', models.CharField(max_length=20)),
                    ('kind', models.CharField(max_length=20)),
                    ('reference', models.CharField(max_length=200)),
                    ('number', models.PositiveIntegerField()),
                    ('words', models.TextField(blank=True)),
                    ('changed_at', models.DateTimeField()),
                    ('linked_at', models.DateTimeField()),
                    ('linked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='WorkNote',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('item', models.CharField(max_length=100)),
                    ('kind', models.CharField(max_length=10)),
                    ('on', models.DateField()),
                    ('words', models.TextField()),
                    ('present', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=150), default=list, size=None)),
                    ('written_at', models.DateTimeField()),
                    ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='WorkStanding',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('item', models.CharField(max_length=100)),
                    ('owner', models.CharField(max_length=150)),
                    ('state', models.CharField(max_length=10)),
                    ('due', models.DateField(null=True)),
                    ('words', models.TextField(blank=True)),
                    ('said_at', models.DateTimeField()),
                    ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
        ]),
        Together([
            migrations.AddField(
                model_name='comment',
                name='window',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='governance.commentwindow'),
            ),
            migrations.AddField(
                model_name='vote',
                name='draft',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='governance.draft'),
            ),
            migrations.AddField(
                model_name='vote',
                name='proposal',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='governance.proposal'),
            ),
            migrations.AddField(
                model_name='proposal',
                name='answers',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_up', to='governance.pathwayrequest'),
            ),
            migrations.AddField(
                model_name='proposal',
                name='made_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='draft',
                name='proposal',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='governance.proposal'),
            ),
            migrations.AddField(
                model_name='commentwindow',
                name='proposal',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='windows', to='governance.proposal'),
            ),
            migrations.AddConstraint(
                model_name='brokerpost',
                constraint=models.CheckConstraint(condition=models.Q(('side__in', ('need', 'capacity'))), name='broker_post_side_known'),
            ),
            migrations.AddConstraint(
                model_name='brokerpost',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='broker_post_says_something'),
            ),
            migrations.AddConstraint(
                model_name='brokermatch',
                constraint=models.UniqueConstraint(fields=('need', 'capacity'), name='broker_match_once'),
            ),
            migrations.AddConstraint(
                model_name='brokermatch',
                constraint=models.CheckConstraint(condition=models.Q(('need', models.F('capacity')), _negated=True), name='broker_match_of_two'),
            ),
            migrations.AddField(
                model_name='commentanswer',
                name='by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddConstraint(
                model_name='comment',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'),
            ),
            migrations.AddConstraint(
                model_name='comment',
                constraint=models.CheckConstraint(condition=models.Q(('speaks_as__in', ['learner', 'family', 'teacher', 'employer', 'community', 'other'])), name='comment_speaks_as_known'),
            ),
            migrations.AddConstraint(
                model_name='commitment',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='commitment_says_something'),
            ),
            migrations.AddConstraint(
                model_name='commitment',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('outcome__in', ('kept', 'partly', 'released'))), _connector='OR'), name='commitment_closed_with_outcome'),
            ),
            migrations.AddIndex(
                model_name='conditionview',
                index=models.Index(fields=['keeper', 'condition', '-written_at'], name='condition_newest'),
            ),
            migrations.AddConstraint(
                model_name='conditionview',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('now', ''), _negated=True), models.Q(('wanted', ''), _negated=True)), name='condition_is_a_pair'),
            ),
            migrations.AddConstraint(
                model_name='datarequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('ground', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='data_request_has_a_ground_and_a_purpose'),
            ),
            migrations.AddConstraint(
                model_name='datarequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('reasons', ''), ('yes', None)), models.Q(('answered_at__isnull', False), ('yes__isnull', False), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='data_request_answered_with_reasons'),
            ),
            migrations.AddField(
                model_name='decision',
                name='decided_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddConstraint(
                model_name='castballot',
                constraint=models.UniqueConstraint(fields=('vote', 'seat', 'place'), name='ballot_once_a_seat'),
            ),
            migrations.AddConstraint(
                model_name='castballot',
                constraint=models.UniqueConstraint(fields=('vote', 'person'), name='ballot_once_a_person'),
            ),
            migrations.AddConstraint(
                model_name='castballot',
                constraint=models.CheckConstraint(condition=models.Q(('word__in', ['for', 'against', 'abstain', 'recused'])), name='ballot_word_known'),
            ),
            migrations.AddConstraint(
                model_name='castballot',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('word', 'recused'), models.Q(('conflict', ''), _negated=True)), models.Q(models.Q(('word', 'recused'), _negated=True), ('conflict', '')), _connector='OR'), name='ballot_recused_for_a_conflict'),
            ),
            migrations.AddIndex(
                model_name='dutydone',
                index=models.Index(fields=['body', 'duty', '-on'], name='duty_done_latest'),
            ),
            migrations.AddConstraint(
                model_name='dutydone',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='duty_done_says_what'),
            ),
            migrations.AddIndex(
                model_name='feedback',
                index=models.Index(fields=['to', 'due'], name='feedback_due'),
            ),
            migrations.AddConstraint(
                model_name='feedback',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('subject', ''), _negated=True)), name='feedback_says_something'),
            ),
            migrations.AddConstraint(
                model_name='feedback',
                constraint=models.CheckConstraint(condition=models.Q(('body', None), models.Q(('body', models.F('to')), _negated=True), _connector='OR'), name='feedback_goes_to_another'),
            ),
            migrations.AddConstraint(
                model_name='feedback',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('about__in', ('challenge', 'opportunity')), ('body', None), models.Q(('partner', ''), _negated=True)), models.Q(('about', ''), ('body__isnull', False), ('partner', '')), _connector='OR'), name='feedback_is_of_a_body_or_a_partner'),
            ),
            migrations.AddConstraint(
                model_name='feedback',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='feedback_answered_with_words'),
            ),
            migrations.AddIndex(
                model_name='helprequest',
                index=models.Index(condition=models.Q(('taken_at', None)), fields=['asked_at'], name='help_waiting'),
            ),
            migrations.AddConstraint(
                model_name='helprequest',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='help_says_what_for'),
            ),
            migrations.AddConstraint(
                model_name='helprequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('helper', ''), ('taken_at', None)), models.Q(('taken_at__isnull', False), models.Q(('helper', ''), _negated=True)), _connector='OR'), name='help_taken_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='helprequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('result', '')), models.Q(('closed_at__isnull', False), ('taken_at__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='help_closed_with_result'),
            ),
            migrations.AddConstraint(
                model_name='helprequest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('rated_at', None), ('rating', None)), models.Q(('closed_at__isnull', False), ('rated_at__isnull', False), ('rating__in', (1, 2, 3, 4))), _connector='OR'), name='help_rated_once_closed'),
            ),
            migrations.AddConstraint(
                model_name='helphours',
                constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 24)), name='help_hours_of_a_day'),
            ),
            migrations.AddConstraint(
                model_name='helphours',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='help_hours_say_what'),
            ),
            migrations.AddConstraint(
                model_name='learnerpromiseversion',
                constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('why', ''), _negated=True), _connector='OR'), name='learner_promise_change_has_reason'),
            ),
            migrations.AddConstraint(
                model_name='localpathway',
                constraint=models.UniqueConstraint(fields=('keeper', 'home', 'pathway'), name='local_pathway_once'),
            ),
            migrations.AddConstraint(
                model_name='localpathway',
                constraint=models.CheckConstraint(condition=models.Q(('keeper', models.F('home')), _negated=True), name='local_pathway_of_another'),
            ),
            migrations.AddConstraint(
                model_name='elementsupply',
                constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('program', 'element', 'side', 'provider'), name='element_supply_once'),
            ),
            migrations.AddConstraint(
                model_name='elementsupply',
                constraint=models.CheckConstraint(condition=models.Q(('side__in', ('local', 'region'))), name='element_supply_side_known'),
            ),
            migrations.AddConstraint(
                model_name='elementsupply',
                constraint=models.CheckConstraint(condition=models.Q(('how', ''), _negated=True), name='element_supply_says_how'),
            ),
            migrations.AddConstraint(
                model_name='elementsupply',
                constraint=models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='element_supply_ends_after'),
            ),
            migrations.AddConstraint(
                model_name='moneyaward',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='money_award_is_more_than_nothing'),
            ),
            migrations.AddConstraint(
                model_name='moneyaward',
                constraint=models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='money_award_ends_after_start'),
            ),
            migrations.AddConstraint(
                model_name='moneyaward',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('source', ''), _negated=True), models.Q(('purpose', ''), _negated=True)), name='money_award_says_what_for'),
            ),
            migrations.AddConstraint(
                model_name='officeterm',
                constraint=models.CheckConstraint(condition=models.Q(('since__lte', models.F('ends'))), name='office_ends_after_start'),
            ),
            migrations.AddConstraint(
                model_name='officeterm',
                constraint=models.CheckConstraint(condition=models.Q(('office__in', ('chair', 'clerk'))), name='office_known'),
            ),
            migrations.AddConstraint(
                model_name='officeterm',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('office', 'chair')), expressions=[(models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('since'), models.F('ends'), models.Value('[)'), function='daterange'), '&&')], name='office_one_chair'),
            ),
            migrations.AddConstraint(
                model_name='officeterm',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('office', 'clerk')), expressions=[(models.Func(models.F('body'), models.F('body'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('since'), models.F('ends'), models.Value('[)'), function='daterange'), '&&')], name='office_one_clerk'),
            ),
            migrations.AddConstraint(
                model_name='pathwayrequest',
                constraint=models.CheckConstraint(condition=models.Q(('profession', ''), ('what', ''), _negated=True), name='request_names_a_profession_or_a_thing'),
            ),
            migrations.AddConstraint(
                model_name='pathwayrequest',
                constraint=models.UniqueConstraint(condition=models.Q(('what', ''), _negated=True), fields=('asked_by', 'what'), name='request_for_a_way_once'),
            ),
            migrations.AddField(
                model_name='withdrawal',
                name='by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddConstraint(
                model_name='vote',
                constraint=models.UniqueConstraint(fields=('proposal', 'body', 'number'), name='vote_number_once'),
            ),
            migrations.AddConstraint(
                model_name='vote',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='vote_number_from_1'),
            ),
            migrations.AddConstraint(
                model_name='proposal',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('pathway', 'framework', 'agreement', 'waiver', 'charter', 'vision', 'variation', 'funding', 'commitment', 'policy'))), name='proposal_kind_is_decidable'),
            ),
            migrations.AddConstraint(
                model_name='proposal',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='proposal_says_what_and_why'),
            ),
            migrations.AddConstraint(
                model_name='packetanswer',
                constraint=models.UniqueConstraint(fields=('proposal', 'question', 'number'), name='packet_answer_number_once'),
            ),
            migrations.AddConstraint(
                model_name='packetanswer',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='packet_answer_says_something'),
            ),
            migrations.AddIndex(
                model_name='hearing',
                index=models.Index(fields=['body', '-since'], name='hearing_of_a_body'),
            ),
            migrations.AddConstraint(
                model_name='hearing',
                constraint=models.UniqueConstraint(fields=('proposal', 'body'), name='hearing_once_a_body'),
            ),
            migrations.AddConstraint(
                model_name='hearing',
                constraint=models.CheckConstraint(condition=models.Q(('sent_by', models.F('body')), _negated=True), name='hearing_sent_by_another'),
            ),
            migrations.AddConstraint(
                model_name='draft',
                constraint=models.UniqueConstraint(fields=('proposal', 'number'), name='draft_number_once'),
            ),
            migrations.AddConstraint(
                model_name='draft',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='draft_number_from_1'),
            ),
            migrations.AddConstraint(
                model_name='draft',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('documents', {}), _negated=True), _connector='OR'), name='draft_says_something'),
            ),
            migrations.AddConstraint(
                model_name='commentwindow',
                constraint=models.UniqueConstraint(fields=('proposal', 'number'), name='comment_window_number_once'),
            ),
            migrations.AddConstraint(
                model_name='commentwindow',
                constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='comment_window_ends_after_start'),
            ),
            migrations.AddConstraint(
                model_name='authorsignature',
                constraint=models.UniqueConstraint(fields=('proposal', 'part', 'digest', 'person', 'organization'), name='author_signs_a_part_once'),
            ),
            migrations.AddConstraint(
                model_name='qualityreview',
                constraint=models.UniqueConstraint(fields=('organization', 'year'), name='quality_review_once_a_year'),
            ),
            migrations.AddConstraint(
                model_name='qualityreview',
                constraint=models.CheckConstraint(condition=models.Q(('public', False), ('finished_at__isnull', False), _connector='OR'), name='quality_review_public_once_done'),
            ),
            migrations.AddConstraint(
                model_name='arearating',
                constraint=models.UniqueConstraint(fields=('review', 'area'), name='quality_area_rated_once'),
            ),
            migrations.AddConstraint(
                model_name='arearating',
                constraint=models.CheckConstraint(condition=models.Q(('rating__in', (1, 2, 3, 4))), name='quality_rating_known'),
            ),
            migrations.AddConstraint(
                model_name='ratingevidence',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('link', 'file', 'text'))), name='rating_evidence_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='ratingevidence',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='rating_evidence_says_something'),
            ),
            migrations.AddConstraint(
                model_name='ratingevidence',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('kind', 'file')), models.Q(models.Q(('kind', 'file'), _negated=True), ('content', None)), _connector='OR'), name='rating_evidence_file_there'),
            ),
            migrations.AddConstraint(
                model_name='regionalendorsement',
                constraint=models.UniqueConstraint(fields=('program', 'nth'), name='regional_endorsement_in_order'),
            ),
            migrations.AddConstraint(
                model_name='regionalendorsement',
                constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='regional_endorsement_says_why'),
            ),
            migrations.AddConstraint(
                model_name='regionplan',
                constraint=models.UniqueConstraint(fields=('keeper', 'number'), name='region_plan_number_once'),
            ),
            migrations.AddConstraint(
                model_name='regionplan',
                constraint=models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('keeper',), name='region_plan_one_waits'),
            ),
            migrations.AddConstraint(
                model_name='regionplan',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decision', '')), models.Q(('decided_at__isnull', False), ('decision__in', ('approved', 'returned')), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='region_plan_answered_with_reasons'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.UniqueConstraint(fields=('person', 'body', 'asks', 'about', 'due', 'nth'), name='reminder_once'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.CheckConstraint(condition=models.Q(('asks__in', ('own_vote', 'own_conflict', 'own_term', 'term', 'comment', 'answer_comments', 'open_vote', 'vote', 'answer_region'))), name='reminder_asks_known'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.CheckConstraint(condition=models.Q(('nth__gte', 1)), name='reminder_nth_from_1'),
            ),
            migrations.AddConstraint(
                model_name='responsibility',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='responsibility_says_something'),
            ),
            migrations.AddConstraint(
                model_name='bearer',
                constraint=models.UniqueConstraint(fields=('responsibility', 'organization'), name='bearer_once'),
            ),
            migrations.AddConstraint(
                model_name='bearer',
                constraint=models.CheckConstraint(condition=models.Q(('accepted_at', None), ('accepted_by__isnull', False), _connector='OR'), name='bearer_accepts_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='seat',
                constraint=models.UniqueConstraint(fields=('body', 'kind', 'place'), name='seat_once'),
            ),
            migrations.AddConstraint(
                model_name='seat',
                constraint=models.CheckConstraint(condition=models.Q(('place__gte', 1)), name='seat_place_from_1'),
            ),
            migrations.AddIndex(
                model_name='seatterm',
                index=models.Index(fields=['person', 'ends'], name='seat_term_person'),
            ),
            migrations.AddConstraint(
                model_name='seatterm',
                constraint=models.CheckConstraint(condition=models.Q(('since__lte', models.F('ends'))), name='seat_term_ends_after_start'),
            ),
            migrations.AddConstraint(
                model_name='seatterm',
                constraint=models.CheckConstraint(condition=models.Q(('why__in', ('', 'resigned', 'recalled', 'died', 'ended'))), name='seat_term_why_known'),
            ),
            migrations.AddConstraint(
                model_name='seatterm',
                constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('seat'), models.F('seat'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('since'), models.F('ends'), models.Value('[)'), function='daterange'), '&&')], name='seat_term_no_overlap'),
            ),
            migrations.AddIndex(
                model_name='recusal',
                index=models.Index(fields=['matter'], name='recusal_matter'),
            ),
            migrations.AddConstraint(
                model_name='recusal',
                constraint=models.UniqueConstraint(fields=('term', 'matter'), name='recusal_once'),
            ),
            migrations.AddConstraint(
                model_name='recusal',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='recusal_says_why'),
            ),
            migrations.AddConstraint(
                model_name='conflict',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='conflict_says_something'),
            ),
            migrations.AddConstraint(
                model_name='conflict',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('term', 'organization'), name='conflict_open_once'),
            ),
            migrations.AddConstraint(
                model_name='studentinput',
                constraint=models.UniqueConstraint(fields=('strategy', 'student'), name='student_input_once'),
            ),
            migrations.AddConstraint(
                model_name='studentinput',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='student_input_says_something'),
            ),
            migrations.AddConstraint(
                model_name='vacancynotice',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='notice_says_something'),
            ),
            migrations.AddConstraint(
                model_name='vision',
                constraint=models.UniqueConstraint(fields=('organization', 'number'), name='vision_number_once'),
            ),
            migrations.AddConstraint(
                model_name='vision',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='vision_says_something'),
            ),
            migrations.AddConstraint(
                model_name='visionauthor',
                constraint=models.UniqueConstraint(fields=('organization', 'person'), name='vision_author_once'),
            ),
            migrations.AddConstraint(
                model_name='visiongoal',
                constraint=models.UniqueConstraint(fields=('vision', 'position'), name='vision_goal_place_once'),
            ),
            migrations.AddConstraint(
                model_name='visiongoal',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='vision_goal_has_measure'),
            ),
            migrations.AddConstraint(
                model_name='workchange',
                constraint=models.CheckConstraint(condition=models.Q(('means__in', ('program', 'redesign', 'infrastructure', 'support', 'evidence'))), name='work_change_means_known'),
            ),
            migrations.AddConstraint(
                model_name='workchange',
                constraint=models.UniqueConstraint(fields=('item', 'kind', 'reference', 'number'), name='work_change_once'),
            ),
            migrations.AddIndex(
                model_name='worknote',
                index=models.Index(fields=['item', '-on'], name='work_note_newest'),
            ),
            migrations.AddConstraint(
                model_name='worknote',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('meeting', 'note'))), name='work_note_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='worknote',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='work_note_says_something'),
            ),
            migrations.AddIndex(
                model_name='workstanding',
                index=models.Index(fields=['item', '-said_at'], name='work_standing_newest'),
            ),
            migrations.AddConstraint(
                model_name='workstanding',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('planned', 'begun', 'in_place'))), name='work_state_known'),
            ),
            migrations.AddConstraint(
                model_name='workstanding',
                constraint=models.CheckConstraint(condition=models.Q(('owner', ''), _negated=True), name='work_has_owner'),
            ),
            migrations.AddConstraint(
                model_name='commentanswer',
                constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_answer_says_something'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['carried', 'lost', 'no_quorum'])), name='decision_outcome_known'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='decision_gives_reasons'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(('published', []), ('outcome', 'carried'), _connector='OR'), name='decision_publishes_what_carried'),
            ),
            migrations.AddConstraint(
                model_name='decision',
                constraint=models.CheckConstraint(condition=models.Q(('withheld', ''), models.Q(('outcome', 'carried'), ('published', [])), _connector='OR'), name='decision_withholds_what_carried'),
            ),
            migrations.AddConstraint(
                model_name='withdrawal',
                constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='proposal_withdrawn_for_a_reason'),
            ),
        ]),
    ]
