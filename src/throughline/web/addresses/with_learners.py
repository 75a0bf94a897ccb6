"""The addresses of those who work with learners: advisers, assessors, families, organizations, operators."""

from django.urls import path

from throughline.web.adviser import caseload, today
from throughline.web.assessor import (
    assessing,
    calibration,
    class_list,
    panels,
    queue,
    recognizing,
    results,
    sampling,
)
from throughline.web.family import children
from throughline.web.organization import badge_answers, corrections, promised, samples, showing
from throughline.web.organization import planning as activity_planning
from throughline.web.steward import answering, batches, house, judging

with_learners = [
    path("credentials/<slug:name>/works/", samples.samples, name="work-samples"),
    path("activities/planned/", activity_planning.plans, name="activity-plans"),
    path("activities/planned/<uuid:key>/", activity_planning.plan, name="activity-plan"),
    path("activities/planned/<uuid:key>/aside/", activity_planning.set_aside, name="activity-aside"),
    path("badges/asked/", badge_answers.waiting, name="badges-asked"),
    path("badges/asked/<uuid:key>/", badge_answers.answer, name="badge-answer"),
    path("promised/", promised.promised, name="promised"),
    path("promised/complaints/<uuid:key>/", promised.answer, name="complaint-answer"),
    path("promised/<slug:name>/", promised.one, name="promised-one"),
    path("advising/", caseload.caseload, name="caseload"),
    path("advising/<uuid:key>/", caseload.learner, name="learner"),
    path("today/", today.today, name="today"),
    path("show/", showing.showing, name="showing"),
    path("show/<uuid:key>/", showing.one, name="showing-one"),
    path("family/<uuid:key>/consents/", children.consents, name="child-consents"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<uuid:key>/", corrections.answer, name="correction"),
    path("recognizing/", recognizing.waiting, name="recognizing"),
    path("recognizing/<uuid:key>/", recognizing.decide, name="recognizing-one"),
    path("house/answering/", answering.answering, name="answering"),
    path("plans/<uuid:key>/comment/", children.comment, name="comment"),
    path("family/", children.family, name="family"),
    path("family/<uuid:key>/", children.child, name="child"),
    path("family/<uuid:key>/questions/", children.questions, name="child-questions"),
    path("family/<uuid:key>/questions/<uuid:review>/", children.answer, name="child-answer"),
    path("assessing/", assessing.assessing, name="assessing"),
    path("assessing/class/", class_list.class_list, name="class-list"),
    path("assessing/queue/", queue.queue, name="queue"),
    path("assessing/work/<uuid:key>/", queue.work, name="judge-work"),
    path("assessing/panels/", panels.panels, name="panels"),
    path("assessing/panels/<uuid:key>/", panels.panel, name="panel"),
    path("assessing/panels/<slug:name>/<slug:part>/", panels.new_panel, name="panel-new"),
    path("assessing/calibration/", calibration.calibration, name="calibration"),
    path("assessing/calibration/<uuid:key>/", calibration.anchors, name="anchors"),
    path("assessing/calibration/<slug:name>/<slug:part>/", calibration.begin, name="calibration-begin"),
    path("assessing/again/<uuid:key>/", calibration.second, name="mark-again"),
    path("assessing/work/<uuid:key>/sample/", sampling.sample, name="sample-make"),
    path("assessing/results/", results.results, name="bring-results"),
    path("assessing/<uuid:key>/", assessing.learner, name="assess-learner"),
    path("assessing/<uuid:key>/<slug:name>/<slug:part>/seen/", queue.observe, name="observe"),
    path("assessing/<uuid:key>/<slug:name>/", assessing.judge, name="judge"),
    path("judging/", judging.judging, name="judging"),
    path("judging/<slug:name>/<slug:part>/", judging.bring_anchors, name="bring-anchors"),
    path("house/", house.house, name="house"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<uuid:key>/", batches.batch, name="batch"),
    path("batches/<uuid:key>/confirm/", batches.confirm, name="batch-confirm"),
    path("batches/<uuid:key>/go-on/", batches.go_on, name="batch-go-on"),
    path("batches/<uuid:key>/faults.csv", batches.faults, name="batch-faults"),
]
