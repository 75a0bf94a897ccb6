"""The addresses of apprenticeships, rotations, credits to those who train, the exchange and the desk, one line each."""

from django.urls import path

from throughline.web.learner import apprenticeship, listings, rotating
from throughline.web.learner import stipends as own_stipends
from throughline.web.organization import (
    apprentices,
    attending,
    credits,
    finding,
    rotation_making,
    standards,
    stipend_runs,
)
from throughline.web.public import access, apprenticeships, desk, elsewhere, exchange, rotations, stipends

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
    path("me/listings/", listings.listings, name="listings"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/let-in/", exchange.let_in, name="exchange-let-in"),
    path("exchange/find/", finding.find, name="find"),
    path("exchange/find/<uuid:key>/", finding.listing, name="listing"),
    path("access/", access.access, name="access"),
    path("access/<slug:name>/", access.town, name="access-town"),
    path("access/without/<slug:line>/", access.without, name="access-without"),
    path("rotations/", rotations.rotations, name="rotations"),
    path("rotations/make/", rotation_making.make, name="rotation-make"),
    path("rotations/<uuid:key>/", rotations.rotation, name="rotation"),
    path("rotations/<uuid:key>/people/", rotations.people, name="rotation-people"),
    path("me/rotations/<uuid:key>/", rotating.rotation, name="own-rotation"),
    path("stipends/", stipends.stipends, name="stipends"),
    path("stipends/<uuid:key>/", stipends.stipend, name="stipend"),
    path("stipends/<uuid:key>/insurance.csv", stipend_runs.insurance, name="stipend-insurance"),
    path("stipends/runs/<uuid:key>/", stipend_runs.run, name="stipend-run"),
    path("stipends/runs/<uuid:key>/payments.csv", stipend_runs.payments, name="stipend-payments"),
    path("me/stipends/", own_stipends.stipends, name="own-stipends"),
    path("stays/days/", attending.days, name="stay-days"),
    path("desk/", desk.desk, name="desk"),
    path("desk/post/", desk.post, name="desk-post"),
    path("desk/<uuid:key>/take-up/", desk.take_up, name="desk-take-up"),
    path("desk/<uuid:key>/off/", desk.take_off, name="desk-off"),
    path("growth/", desk.growth, name="growth"),
    path("elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("credits/", credits.credits, name="credits"),
    path("credits/<uuid:key>/", credits.certificate, name="certificate"),
    path("credits/<uuid:key>/certificate.json", credits.certificate_file, name="certificate-file"),
    path("credits/<uuid:key>/certificate.pdf", credits.certificate_pdf, name="certificate-pdf"),
]
