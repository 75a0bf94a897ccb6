"""The API and where it stands."""

from django.urls import path
from ninja import NinjaAPI

from throughline.api import alignments, log, mine, occupations, problems, registry, shortest, verify

api = NinjaAPI(
    title="Throughline",
    version="1",
    description="A state's pathways, rules and public log, for anyone; a learner's own progress, for the learner.",
    docs_url=None,
)
problems.install(api)
api.add_router("", registry.router)
api.add_router("", occupations.router)
api.add_router("", alignments.router)
api.add_router("", log.router)
api.add_router("", mine.router)
api.add_router("", shortest.router)
api.add_router("", verify.router)

urlpatterns = [path("", api.urls)]
