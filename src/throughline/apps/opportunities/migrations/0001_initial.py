"""Offers, agreements, apprenticeships, stays and rounds of places."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

from throughline.apps.trail.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('records', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Intern',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('payee', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('joined_at', models.DateTimeField()),
                    ('left_on', models.DateField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='NegotiationDraft',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('body', models.JSONField()),
                    ('reasons', models.JSONField(default=dict)),
                    ('party', models.CharField(max_length=150)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='OfferDeed',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveIntegerField()),
                    ('deed', models.CharField(max_length=12)),
                    ('state', models.CharField(max_length=10)),
                    ('intake', models.PositiveSmallIntegerField(null=True)),
                    ('answer_by', models.DateField(null=True)),
                    ('told', models.BooleanField(default=False)),
                    ('said', models.TextField(blank=True)),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Places',
                fields=[
                    ('agreement', models.CharField(max_length=150, primary_key=True, serialize=False)),
                ],
            ),
            migrations.CreateModel(
                name='Reached',
                fields=[
                    ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ('moment', models.BigIntegerField()),
                    ('sequence', models.BigIntegerField()),
                    ('on', models.DateField()),
                ],
            ),
            migrations.CreateModel(
                name='WorkWeek',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('monday', models.DateField()),
                    ('hours', models.DecimalField(decimal_places=2, max_digits=5)),
                    ('instruction', models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                    ('paid', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                    ('words', models.TextField()),
                    ('logged_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Activity',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('title', models.CharField(max_length=200)),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                    ('steps', models.JSONField(default=dict)),
                    ('number', models.PositiveIntegerField(default=0)),
                    ('begun_at', models.DateTimeField()),
                    ('touched_at', models.DateTimeField()),
                    ('set_aside_at', models.DateTimeField(null=True)),
                    ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='ApprenticeshipStandards',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('sponsor', models.CharField(max_length=150)),
                    ('draft', models.JSONField(default=dict)),
                    ('number', models.PositiveIntegerField(default=0)),
                    ('begun_at', models.DateTimeField()),
                    ('touched_at', models.DateTimeField()),
                    ('asked_at', models.DateTimeField(null=True)),
                    ('sent_back', models.TextField(blank=True)),
                    ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='BadgePlan',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('title', models.CharField(max_length=120)),
                    ('purpose', models.TextField(blank=True)),
                    ('outcomes', models.TextField(blank=True)),
                    ('criteria', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                    ('step', models.PositiveSmallIntegerField(default=2)),
                    ('level', models.PositiveSmallIntegerField()),
                    ('state', models.CharField(default='draft', max_length=10)),
                    ('rounds', models.PositiveIntegerField(default=0)),
                    ('slug', models.CharField(blank=True, max_length=150)),
                    ('learner_agreed_at', models.DateTimeField(null=True)),
                    ('mentor_agreed_at', models.DateTimeField(null=True)),
                    ('begun_at', models.DateTimeField()),
                    ('touched_at', models.DateTimeField()),
                    ('live_at', models.DateTimeField(null=True)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='badge_plans', to='directory.person')),
                    ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='badges_mentored', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='BadgeAnswer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('round', models.PositiveIntegerField()),
                    ('side', models.CharField(max_length=10)),
                    ('organization', models.CharField(max_length=150)),
                    ('role', models.CharField(max_length=60)),
                    ('approved', models.BooleanField()),
                    ('reasons', models.TextField()),
                    ('next_step', models.TextField(blank=True)),
                    ('opens', models.TextField(blank=True)),
                    ('internship', models.CharField(blank=True, max_length=120)),
                    ('hours', models.PositiveIntegerField(null=True)),
                    ('about', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField()),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='opportunities.badgeplan')),
                ],
            ),
            migrations.CreateModel(
                name='DeskPost',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('kind', models.CharField(max_length=60)),
                    ('title', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('regions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None)),
                    ('room', models.PositiveIntegerField(null=True)),
                    ('paid', models.BooleanField(default=False)),
                    ('wage', models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                    ('gives', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                    ('partner', models.CharField(blank=True, max_length=150)),
                    ('until', models.DateField(null=True)),
                    ('posted_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('posted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='IncentiveClaim',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('incentive', models.CharField(max_length=100)),
                    ('organization', models.CharField(max_length=150)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('number', models.PositiveIntegerField()),
                    ('counted', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                    ('due', models.DecimalField(decimal_places=2, max_digits=12)),
                    ('why', models.CharField(max_length=10)),
                    ('document', models.JSONField()),
                    ('claimed_at', models.DateTimeField()),
                    ('claimed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Demonstration',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('school', models.CharField(max_length=150)),
                    ('on', models.DateField()),
                    ('where', models.CharField(max_length=300)),
                    ('invited_at', models.DateTimeField()),
                    ('came_at', models.DateTimeField(null=True)),
                    ('came_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('intern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='demonstrations', to='opportunities.intern')),
                ],
            ),
            migrations.CreateModel(
                name='LearningAgreement',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('home', models.CharField(max_length=150)),
                    ('host', models.CharField(max_length=150)),
                    ('kind', models.CharField(max_length=10)),
                    ('program', models.CharField(blank=True, max_length=150)),
                    ('starts', models.DateField()),
                    ('ends', models.DateField()),
                    ('begun_at', models.DateTimeField()),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='learning_agreements', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='LearningAgreementVersion',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('studied', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                    ('recognized', models.JSONField()),
                    ('unit', models.CharField(max_length=60)),
                    ('provision', models.CharField(max_length=20)),
                    ('changes', models.JSONField(default=list)),
                    ('asked_at', models.DateTimeField()),
                    ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='opportunities.learningagreement')),
                ],
            ),
            migrations.CreateModel(
                name='LearningAgreementStep',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveSmallIntegerField()),
                    ('party', models.CharField(max_length=10)),
                    ('step', models.CharField(max_length=10)),
                    ('words', models.TextField(blank=True)),
                    ('instead', models.JSONField(default=list)),
                    ('credits', models.JSONField(default=dict)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='opportunities.learningagreementversion')),
                ],
            ),
            migrations.CreateModel(
                name='LetIn',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('why', models.TextField()),
                    ('until', models.DateField()),
                    ('decided_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Listing',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('words', models.CharField(max_length=300)),
                    ('published_at', models.DateTimeField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listings', to='directory.person')),
                    ('share', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='listings', to='records.share')),
                ],
            ),
            migrations.CreateModel(
                name='Approach',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('words', models.TextField()),
                    ('asked_at', models.DateTimeField()),
                    ('answer', models.CharField(blank=True, max_length=3)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approaches', to='opportunities.listing')),
                ],
            ),
            migrations.CreateModel(
                name='Negotiation',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('agreement', models.CharField(max_length=150)),
                    ('base', models.PositiveIntegerField(default=0)),
                    ('begun_by', models.CharField(max_length=150)),
                    ('begun_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('outcome', models.CharField(blank=True, max_length=10)),
                    ('number', models.PositiveIntegerField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('agreement',), name='negotiation_one_open'), models.CheckConstraint(condition=models.Q(('outcome__in', ('', 'in_force', 'withdrawn'))), name='negotiation_outcome_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('outcome', '')), models.Q(('closed_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='negotiation_closed_with_outcome')],
                },
            ),
            migrations.CreateModel(
                name='NegotiationTrial',
                fields=[
                    ('draft', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='trial', serialize=False, to='opportunities.negotiationdraft')),
                    ('asked_at', models.DateTimeField()),
                    ('found', models.JSONField(null=True)),
                    ('found_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='NegotiationParty',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('negotiation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sides', to='opportunities.negotiation')),
                ],
            ),
            migrations.CreateModel(
                name='NegotiationStep',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveSmallIntegerField()),
                    ('party', models.CharField(max_length=150)),
                    ('step', models.CharField(max_length=10)),
                    ('words', models.TextField(blank=True)),
                    ('document', models.JSONField(null=True)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='opportunities.negotiationdraft')),
                ],
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=10)),
                    ('about', models.CharField(max_length=250)),
                    ('owner', models.CharField(max_length=150)),
                    ('sentence', models.TextField()),
                    ('fix', models.TextField(blank=True)),
                    ('since', models.DateTimeField()),
                    ('mended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('stage', 'ending', 'ended', 'clash'))), name='notice_kind_known'), models.UniqueConstraint(condition=models.Q(('mended_at', None)), fields=('kind', 'about'), name='notice_one_open')],
                },
            ),
            migrations.CreateModel(
                name='Offer',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('agreement', models.CharField(max_length=150)),
                    ('number', models.PositiveIntegerField()),
                    ('kind', models.CharField(max_length=20)),
                    ('facts', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                    ('draw', models.CharField(blank=True, max_length=200)),
                    ('learned_at', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=150), default=list, size=None)),
                    ('opened_at', models.DateTimeField()),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Complaint',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('words', models.TextField()),
                    ('owner', models.CharField(max_length=150)),
                    ('overseer', models.CharField(blank=True, max_length=150)),
                    ('filed_at', models.DateTimeField()),
                    ('answer_by', models.DateField()),
                    ('outcome', models.CharField(blank=True, max_length=10)),
                    ('answer', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='complaints', to='opportunities.offer')),
                ],
            ),
            migrations.CreateModel(
                name='OwnReason',
                fields=[
                    ('deed', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='own_reason', serialize=False, to='opportunities.offerdeed')),
                    ('words', models.TextField()),
                ],
            ),
            migrations.CreateModel(
                name='Placing',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('course', models.CharField(max_length=150)),
                    ('outcome', models.CharField(max_length=10)),
                    ('instead', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=150), default=list, size=None)),
                    ('placed_at', models.DateTimeField()),
                    ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='placings', to='opportunities.complaint')),
                    ('offer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placings', to='opportunities.offer')),
                    ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='PublishedActivity',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                    ('reveal', models.TextField()),
                    ('establish', models.TextField()),
                    ('focus', models.TextField()),
                    ('reinforce', models.TextField()),
                    ('assess', models.TextField()),
                    ('magnify', models.TextField()),
                    ('explore', models.TextField()),
                    ('published_at', models.DateTimeField()),
                    ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='opportunities.activity')),
                    ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='ActivityWork',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('named_at', models.DateTimeField()),
                    ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='activities', to='records.evidence')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='work', to='opportunities.publishedactivity')),
                ],
            ),
            migrations.CreateModel(
                name='RegisteredStandards',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('document', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('registrar', models.CharField(max_length=150)),
                    ('registered_at', models.DateTimeField()),
                    ('registered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('standards', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='opportunities.apprenticeshipstandards')),
                ],
            ),
            migrations.CreateModel(
                name='Apprentice',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('employer', models.CharField(blank=True, max_length=150)),
                    ('in_school', models.BooleanField(default=False)),
                    ('asked_at', models.DateTimeField()),
                    ('begun_on', models.DateField(null=True)),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('ended_on', models.DateField(null=True)),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='apprenticeships', to='directory.person')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='apprentices', to='opportunities.registeredstandards')),
                ],
            ),
            migrations.CreateModel(
                name='Rotation',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('keeper', models.CharField(max_length=150)),
                    ('title', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('pathway', models.CharField(blank=True, max_length=150)),
                    ('weekday', models.PositiveSmallIntegerField()),
                    ('hours', models.DecimalField(decimal_places=2, max_digits=4)),
                    ('ordered', models.BooleanField(default=False)),
                    ('made_at', models.DateTimeField()),
                    ('opened_at', models.DateTimeField(null=True)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='RotationField',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=200)),
                    ('host', models.CharField(max_length=150)),
                    ('days', models.PositiveSmallIntegerField()),
                    ('gives', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                    ('counts', models.CharField(max_length=200)),
                    ('credits', models.DecimalField(decimal_places=2, max_digits=5)),
                    ('way', models.CharField(max_length=10)),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('transport', models.TextField()),
                    ('destination', models.CharField(blank=True, max_length=150)),
                    ('rotation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='fields', to='opportunities.rotation')),
                ],
            ),
            migrations.CreateModel(
                name='RotationPlace',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('home', models.CharField(max_length=150)),
                    ('joined_at', models.DateTimeField()),
                    ('left_at', models.DateTimeField(null=True)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rotations', to='directory.person')),
                    ('rotation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='opportunities.rotation')),
                ],
            ),
            migrations.CreateModel(
                name='RotationChoice',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveSmallIntegerField()),
                    ('why', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('field', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opportunities.rotationfield')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='opportunities.rotationplace')),
                ],
            ),
            migrations.CreateModel(
                name='RotationSponsor',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('signed_at', models.DateTimeField(null=True)),
                    ('rotation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sponsors', to='opportunities.rotation')),
                    ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='RotationStay',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('agreement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rotation_stay', to='opportunities.learningagreement')),
                    ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opportunities.rotationfield')),
                    ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='opportunities.rotationplace')),
                ],
            ),
            migrations.CreateModel(
                name='RotationThought',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveSmallIntegerField()),
                    ('wish', models.CharField(max_length=10)),
                    ('words', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thoughts', to='opportunities.rotationstay')),
                ],
            ),
            migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('organization', models.CharField(max_length=150)),
                    ('title', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('rule', models.CharField(blank=True, max_length=150)),
                    ('closes_on', models.DateField()),
                    ('answer_by', models.DateField()),
                    ('seed', models.CharField(max_length=64)),
                    ('commitment', models.CharField(max_length=64)),
                    ('opened_at', models.DateTimeField()),
                    ('matched_at', models.DateTimeField(null=True)),
                    ('file', models.TextField(blank=True)),
                    ('digest', models.CharField(blank=True, max_length=64)),
                    ('after', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='next', to='opportunities.round')),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='RoundOpening',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=260)),
                    ('opportunity', models.CharField(max_length=150)),
                    ('shift', models.CharField(blank=True, max_length=100)),
                    ('seats', models.PositiveIntegerField()),
                    ('reserves', models.JSONField(default=list)),
                    ('within_km', models.PositiveIntegerField(null=True)),
                    ('holds', models.CharField(blank=True, max_length=200)),
                    ('by_law', models.CharField(blank=True, max_length=300)),
                    ('cite', models.CharField(blank=True, max_length=200)),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='opportunities.round')),
                ],
            ),
            migrations.CreateModel(
                name='RoundRanking',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('code', models.CharField(max_length=20, unique=True)),
                    ('wishes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=260), default=list, size=None)),
                    ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=260), default=list, size=None)),
                    ('confirmed', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=260), default=list, size=None)),
                    ('changed_at', models.DateTimeField()),
                    ('place', models.CharField(blank=True, max_length=260)),
                    ('reasons', models.JSONField(default=list)),
                    ('answer', models.CharField(blank=True, max_length=3)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rankings', to='directory.person')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rankings', to='opportunities.round')),
                ],
            ),
            migrations.CreateModel(
                name='SignedGuarantee',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('agreement', models.CharField(max_length=150)),
                    ('number', models.PositiveIntegerField()),
                    ('issuer', models.CharField(max_length=150)),
                    ('document', models.JSONField()),
                    ('signed_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('agreement', 'number'), name='guarantee_signed_once')],
                },
            ),
            migrations.CreateModel(
                name='SiteWord',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveSmallIntegerField()),
                    ('again', models.CharField(max_length=10)),
                    ('words', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('intern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='site_words', to='opportunities.intern')),
                ],
            ),
            migrations.CreateModel(
                name='StayDay',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('on', models.DateField()),
                    ('nth', models.PositiveSmallIntegerField(default=1)),
                    ('came', models.BooleanField()),
                    ('hours', models.DecimalField(decimal_places=2, max_digits=4)),
                    ('way', models.CharField(max_length=10)),
                    ('words', models.TextField(blank=True)),
                    ('confirmed_at', models.DateTimeField()),
                    ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='opportunities.learningagreement')),
                    ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='StipendProgram',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('keeper', models.CharField(max_length=150)),
                    ('title', models.CharField(max_length=200)),
                    ('words', models.TextField()),
                    ('made_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='HostReview',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('host', models.CharField(max_length=150)),
                    ('nth', models.PositiveSmallIntegerField()),
                    ('fits', models.BooleanField()),
                    ('words', models.TextField()),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='opportunities.stipendprogram')),
                ],
            ),
            migrations.CreateModel(
                name='StipendRule',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('unit', models.CharField(max_length=10)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=8)),
                    ('most_hours', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                    ('least_hours', models.DecimalField(decimal_places=2, default=0, max_digits=5)),
                    ('starts', models.DateField()),
                    ('published_at', models.DateTimeField()),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='opportunities.stipendprogram')),
                    ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='StipendRun',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('nth', models.PositiveIntegerField()),
                    ('until', models.DateField()),
                    ('begun_at', models.DateTimeField()),
                    ('after', models.UUIDField(null=True)),
                    ('reckoned_at', models.DateTimeField(null=True)),
                    ('digest', models.CharField(blank=True, max_length=64)),
                    ('approved_at', models.DateTimeField(null=True)),
                    ('dropped_at', models.DateTimeField(null=True)),
                    ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='opportunities.stipendprogram')),
                ],
            ),
            migrations.CreateModel(
                name='StipendPayment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                    ('intern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='opportunities.intern')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='opportunities.stipendrun')),
                ],
            ),
            migrations.CreateModel(
                name='StipendLine',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('period', models.DateField()),
                    ('hours', models.DecimalField(decimal_places=2, max_digits=6)),
                    ('counted', models.DecimalField(decimal_places=2, max_digits=6)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                    ('kind', models.CharField(max_length=10)),
                    ('why', models.CharField(max_length=10)),
                    ('rule', models.PositiveSmallIntegerField()),
                    ('intern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='opportunities.intern')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='opportunities.stipendrun')),
                ],
            ),
            migrations.CreateModel(
                name='StipendApproval',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('digest', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='opportunities.stipendrun')),
                ],
            ),
            migrations.CreateModel(
                name='TakenUp',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('school', models.CharField(max_length=150)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_up', to='opportunities.deskpost')),
                ],
            ),
            migrations.CreateModel(
                name='WeekSignature',
                fields=[
                    ('week', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='signature', serialize=False, to='opportunities.workweek')),
                    ('organization', models.CharField(max_length=150)),
                    ('signed_at', models.DateTimeField()),
                ],
            ),
        ]),
        Together([
            migrations.AddField(
                model_name='intern',
                name='agreement',
                field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='intern', to='opportunities.learningagreement'),
            ),
            migrations.AddField(
                model_name='negotiationdraft',
                name='negotiation',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='opportunities.negotiation'),
            ),
            migrations.AddField(
                model_name='offerdeed',
                name='because',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opportunities.offer'),
            ),
            migrations.AddField(
                model_name='offerdeed',
                name='by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddField(
                model_name='offerdeed',
                name='offer',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deeds', to='opportunities.offer'),
            ),
            migrations.AddField(
                model_name='intern',
                name='program',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interns', to='opportunities.stipendprogram'),
            ),
            migrations.AddField(
                model_name='workweek',
                name='apprentice',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='weeks', to='opportunities.apprentice'),
            ),
            migrations.AddIndex(
                model_name='activity',
                index=models.Index(fields=['organization', '-touched_at'], name='activity_place_latest'),
            ),
            migrations.AddConstraint(
                model_name='activity',
                constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='activity_has_a_title'),
            ),
            migrations.AddConstraint(
                model_name='activity',
                constraint=models.CheckConstraint(condition=models.Q(('skills__len__lte', 3)), name='activity_aims_at_three_at_most'),
            ),
            migrations.AddIndex(
                model_name='apprenticeshipstandards',
                index=models.Index(fields=['sponsor'], name='standards_sponsor'),
            ),
            migrations.AddIndex(
                model_name='apprenticeshipstandards',
                index=models.Index(condition=models.Q(('asked_at__isnull', False)), fields=['asked_at'], name='standards_waiting'),
            ),
            migrations.AddConstraint(
                model_name='badgeplan',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'review', 'live'))), name='badge_state_known'),
            ),
            migrations.AddConstraint(
                model_name='badgeplan',
                constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='badge_has_a_title'),
            ),
            migrations.AddConstraint(
                model_name='badgeplan',
                constraint=models.CheckConstraint(condition=models.Q(('learner', models.F('mentor')), _negated=True), name='badge_made_by_two'),
            ),
            migrations.AddConstraint(
                model_name='badgeplan',
                constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('learner_agreed_at__isnull', False), ('mentor_agreed_at__isnull', False), ('rounds__gte', 1)), _connector='OR'), name='badge_leaves_draft_agreed_by_both'),
            ),
            migrations.AddConstraint(
                model_name='badgeplan',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('live_at__isnull', False), ('state', 'live')), models.Q(models.Q(('state', 'live'), _negated=True), ('live_at__isnull', True)), _connector='OR'), name='badge_live_is_dated'),
            ),
            migrations.AddConstraint(
                model_name='badgeplan',
                constraint=models.UniqueConstraint(condition=models.Q(('slug', ''), _negated=True), fields=('slug',), name='badge_slug_once'),
            ),
            migrations.AddConstraint(
                model_name='badgeanswer',
                constraint=models.CheckConstraint(condition=models.Q(('side__in', ('industry', 'college'))), name='badge_answer_side_known'),
            ),
            migrations.AddConstraint(
                model_name='badgeanswer',
                constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='badge_answer_has_reasons'),
            ),
            migrations.AddConstraint(
                model_name='badgeanswer',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved', True), models.Q(('opens', ''), _negated=True)), models.Q(('approved', False), models.Q(('next_step', ''), _negated=True)), _connector='OR'), name='badge_answer_says_what_next'),
            ),
            migrations.AddConstraint(
                model_name='badgeanswer',
                constraint=models.CheckConstraint(condition=models.Q(('internship', ''), models.Q(('approved', True), ('side', 'industry')), _connector='OR'), name='badge_place_of_industry'),
            ),
            migrations.AddConstraint(
                model_name='badgeanswer',
                constraint=models.UniqueConstraint(fields=('plan', 'round', 'side'), name='badge_answer_once_a_side'),
            ),
            migrations.AddConstraint(
                model_name='badgeanswer',
                constraint=models.UniqueConstraint(fields=('plan', 'round', 'organization'), name='badge_answer_once_a_place'),
            ),
            migrations.AddConstraint(
                model_name='deskpost',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='desk_post_says_something'),
            ),
            migrations.AddConstraint(
                model_name='deskpost',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('paid', False), ('wage', None)), models.Q(('paid', True), ('wage__gt', 0)), _connector='OR'), name='desk_post_paid_has_a_wage'),
            ),
            migrations.AddConstraint(
                model_name='incentiveclaim',
                constraint=models.UniqueConstraint(fields=('incentive', 'organization', 'year'), name='incentive_once_a_year'),
            ),
            migrations.AddConstraint(
                model_name='incentiveclaim',
                constraint=models.UniqueConstraint(fields=('incentive', 'year', 'number'), name='incentive_in_turn'),
            ),
            migrations.AddConstraint(
                model_name='incentiveclaim',
                constraint=models.CheckConstraint(condition=models.Q(('due__gte', 0)), name='incentive_not_below_nothing'),
            ),
            migrations.AddConstraint(
                model_name='demonstration',
                constraint=models.UniqueConstraint(fields=('intern', 'school', 'on'), name='demonstration_once_a_day'),
            ),
            migrations.AddConstraint(
                model_name='demonstration',
                constraint=models.CheckConstraint(condition=models.Q(('where', ''), _negated=True), name='demonstration_says_where'),
            ),
            migrations.AddConstraint(
                model_name='demonstration',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('came_at', None), ('came_by', None)), models.Q(('came_at__isnull', False), ('came_by__isnull', False)), _connector='OR'), name='demonstration_attended_by_somebody'),
            ),
            migrations.AddIndex(
                model_name='learningagreement',
                index=models.Index(fields=['home'], name='learning_agreement_home'),
            ),
            migrations.AddIndex(
                model_name='learningagreement',
                index=models.Index(fields=['host'], name='learning_agreement_host'),
            ),
            migrations.AddConstraint(
                model_name='learningagreement',
                constraint=models.CheckConstraint(condition=models.Q(('home', models.F('host')), _negated=True), name='learning_agreement_elsewhere'),
            ),
            migrations.AddConstraint(
                model_name='learningagreement',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('study', 'work'))), name='learning_agreement_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='learningagreement',
                constraint=models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='learning_agreement_lasts'),
            ),
            migrations.AddConstraint(
                model_name='learningagreementversion',
                constraint=models.UniqueConstraint(fields=('agreement', 'number'), name='learning_agreement_version_once'),
            ),
            migrations.AddConstraint(
                model_name='learningagreementversion',
                constraint=models.CheckConstraint(condition=models.Q(('provision__in', ('in_part', 'all_or_none'))), name='learning_agreement_provision_known'),
            ),
            migrations.AddConstraint(
                model_name='learningagreementstep',
                constraint=models.UniqueConstraint(fields=('version', 'party', 'step'), name='learning_agreement_step_once'),
            ),
            migrations.AddConstraint(
                model_name='learningagreementstep',
                constraint=models.UniqueConstraint(fields=('version', 'nth'), name='learning_agreement_step_in_order'),
            ),
            migrations.AddConstraint(
                model_name='learningagreementstep',
                constraint=models.CheckConstraint(condition=models.Q(('party__in', ('learner', 'home', 'host'))), name='learning_agreement_party_known'),
            ),
            migrations.AddConstraint(
                model_name='learningagreementstep',
                constraint=models.CheckConstraint(condition=models.Q(('step__in', ('approved', 'answered', 'withdrew', 'recognized', 'refused'))), name='learning_agreement_step_known'),
            ),
            migrations.AddConstraint(
                model_name='learningagreementstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('step', 'refused'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='learning_agreement_refusal_says_why'),
            ),
            migrations.AddConstraint(
                model_name='letin',
                constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='let_in_with_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='letin',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organization',), name='let_in_once_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='listing',
                constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('share',), name='listing_once_for_each_share'),
            ),
            migrations.AddConstraint(
                model_name='listing',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='listing_says_something'),
            ),
            migrations.AddConstraint(
                model_name='listing',
                constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('published_at')), _connector='OR'), name='listing_withdrawn_after'),
            ),
            migrations.AddConstraint(
                model_name='approach',
                constraint=models.UniqueConstraint(fields=('listing', 'organization'), name='approach_once'),
            ),
            migrations.AddConstraint(
                model_name='approach',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='approach_says_something'),
            ),
            migrations.AddConstraint(
                model_name='approach',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answer__in', ('yes', 'no')), ('answered_at__isnull', False)), _connector='OR'), name='approach_answered_whole'),
            ),
            migrations.AddConstraint(
                model_name='negotiationdraft',
                constraint=models.UniqueConstraint(fields=('negotiation', 'number'), name='negotiation_draft_once'),
            ),
            migrations.AddIndex(
                model_name='negotiationparty',
                index=models.Index(fields=['organization'], name='negotiation_party'),
            ),
            migrations.AddConstraint(
                model_name='negotiationparty',
                constraint=models.UniqueConstraint(fields=('negotiation', 'organization'), name='negotiation_party_once'),
            ),
            migrations.AddConstraint(
                model_name='negotiationstep',
                constraint=models.UniqueConstraint(fields=('draft', 'party', 'step'), name='negotiation_step_once'),
            ),
            migrations.AddConstraint(
                model_name='negotiationstep',
                constraint=models.UniqueConstraint(fields=('draft', 'nth'), name='negotiation_step_in_order'),
            ),
            migrations.AddConstraint(
                model_name='negotiationstep',
                constraint=models.CheckConstraint(condition=models.Q(('step__in', ('signed', 'opposed', 'withdrew'))), name='negotiation_step_known'),
            ),
            migrations.AddConstraint(
                model_name='negotiationstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('step', 'opposed'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='negotiation_objection_says_why'),
            ),
            migrations.AddConstraint(
                model_name='negotiationstep',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('step', 'signed'), _negated=True), ('document__isnull', False), _connector='OR'), name='negotiation_signature_kept'),
            ),
            migrations.AddIndex(
                model_name='offer',
                index=models.Index(fields=['agreement', 'learner'], name='offer_agreement'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.UniqueConstraint(fields=('learner', 'agreement'), name='offer_once_for_each_learner'),
            ),
            migrations.AddConstraint(
                model_name='offer',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('admission', 'apprenticeship', 'hiring', 'credit', 'recognition'))), name='offer_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='complaint',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='complaint_has_words'),
            ),
            migrations.AddConstraint(
                model_name='complaint',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('outcome__in', ('kept', 'explained')), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='complaint_answered_whole'),
            ),
            migrations.AddConstraint(
                model_name='complaint',
                constraint=models.CheckConstraint(condition=models.Q(('answered_at', None), ('answered_at__gte', models.F('filed_at')), _connector='OR'), name='complaint_answered_after'),
            ),
            migrations.AddConstraint(
                model_name='complaint',
                constraint=models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('offer',), name='complaint_one_open_for_each_offer'),
            ),
            migrations.AddConstraint(
                model_name='offerdeed',
                constraint=models.UniqueConstraint(fields=('offer', 'nth'), name='offer_deed_in_turn'),
            ),
            migrations.AddConstraint(
                model_name='offerdeed',
                constraint=models.CheckConstraint(condition=models.Q(('deed__in', ('held', 'queued', 'stands', 'placed', 'reminded', 'accepted', 'declined', 'released', 'taken_back', 'lapsed', 'honored', 'refused', 'told'))), name='offer_deed_known'),
            ),
            migrations.AddConstraint(
                model_name='offerdeed',
                constraint=models.CheckConstraint(condition=models.Q(('state__in', ('held', 'waiting', 'standing', 'accepted', 'declined', 'released', 'lapsed', 'honored', 'refused'))), name='offer_deed_state_known'),
            ),
            migrations.AddConstraint(
                model_name='offerdeed',
                constraint=models.CheckConstraint(condition=models.Q(('nth__gte', 1)), name='offer_deed_from_1'),
            ),
            migrations.AddConstraint(
                model_name='offerdeed',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('deed', 'refused'), _negated=True), models.Q(('said', ''), _negated=True), _connector='OR'), name='offer_refused_with_a_reason'),
            ),
            migrations.AddConstraint(
                model_name='placing',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('complaint', None), ('outcome', 'placed')), models.Q(('complaint__isnull', False), ('outcome', 'refused')), _connector='OR'), name='placing_refused_with_a_complaint'),
            ),
            migrations.AddConstraint(
                model_name='publishedactivity',
                constraint=models.UniqueConstraint(fields=('activity', 'number'), name='activity_version_once'),
            ),
            migrations.AddConstraint(
                model_name='publishedactivity',
                constraint=models.CheckConstraint(condition=models.Q(('skills__len__gte', 1), ('skills__len__lte', 3)), name='activity_aims_at_one_to_three'),
            ),
            migrations.AddConstraint(
                model_name='publishedactivity',
                constraint=models.CheckConstraint(condition=models.Q(('reveal', ''), ('establish', ''), ('focus', ''), ('reinforce', ''), ('assess', ''), ('magnify', ''), ('explore', ''), _connector='OR', _negated=True), name='activity_has_all_seven_steps'),
            ),
            migrations.AddConstraint(
                model_name='activitywork',
                constraint=models.UniqueConstraint(fields=('version', 'evidence'), name='activity_work_once'),
            ),
            migrations.AddConstraint(
                model_name='registeredstandards',
                constraint=models.UniqueConstraint(fields=('standards', 'number'), name='registered_standards_once'),
            ),
            migrations.AddConstraint(
                model_name='registeredstandards',
                constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('registrar', ''), _negated=True)), name='registered_by_somebody'),
            ),
            migrations.AddIndex(
                model_name='apprentice',
                index=models.Index(fields=['employer', 'begun_on'], name='apprentice_at_employer'),
            ),
            migrations.AddConstraint(
                model_name='apprentice',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('learner', 'version'), name='apprentice_once_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='apprentice',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('begun_on', None), ('confirmed_at', None), ('confirmed_by', None)), models.Q(('begun_on__isnull', False), ('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('employer', ''), _negated=True)), _connector='OR'), name='apprentice_confirmed_whole'),
            ),
            migrations.AddConstraint(
                model_name='apprentice',
                constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('begun_on', None), ('ended_on__gte', models.F('begun_on')), _connector='OR'), name='apprentice_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='rotation',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='rotation_says_something'),
            ),
            migrations.AddConstraint(
                model_name='rotation',
                constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='rotation_weekday_known'),
            ),
            migrations.AddConstraint(
                model_name='rotation',
                constraint=models.CheckConstraint(condition=models.Q(('hours__gt', 0), ('hours__lte', 12)), name='rotation_hours_of_a_day'),
            ),
            migrations.AddConstraint(
                model_name='rotationfield',
                constraint=models.UniqueConstraint(fields=('rotation', 'nth'), name='rotation_field_in_order'),
            ),
            migrations.AddConstraint(
                model_name='rotationfield',
                constraint=models.CheckConstraint(condition=models.Q(('way__in', ('walk', 'bus', 'ride', 'other'))), name='rotation_field_way_known'),
            ),
            migrations.AddConstraint(
                model_name='rotationfield',
                constraint=models.CheckConstraint(condition=models.Q(('transport', ''), _negated=True), name='rotation_field_says_how_to_get_there'),
            ),
            migrations.AddConstraint(
                model_name='rotationfield',
                constraint=models.CheckConstraint(condition=models.Q(('credits__gt', 0), ('days__gt', 0)), name='rotation_field_lasts'),
            ),
            migrations.AddConstraint(
                model_name='rotationplace',
                constraint=models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('rotation', 'learner'), name='rotation_place_once'),
            ),
            migrations.AddConstraint(
                model_name='rotationchoice',
                constraint=models.UniqueConstraint(fields=('place', 'nth'), name='rotation_choice_in_order'),
            ),
            migrations.AddConstraint(
                model_name='rotationchoice',
                constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='rotation_choice_says_why'),
            ),
            migrations.AddConstraint(
                model_name='rotationsponsor',
                constraint=models.UniqueConstraint(fields=('rotation', 'organization'), name='rotation_sponsor_once'),
            ),
            migrations.AddConstraint(
                model_name='rotationsponsor',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='rotation_sponsor_signs_by_somebody'),
            ),
            migrations.AddConstraint(
                model_name='rotationstay',
                constraint=models.UniqueConstraint(fields=('place', 'field'), name='rotation_stay_once'),
            ),
            migrations.AddConstraint(
                model_name='rotationthought',
                constraint=models.UniqueConstraint(fields=('stay', 'nth'), name='rotation_thought_in_order'),
            ),
            migrations.AddConstraint(
                model_name='rotationthought',
                constraint=models.CheckConstraint(condition=models.Q(('wish__in', ('more', 'maybe', 'other'))), name='rotation_thought_wish_known'),
            ),
            migrations.AddConstraint(
                model_name='rotationthought',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='rotation_thought_says_something'),
            ),
            migrations.AddConstraint(
                model_name='round',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='round_says_something'),
            ),
            migrations.AddConstraint(
                model_name='round',
                constraint=models.CheckConstraint(condition=models.Q(('answer_by__gt', models.F('closes_on'))), name='round_answered_after'),
            ),
            migrations.AddConstraint(
                model_name='round',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('file', ''), ('matched_at', None)), models.Q(('matched_at__isnull', False), models.Q(('digest', ''), _negated=True), models.Q(('file', ''), _negated=True)), _connector='OR'), name='round_matched_whole'),
            ),
            migrations.AddConstraint(
                model_name='roundopening',
                constraint=models.UniqueConstraint(fields=('round', 'name'), name='round_opening_once'),
            ),
            migrations.AddConstraint(
                model_name='roundopening',
                constraint=models.CheckConstraint(condition=models.Q(('seats__gt', 0)), name='round_opening_has_seats'),
            ),
            migrations.AddConstraint(
                model_name='roundopening',
                constraint=models.CheckConstraint(condition=models.Q(('by_law', ''), models.Q(('cite', ''), _negated=True), _connector='OR'), name='round_opening_law_is_cited'),
            ),
            migrations.AddConstraint(
                model_name='roundranking',
                constraint=models.UniqueConstraint(fields=('round', 'learner'), name='round_ranked_once'),
            ),
            migrations.AddConstraint(
                model_name='roundranking',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answer__in', ('yes', 'no')), ('answered_at__isnull', False), models.Q(('place', ''), _negated=True)), _connector='OR'), name='round_answered_whole'),
            ),
            migrations.AddConstraint(
                model_name='siteword',
                constraint=models.UniqueConstraint(fields=('intern', 'nth'), name='site_word_in_order'),
            ),
            migrations.AddConstraint(
                model_name='siteword',
                constraint=models.CheckConstraint(condition=models.Q(('again__in', ('yes', 'maybe', 'no'))), name='site_word_again_known'),
            ),
            migrations.AddConstraint(
                model_name='siteword',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='site_word_says_something'),
            ),
            migrations.AddConstraint(
                model_name='stayday',
                constraint=models.UniqueConstraint(fields=('agreement', 'on', 'nth'), name='stay_day_in_order'),
            ),
            migrations.AddConstraint(
                model_name='stayday',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('came', False), ('hours', 0)), models.Q(('came', True), ('hours__gt', 0), ('hours__lte', 12)), _connector='OR'), name='stay_day_hours_of_a_day'),
            ),
            migrations.AddConstraint(
                model_name='stayday',
                constraint=models.CheckConstraint(condition=models.Q(('way__in', ('walk', 'bus', 'ride', 'other'))), name='stay_day_way_known'),
            ),
            migrations.AddConstraint(
                model_name='stayday',
                constraint=models.CheckConstraint(condition=models.Q(('nth', 1), models.Q(('words', ''), _negated=True), _connector='OR'), name='stay_day_change_says_why'),
            ),
            migrations.AddConstraint(
                model_name='stipendprogram',
                constraint=models.UniqueConstraint(fields=('keeper', 'title'), name='stipend_program_named_once'),
            ),
            migrations.AddConstraint(
                model_name='stipendprogram',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('words', ''), _negated=True)), name='stipend_program_says_what'),
            ),
            migrations.AddConstraint(
                model_name='hostreview',
                constraint=models.UniqueConstraint(fields=('program', 'host', 'nth'), name='host_review_in_order'),
            ),
            migrations.AddConstraint(
                model_name='hostreview',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='host_review_says_why'),
            ),
            migrations.AddConstraint(
                model_name='stipendrule',
                constraint=models.UniqueConstraint(fields=('program', 'number'), name='stipend_rule_once'),
            ),
            migrations.AddConstraint(
                model_name='stipendrule',
                constraint=models.CheckConstraint(condition=models.Q(('unit__in', ('hour', 'week', 'month'))), name='stipend_rule_unit_known'),
            ),
            migrations.AddConstraint(
                model_name='stipendrule',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('least_hours__gte', 0)), name='stipend_rule_pays'),
            ),
            migrations.AddConstraint(
                model_name='stipendrun',
                constraint=models.UniqueConstraint(fields=('program', 'nth'), name='stipend_run_in_order'),
            ),
            migrations.AddConstraint(
                model_name='stipendrun',
                constraint=models.UniqueConstraint(condition=models.Q(('approved_at', None), ('dropped_at', None)), fields=('program',), name='stipend_run_one_at_a_time'),
            ),
            migrations.AddConstraint(
                model_name='stipendrun',
                constraint=models.CheckConstraint(condition=models.Q(('approved_at', None), models.Q(('dropped_at', None), ('reckoned_at__isnull', False)), _connector='OR'), name='stipend_run_approved_whole'),
            ),
            migrations.AddConstraint(
                model_name='stipendpayment',
                constraint=models.UniqueConstraint(fields=('run', 'intern'), name='stipend_payment_once'),
            ),
            migrations.AddConstraint(
                model_name='stipendpayment',
                constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='stipend_payment_of_something'),
            ),
            migrations.AddConstraint(
                model_name='stipendline',
                constraint=models.UniqueConstraint(fields=('run', 'intern', 'period'), name='stipend_line_once'),
            ),
            migrations.AddConstraint(
                model_name='stipendline',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('first', 'correction'))), name='stipend_line_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='stipendline',
                constraint=models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='stipend_line_adds_something'),
            ),
            migrations.AddConstraint(
                model_name='stipendapproval',
                constraint=models.UniqueConstraint(fields=('run', 'by'), name='stipend_approved_once_each'),
            ),
            migrations.AddConstraint(
                model_name='takenup',
                constraint=models.UniqueConstraint(fields=('post', 'school'), name='taken_up_once'),
            ),
            migrations.AddField(
                model_name='weeksignature',
                name='signed_by',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person'),
            ),
            migrations.AddConstraint(
                model_name='workweek',
                constraint=models.UniqueConstraint(fields=('apprentice', 'monday'), name='work_week_once'),
            ),
            migrations.AddConstraint(
                model_name='workweek',
                constraint=models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='work_week_says_what'),
            ),
            migrations.AddConstraint(
                model_name='workweek',
                constraint=models.CheckConstraint(condition=models.Q(('hours__gte', 0), ('instruction__gte', 0), models.Q(('hours__gt', 0), ('instruction__gt', 0), _connector='OR')), name='work_week_has_hours'),
            ),
            migrations.AddConstraint(
                model_name='workweek',
                constraint=models.CheckConstraint(condition=models.Q(('monday__week_day', 2)), name='work_week_begins_on_monday'),
            ),
            migrations.AddConstraint(
                model_name='weeksignature',
                constraint=models.CheckConstraint(condition=models.Q(('organization', ''), _negated=True), name='week_signed_for_a_place'),
            ),
        ]),
    ]
