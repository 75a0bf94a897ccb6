"""The VC API (W3C CCG), so that the W3C's suites of tests can run against this house. Off unless a setting turns it on.

It signs whatever is well formed with a key that lives as long as the process and stands for nobody: no real house
has use for that. Issue gives the signed credential itself; verify answers 200 or 400 with the steps.
"""

from functools import cache
from typing import Any

import rfc8785
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from throughline.core.credentials.keys import PrivateKey, new_private
from throughline.core.credentials.linked_data.active import WITH_TESTS
from throughline.core.credentials.linked_data.unsafe import Unsafe
from throughline.core.credentials.proofs.data_integrity import sign
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying.related import faults_of_whole_credential
from throughline.core.credentials.verifying.report import as_json
from throughline.core.credentials.verifying.shape import all_faults
from throughline.core.credentials.verifying.verify import verify
from throughline.core.credentials.verifying.words import english

V2 = "https://www.w3.org/ns/credentials/v2"


@cache
def issuer() -> tuple[str, str, PrivateKey]:
    """The did:key of this process, the name of its method, and its key."""
    key = new_private()
    name = key.public.multibase()
    return f"did:key:{name}", f"did:key:{name}#{name}", key


def issue(request: HttpRequest, suite: str) -> HttpResponse:
    """Signs `credential` with the suite that the address names."""
    body = _body(request, "credential")
    credential = dict(body["credential"])
    if faults := all_faults(credential, (faults_of_whole_credential,)):
        return _refused([english(fault) for fault in faults])
    did, method, key = issuer()
    named = credential["issuer"]
    credential["issuer"] = {**named, "id": did} if isinstance(named, dict) else did
    signed = sign(credential, key=key, method=method, created=timezone.now(), suite=suite, allowed=WITH_TESTS)
    return JsonResponse(signed, status=201)


def verify_credential(request: HttpRequest) -> HttpResponse:
    """Verifies `verifiableCredential`."""
    return _verified(_body(request, "verifiableCredential"), "verifiableCredential")


def verify_presentation(request: HttpRequest) -> HttpResponse:
    """Verifies `verifiablePresentation` against the challenge and domain of `options`."""
    return _verified(_body(request, "verifiablePresentation"), "verifiablePresentation")


def _verified(body: dict[str, Any], name: str) -> HttpResponse:
    options = body.get("options") or {}
    found = verify(
        rfc8785.dumps(body[name]), now=timezone.now(), allowed=WITH_TESTS,
        challenge=str(options.get("challenge") or ""), domain=str(options.get("domain") or ""),
    )  # fmt: skip
    answer = as_json(found)
    if found.answer == "verified":
        return JsonResponse({"verified": True, "verification": answer})
    return _refused([each["text"] for each in answer["steps"] if each["mark"] in ("no", "unknown")], answer)


def _body(request: HttpRequest, wanted: str) -> dict[str, Any]:
    body = read(request.body)
    if not isinstance(body, dict) or not isinstance(body.get(wanted), dict):
        raise Unreadable("The request cannot be answered.", f"It has no object `{wanted}`.", "Send one.")
    return body


def _refused(errors: list[str], found: object = None) -> HttpResponse:
    return JsonResponse({"verified": False, "errors": errors, "verification": found}, status=400)


def _answering(view: Any) -> Any:
    """The view with what strangers get wrong answered in words."""

    @csrf_exempt
    @require_POST
    def answered(request: HttpRequest, **given: str) -> HttpResponse:
        try:
            return view(request, **given)  # type: ignore[no-any-return]
        except (Unreadable, Unsafe) as problem:
            return _refused([str(problem)])

    return answered


urlpatterns = [
    path("vc-api/credentials/issue", _answering(issue), {"suite": "eddsa-rdfc-2022"}),
    path("vc-api/<slug:suite>/credentials/issue", _answering(issue)),
    path("vc-api/credentials/verify", _answering(verify_credential)),
    path("vc-api/presentations/verify", _answering(verify_presentation)),
]
