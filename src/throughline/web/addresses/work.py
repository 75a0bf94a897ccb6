"""The addresses of apprenticeships and of credits to those who train, one line each."""

from django.urls import path

from throughline.web.learner import apprenticeship
from throughline.web.organization import apprentices, credits, standards
from throughline.web.public import apprenticeships

work = [
    path("apprenticeships/", apprenticeships.ladder, name="apprenticeships"),
    path("apprenticeships/write/", standards.drafts, name="standards-drafts"),
    path("apprenticeships/write/<uuid:key>/", standards.write, name="standards-write"),
    path("apprenticeships/waits/<uuid:key>/", standards.waits, name="standards-waits"),
    path("apprenticeships/learners/", apprentices.apprentices, name="apprentices"),
    path("apprenticeships/weeks/", apprentices.weeks, name="weeks"),
    path("apprenticeships/weeks/<uuid:key>/", apprentices.sign, name="week-sign"),
    path("apprenticeships/credits/<slug:name>/", apprenticeships.calculator, name="calculator"),
    path("apprenticeships/<uuid:key>/", apprenticeships.standards, name="standards"),
    path("apprenticeships/<uuid:key>/<int:number>/", apprenticeships.standards, name="standards-version"),
    path("apprenticeships/<uuid:key>/begin/", apprenticeships.begin, name="apprentice-begin"),
    path("me/apprenticeship/", apprenticeship.apprenticeship, name="apprenticeship"),
    path("credits/", credits.credits, name="credits"),
    path("credits/<uuid:key>/", credits.certificate, name="certificate"),
    path("credits/<uuid:key>/certificate.json", credits.certificate_file, name="certificate-file"),
    path("credits/<uuid:key>/certificate.pdf", credits.certificate_pdf, name="certificate-pdf"),
]
