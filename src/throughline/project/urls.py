"""Which address leads to which face."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def health(request: HttpRequest) -> HttpResponse:
    """`ok` once the application answers and its database does too; for load balancers and start-up checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("health", health, name="health"),
    path("accounts/", include("allauth.urls")),
]
# A face is reachable from the day its package exists.
if (settings.SOURCE / "api" / "urls.py").exists():
    urlpatterns.append(path("api/v1/", include("throughline.api.urls")))
    urlpatterns.append(path("", include("throughline.api.doors.urls")))
if (settings.SOURCE / "web" / "urls.py").exists():
    urlpatterns.append(path("", include("throughline.web.urls")))
