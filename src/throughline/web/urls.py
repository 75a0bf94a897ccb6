"""The addresses of the pages, one line each."""

from django.urls import path

from throughline.web import signing_in
from throughline.web.public import comparing, listing, pathway, site, things, versions

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
    path("published/", versions.published, name="published"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/as/", signing_in.sign_in_as, name="sign-in-as"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
]
