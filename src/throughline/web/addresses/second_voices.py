"""The addresses of what others say of a record, what is looked at again, and what follows from it, one line each."""

from django.urls import path

from throughline.web.learner import endorsements, opening, skills_report
from throughline.web.organization import endorsing
from throughline.web.organization import reviews as reviews_to_decide
from throughline.web.steward import criteria

second_voices = [
    path("me/record/skills/", skills_report.skills_report, name="skills-report"),
    path("me/endorsements/", endorsements.mine, name="endorsements"),
    path("me/endorsements/<uuid:key>/", endorsements.answer, name="endorsement-answer"),
    path("issued/reviews/", reviews_to_decide.reviews, name="issued-reviews"),
    path("issued/reviews/<uuid:key>/", reviews_to_decide.decide, name="issued-review"),
    path("issued/facts/<uuid:key>/", reviews_to_decide.close, name="fact-review"),
    path("issued/mark/", reviews_to_decide.mark, name="award-mark"),
    path("endorsing/", endorsing.endorsing, name="endorsing"),
    path("endorsing/learner/<uuid:key>/", endorsing.learner, name="endorse-learner"),
    path("endorsing/award/<uuid:key>/", endorsing.award, name="endorse-award"),
    path("endorsing/credential/<slug:name>/", endorsing.credential, name="endorse-credential"),
    path("endorsing/place/<slug:name>/", endorsing.place, name="endorse-place"),
    path("endorsing/<uuid:key>/take-back/", endorsing.take_back, name="endorsement-take-back"),
    path("me/opens/<slug:kind>/<str:name>/", opening.opens, name="opens"),
    path("me/opens/<slug:kind>/<str:name>/statement.json", opening.statement, name="opens-statement"),
    path("judging/<slug:name>/<slug:part>/criteria/", criteria.criteria, name="criteria-looked-at"),
]
