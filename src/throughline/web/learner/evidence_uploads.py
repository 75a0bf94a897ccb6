"""Files in chunks: begun with POST, asked about with HEAD, gone on with PATCH from the byte where it stopped.

`Upload-Offset` says from which byte; the answer says from which to go on. Whole, the file is checked against the digest
that was promised.
"""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.actions.uploading import LARGEST_CHUNK, OutOfStep
from throughline.web.pages import page, who


@page("evidence.add")
@require_POST
def begin(request: HttpRequest, key: UUID) -> HttpResponse:
    """Begins to send a file into a draft (`name`, `size`, `digest`); the same file goes on where it stopped."""
    size = request.POST.get("size", "")
    try:
        upload = actions.uploading.begin_upload(
            by=who(request), evidence=key, name=request.POST.get("name", ""), now=timezone.now(),
            size=int(size) if size.isdigit() else 0, promised=request.POST.get("digest", ""),
        )  # fmt: skip
    except Refused as refusal:
        return JsonResponse({"problem": str(refusal)}, status=422)
    at = reverse("evidence-upload", args=[upload])
    return JsonResponse({"at": at}, status=201, headers={"Location": at})


@page("evidence.add")
@require_http_methods(["HEAD", "PATCH"])
def upload(request: HttpRequest, key: UUID) -> HttpResponse:
    """HEAD: from which byte to go on. PATCH: bytes from `Upload-Offset` on; 201 once the file is whole and taken in."""
    actor = who(request)
    try:
        found = queries.evidence.on_its_way(actor, key)
        if request.method == "HEAD":
            return _on(found.received, found.size)
        done = actions.uploading.receive(
            by=actor, upload=key, offset=_offset(request), data=_body(request), now=timezone.now()
        )
    except OutOfStep as step:
        return _on(step.offset, status=HTTPStatus.CONFLICT)
    except Refused as refusal:
        status = HTTPStatus.NOT_FOUND if request.method == "HEAD" else HTTPStatus.UNPROCESSABLE_ENTITY
        return JsonResponse({"problem": str(refusal)}, status=status)
    if done:
        return JsonResponse({"digest": done}, status=201)
    return _on(queries.evidence.on_its_way(actor, key).received)


def _on(offset: int, size: int | None = None, status: int = HTTPStatus.NO_CONTENT) -> HttpResponse:
    answer = HttpResponse(status=status)
    answer.headers["Upload-Offset"] = str(offset)
    if size is not None:
        answer.headers["Upload-Length"] = str(size)
    return answer


def _offset(request: HttpRequest) -> int:
    given = request.headers.get("Upload-Offset", "")
    return int(given) if given.isdigit() else -1


def _body(request: HttpRequest) -> bytes:
    """The bytes that came, one too many at most: what is larger is refused and not read."""
    return request.read(LARGEST_CHUNK + 1)
