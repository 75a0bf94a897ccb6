"""What learners choose and plan, and who stands beside them."""

import django.db.models.deletion
import django.db.models.functions.datetime
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
                name='DraftImpact',
                fields=[
                    ('docket', models.PositiveIntegerField(primary_key=True, serialize=False)),
                    ('draft', models.PositiveIntegerField()),
                    ('newest', models.UUIDField(null=True)),
                    ('asked_at', models.DateTimeField()),
                    ('found', models.JSONField(null=True)),
                    ('found_at', models.DateTimeField(null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Exploration',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=60)),
                    ('words', models.TextField()),
                    ('family', models.CharField(blank=True, max_length=100)),
                    ('on', models.DateField()),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='explorations', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='HeadlineCount',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('on', models.DateField()),
                    ('version', models.PositiveIntegerField()),
                    ('counts', models.JSONField()),
                    ('counted_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['-counted_at'], name='headline_newest')],
                },
            ),
            migrations.CreateModel(
                name='PlanProfile',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('personal_social', models.TextField(blank=True)),
                    ('career', models.TextField(blank=True)),
                    ('academic', models.TextField(blank=True)),
                    ('caring_adult', models.CharField(blank=True, max_length=200)),
                    ('barriers', models.TextField(blank=True)),
                    ('supports', models.TextField(blank=True)),
                    ('updated_at', models.DateTimeField()),
                    ('learner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='plan_profile', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='PlanVersion',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('number', models.PositiveIntegerField()),
                    ('body', models.JSONField()),
                    ('why', models.TextField(blank=True)),
                    ('saved_at', models.DateTimeField()),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_versions', to='directory.person')),
                    ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='PlanTest',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('tried', models.TextField()),
                    ('learned', models.TextField()),
                    ('on', models.DateField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tests', to='advising.planversion')),
                ],
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=20)),
                    ('what', models.CharField(max_length=200)),
                    ('destination', models.CharField(blank=True, max_length=200)),
                    ('due', models.DateField(null=True)),
                    ('message', models.TextField(blank=True)),
                    ('proposed_at', models.DateTimeField()),
                    ('answer', models.CharField(blank=True, max_length=10)),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='directory.person')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='QuizResult',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('order', models.JSONField()),
                    ('taken_at', models.DateTimeField()),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiz_results', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Reflection',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('words', models.TextField()),
                    ('past', models.TextField()),
                    ('current', models.TextField()),
                    ('future', models.TextField()),
                    ('on', models.DateField()),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reflections', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='ReviewSession',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('pathway', models.CharField(max_length=200)),
                    ('opens_at', models.DateTimeField()),
                    ('closes_at', models.DateTimeField()),
                    ('invited', models.ManyToManyField(related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_sessions', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='ReviewNote',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('words', models.TextField()),
                    ('written_at', models.DateTimeField()),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_notes', to='directory.person')),
                    ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='advising.reviewsession')),
                ],
            ),
            migrations.CreateModel(
                name='WayBack',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=20)),
                    ('juncture', models.CharField(max_length=60)),
                    ('region', models.CharField(blank=True, max_length=150)),
                    ('since', models.DateField()),
                    ('found_at', models.DateTimeField()),
                    ('why', models.CharField(max_length=10)),
                    ('desk', models.CharField(blank=True, max_length=150)),
                    ('called_at', models.DateTimeField(null=True)),
                    ('rests_until', models.DateField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('caller', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ways_back', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Week',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('days', models.JSONField()),
                    ('updated_at', models.DateTimeField()),
                    ('learner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='week', to='directory.person')),
                ],
            ),
            migrations.CreateModel(
                name='Choice',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('position', models.PositiveIntegerField()),
                    ('action', models.CharField(max_length=60)),
                    ('state', models.CharField(max_length=60)),
                    ('pathway', models.CharField(blank=True, max_length=200)),
                    ('number', models.PositiveIntegerField(null=True)),
                    ('destination', models.CharField(blank=True, max_length=200)),
                    ('chosen_at', models.DateTimeField()),
                    ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('record_digest', models.CharField(blank=True, max_length=64)),
                    ('words', models.TextField(blank=True)),
                    ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='directory.person')),
                ],
                options={
                    'indexes': [models.Index(fields=['learner', '-position'], name='choice_latest')],
                    'constraints': [models.UniqueConstraint(fields=('learner', 'position'), name='choice_one_step_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('pathway', '')), models.Q(models.Q(('pathway', ''), _negated=True), ('number__gte', 1)), _connector='OR'), name='choice_pins_a_version'), models.CheckConstraint(condition=models.Q(('destination', ''), models.Q(('pathway', ''), _negated=True), _connector='OR'), name='choice_destination_on_pathway')],
                },
            ),
            migrations.CreateModel(
                name='Goal',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('words', models.TextField()),
                    ('what', models.CharField(blank=True, max_length=200)),
                    ('on', models.DateField(null=True)),
                    ('set_at', models.DateTimeField()),
                    ('dropped_at', models.DateTimeField(null=True)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goals', to='directory.person')),
                    ('set_with', models.ManyToManyField(related_name='+', to='directory.person')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='goal_has_words')],
                },
            ),
            migrations.CreateModel(
                name='GuardianComment',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('words', models.TextField()),
                    ('written_at', models.DateTimeField()),
                    ('guardian', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.person')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guardian_comments', to='directory.person')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='guardian_comment_has_words')],
                },
            ),
            migrations.CreateModel(
                name='PlanEntry',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                    ('what', models.CharField(max_length=200)),
                    ('added_at', models.DateTimeField()),
                    ('removed_at', models.DateTimeField(null=True)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_entries', to='directory.person')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('learner', 'what'), name='plan_entry_once')],
                },
            ),
        ]),
        Together([
            migrations.AddConstraint(
                model_name='planversion',
                constraint=models.UniqueConstraint(fields=('learner', 'number'), name='plan_version_once'),
            ),
            migrations.AddConstraint(
                model_name='plantest',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('tried', ''), _negated=True), models.Q(('learned', ''), _negated=True)), name='plan_test_says_both'),
            ),
            migrations.AddConstraint(
                model_name='proposal',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['choose', 'switch', 'narrow', 'entry', 'goal'])), name='proposal_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='proposal',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answer__in', ['yes', 'no']), ('answered_at__isnull', False)), _connector='OR'), name='proposal_answer_is_dated'),
            ),
            migrations.AddConstraint(
                model_name='reflection',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('words', ''), _negated=True), models.Q(('past', ''), _negated=True), models.Q(('current', ''), _negated=True), models.Q(('future', ''), _negated=True)), name='reflection_links_all_three'),
            ),
            migrations.AddConstraint(
                model_name='reviewsession',
                constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='review_closes_after_it_opens'),
            ),
            migrations.AddIndex(
                model_name='wayback',
                index=models.Index(condition=models.Q(('ended_at', None)), fields=['caller'], name='way_back_to_call'),
            ),
            migrations.AddIndex(
                model_name='wayback',
                index=models.Index(condition=models.Q(('ended_at', None)), fields=['region'], name='way_back_of_region'),
            ),
            migrations.AddConstraint(
                model_name='wayback',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('learner',), name='way_back_one_open'),
            ),
            migrations.AddConstraint(
                model_name='wayback',
                constraint=models.CheckConstraint(condition=models.Q(('kind__in', ('paused', 'between_places', 'offer', 'quiet'))), name='way_back_kind_known'),
            ),
            migrations.AddConstraint(
                model_name='wayback',
                constraint=models.CheckConstraint(condition=models.Q(('why__in', ('adviser', 'navigator', 'desk')), models.Q(models.Q(('caller', None), models.Q(('desk', ''), _negated=True)), models.Q(('caller__isnull', False), ('desk', '')), _connector='OR')), name='way_back_has_somebody_who_calls'),
            ),
        ]),
    ]
