"""Comprehensive Learner Record 2.0: the same for whole records (1EdTech, CLR Standard 2.0)."""

from throughline.api.doors.faces import Face
from throughline.api.doors.hosting import routes

FACE = Face(
    "clr",
    "ims/clr/v2p0",
    "https://purl.imsglobal.org/spec/clr/v2p0/scope/",
    "Comprehensive Learner Record 2.0",
    "ClrCredential",
)
urlpatterns = routes(FACE)
