"""Open Badges 3.0: a host of the badges of those who let an app in (1EdTech, Open Badges 3.0, sections 6 and 7)."""

from throughline.api.doors.faces import Face
from throughline.api.doors.hosting import routes

FACE = Face(
    "badge",
    "ims/ob/v3p0",
    "https://purl.imsglobal.org/spec/ob/v3p0/scope/",
    "Open Badges 3.0",
    "OpenBadgeCredential",
)
urlpatterns = routes(FACE)
