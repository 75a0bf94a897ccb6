"""The permanent address of every thing of the catalogue, and its forms by an ending of its page's address."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from throughline.apps.registry import own
from throughline.apps.registry.queries import documents, records
from throughline.web import reading
from throughline.web.components.negotiating import Form, refused, sent, wanted
from throughline.web.pages import page
from throughline.web.public.registry.forms import forms_of
from throughline.web.public.registry.naming import page_of


@page("registry.read")
def resource(request: HttpRequest, key: UUID) -> HttpResponse:
    """A thing by its CTID: its page for people, JSON-LD or JSON for programs; also what others published and the registry
    holds under that identifier."""
    reference = own.reference_of(key)
    if not reference:
        return _held(request, key)
    form = wanted(request, forms_of(reference))
    if isinstance(form, Form):
        return sent(request, form)
    answer = form or redirect(page_of(reference) or reverse("registry"))
    patch_vary_headers(answer, ("Accept",))
    return answer


def _held(request: HttpRequest, key: UUID) -> HttpResponse:
    own.follow(now=timezone.now())
    found = documents.document_named(str(key))
    if found is not None:
        # There it is had in the form that is asked for.
        asked = request.META.get("QUERY_STRING", "")
        return redirect(reverse("registry-document", args=[found.key]) + (f"?{asked}" if asked else ""))
    rows = records.items_named(str(key))
    if not rows:
        raise Http404("Nothing here has this identifier.")
    return redirect("registry-item", key=rows[0].document.key, name=str(key))


@page("registry.read")
def document(request: HttpRequest, key: UUID) -> HttpResponse:
    """The document of a thing as the state published it."""
    return _file(request, own.reference_of(key), "document")


@page("registry.read")
def pathway_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A pathway in a form for programs."""
    return _file(request, f"pathway:{name}", form)


@page("registry.read")
def milestone_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A milestone in a form for programs."""
    return _file(request, f"milestone:{name}", form)


@page("registry.read")
def competency_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A competency in a form for programs."""
    return _file(request, f"competency:{name}", form)


@page("registry.read")
def framework_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A competency framework in a form for programs."""
    return _file(request, f"competency_framework:{name}", form)


@page("registry.read")
def credential_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A credential in a form for programs."""
    return _file(request, f"credential:{name}", form)


@page("registry.read")
def organization_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """A place in a form for programs."""
    return _file(request, f"organization:{name}", form)


@page("registry.read")
def opportunity_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """An opportunity in a form for programs."""
    return _file(request, f"opportunity:{name}", form)


@page("registry.read")
def levels_file(request: HttpRequest, form: str) -> HttpResponse:
    """The state's ladder of levels in a form for programs."""
    return _file(request, f"framework:{reading.catalogue().state.qualification_framework}", form)


def _file(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    forms = forms_of(reference) if reference else ()
    if not forms:
        raise Http404("Nothing in force has this name.")
    form = next((each for each in forms if each.name == name), None)
    return sent(request, form) if form else refused(forms, f".{name}")
