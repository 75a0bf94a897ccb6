"""The addresses of apprenticeships, of credits to those who train, of the exchange, the desk and rounds, one line each."""

from django.urls import path

from throughline.web.learner import apprenticeship, listings, ranking
from throughline.web.organization import apprentices, credits, finding, standards
from throughline.web.public import apprenticeships, desk, elsewhere, exchange, rounds

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
    path("desk/", desk.desk, name="desk"),
    path("desk/post/", desk.post, name="desk-post"),
    path("desk/<uuid:key>/take-up/", desk.take_up, name="desk-take-up"),
    path("desk/<uuid:key>/off/", desk.take_off, name="desk-off"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/open/", rounds.open_round, name="round-open"),
    path("rounds/<uuid:key>/", rounds.round_, name="round"),
    path("rounds/<uuid:key>/round.json", rounds.round_file, name="round-file"),
    path("rounds/<uuid:key>/again/", rounds.again, name="round-again"),
    path("me/rounds/<uuid:key>/", ranking.ranking, name="ranking"),
    path("growth/", desk.growth, name="growth"),
    path("elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("credits/", credits.credits, name="credits"),
    path("credits/<uuid:key>/", credits.certificate, name="certificate"),
    path("credits/<uuid:key>/certificate.json", credits.certificate_file, name="certificate-file"),
    path("credits/<uuid:key>/certificate.pdf", credits.certificate_pdf, name="certificate-pdf"),
]
