"""The addresses of the pages, one line each."""

from django.urls import path

from throughline.web import languages, signing_in
from throughline.web.adviser import caseload
from throughline.web.governing import requests
from throughline.web.learner import doors, exploring, home, progress
from throughline.web.public import comparing, guide, listing, opportunities, pathway, site, things, versions

urlpatterns = [
    path("", site.start, name="start"),
    path("map/", site.network, name="network"),
    path("site-map/", site.site_map, name="site-map"),
    path("fields/", site.coverage, name="coverage"),
    path("pathways/", listing.pathways, name="pathways"),
    path("pathways/compare/", comparing.compare, name="compare"),
    path("pathways/<slug:name>/", pathway.pathway, name="pathway"),
    path("pathways/<slug:name>.json", pathway.pathway_file, name="pathway-file"),
    path("pathways/<slug:name>/versions/", versions.versions, name="versions"),
    path("milestones/<slug:name>/", things.milestone, name="milestone"),
    path("competencies/", things.competencies, name="competencies"),
    path("competencies/<slug:name>/", things.competency, name="competency"),
    path("frameworks/<slug:name>/", things.framework, name="framework"),
    path("levels/", things.levels, name="levels"),
    path("credentials/", things.credentials, name="credentials"),
    path("credentials/<slug:name>/", things.credential, name="credential"),
    path("places/", things.organizations, name="organizations"),
    path("places/<slug:name>/", things.organization, name="organization"),
    path("learn/<slug:name>/", opportunities.opportunity, name="opportunity"),
    path("requests/", requests.requests, name="requests"),
    path("requests/ask/", requests.ask, name="ask-for-pathway"),
    path("help/", guide.help_index, name="help"),
    path("help/<slug:name>/", guide.help_page, name="help-page"),
    path("explore/", exploring.explore, name="explore"),
    path("explore/like/", exploring.like, name="like"),
    path("explore/note/", exploring.note, name="note"),
    path("published/", versions.published, name="published"),
    path("pathways/<slug:name>/elsewhere/", doors.portability, name="portability"),
    path("pathways/<slug:name>/consider/", doors.consider, name="consider"),
    path("pathways/<slug:name>/choose/", doors.choose, name="choose"),
    path("advising/", caseload.caseload, name="caseload"),
    path("advising/<uuid:key>/", caseload.learner, name="learner"),
    path("me/", home.home, name="home"),
    path("me/doors/", doors.doors, name="doors"),
    path("me/progress/", progress.progress, name="progress"),
    path("me/progress/<slug:name>/", progress.progress, name="progress-on"),
    path("me/milestones/<slug:name>/", progress.reason, name="reason"),
    path("me/narrow/", doors.narrow, name="narrow"),
    path("me/step/", doors.step, name="step"),
    path("me/upgrade/", doors.upgrade, name="upgrade"),
    path("me/looks/", home.looks, name="looks"),
    path("language/", languages.set_language, name="set_language"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/as/", signing_in.sign_in_as, name="sign-in-as"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
]
