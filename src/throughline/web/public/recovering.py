"""Coming back by a printed code, without a school and without e-mail."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory import recovery
from throughline.apps.directory.actor import Refused
from throughline.web.pages import page, show


@dataclass(frozen=True, slots=True)
class RecoverPage:
    """The form, with what is wrong."""

    problem: str


@page("recovery.use")
def recover(request: HttpRequest) -> HttpResponse:
    """Signs in whoever types an unused code of theirs; the code is used up."""
    problem = ""
    if request.method == "POST":
        try:
            account = recovery.come_back(code=request.POST.get("code", ""), now=timezone.now())
        except Refused as refusal:
            problem = str(refusal)
        else:
            user = get_user_model().objects.get(pk=account)
            login(request, user, backend="throughline.web.signing_in.Accounts")
            messages.success(request, _("Welcome back. Make new codes if few are left."))
            return redirect("my-data")
    return show(
        request, "throughline/record/recover.html", RecoverPage(problem), status=422 if problem else 200
    )
