"""The project's addresses and one more: a view that does nothing, behind the same middleware as every page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from throughline.project import urls


def empty(request: HttpRequest) -> HttpResponse:
    """An empty answer. Whose session it is is looked up and checked, as for every page of a person."""
    signed_in = request.user.is_authenticated
    return HttpResponse(b"", content_type="text/plain", headers={"X-Signed-In": str(signed_in)})


urlpatterns = [path("empty", empty), *urls.urlpatterns]
