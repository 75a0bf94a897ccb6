"""Checking a credential: anyone pastes it, picks a file or gives a link, and reads what was found step by step."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from throughline import check_proof
from throughline.apps.records import queries as records
from throughline.web.components.verdicts import Verdict, verdict
from throughline.web.pages import page, show, who

LARGEST = 16 * 1024 * 1024
"""Bytes of a whole request; more are not even read."""


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """The form, with what was typed, and the answer where something was brought."""

    link: str = ""
    pasted: str = ""
    problem: str = ""
    verdict: Verdict | None = None


@page("credential.verify")
def checker(request: HttpRequest) -> HttpResponse:
    """The separate checker of proof files, to run anywhere: one file of Python, as it stands in this installation."""
    answer = HttpResponse(
        Path(check_proof.__file__).read_bytes(), content_type="text/x-python; charset=utf-8"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="check_proof.py"'
    return answer


@page("credential.verify")
@csrf_exempt  # the inner view is protected: the size is looked at first, and the token stands in the body
def verify(request: HttpRequest) -> HttpResponse:
    """The form to check a credential, and the answer. A link in `link` is filled in and not followed by itself."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not size.isdigit() or int(size) > LARGEST:
        return _form(
            request, VerifyPage(problem=_("The file is too large. Up to 16 MB are read.")), status=413
        )
    answer: HttpResponse = _checked(request)
    return answer


@csrf_protect
def _checked(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form(request, VerifyPage(link=request.GET.get("link", "")[:2048]))
    file, pasted, link = (
        request.FILES.get("file"),
        request.POST.get("pasted", ""),
        request.POST.get("link", ""),
    )
    given = _given(file, pasted, link)
    if not given:
        problem = _("Choose a file, paste the text, or give a link.")
        return _form(request, VerifyPage(link, pasted, problem), status=422)
    found = records.verified(who(request), given, now=timezone.now())
    return _form(request, VerifyPage(link, pasted, verdict=verdict(found)))


def _given(file: "UploadedFile[Any] | None", pasted: str, link: str) -> bytes | str:
    if file is not None:
        return bytes(file.read())
    return pasted.strip() or link.strip()


def _form(request: HttpRequest, page: VerifyPage, status: int = 200) -> HttpResponse:
    answer = show(request, "throughline/public/verify.html", page, status)
    # What people bring is theirs: no cache keeps the answer.
    answer.headers["Cache-Control"] = "no-store"
    return answer
