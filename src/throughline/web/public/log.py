"""The public log for programs: its checkpoint, its entries and what proves them, for anyone."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from throughline.apps.trail import log_keys
from throughline.apps.trail import queries as trail
from throughline.apps.trail.actions import take_cosignatures
from throughline.core.signed_notes import LONGEST, BadNote
from throughline.web.pages import page

MOST = 1000


@page("log.read")
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint with what witnesses signed below it, as a signed note; `cosigned`: by so many."""
    cosigned = _number(request, "cosigned", 0)
    if cosigned is None:
        return _refused("cosigned must be a whole number from 0 on")
    note = trail.signed_checkpoint(cosigned=cosigned)
    if not note:
        return _text("The log has no such checkpoint yet.\n", 404)
    return _text(note)


@page("log.read")
def witnesses(request: HttpRequest) -> HttpResponse:
    """The witnesses whose cosignatures this house takes, as a file for `throughline log verify --witnesses`."""
    return _text(log_keys.witnesses().text())


@page("log.read")
def key(request: HttpRequest) -> HttpResponse:
    """The log's public keys, the one in use first, one a line (NAME+ID+KEY)."""
    return _text("".join(f"{each.text()}\n" for each in log_keys.public_keys()))


@page("log.read")
def entries(request: HttpRequest) -> HttpResponse:
    """Entries from position `start` on, each as the JSON whose canonical form is hashed."""
    start, limit = _number(request, "start", 0), _number(request, "limit", MOST)
    if start is None or limit is None:
        return _refused("start and limit must be whole numbers from 0 on")
    found = trail.public_log(start=start, limit=min(limit, MOST))
    return _json({"start": start, "entries": [each.contents for each in found]})


@page("log.read")
def inclusion(request: HttpRequest) -> HttpResponse:
    """What leads from the entry at `index`, or with the leaf hash `leaf`, to the root of the log of `size` entries."""
    leaf = request.GET.get("leaf", "")
    index = trail.position_of_leaf(leaf) if leaf else _number(request, "index")
    size = _number(request, "size", trail.log_size())
    if index is None or size is None:
        return _refused(
            "give index (a whole number from 0 on) or leaf (the hash of an entry that is in the log)"
        )
    try:
        path = trail.inclusion_proof(index, size)
    except ValueError as error:
        return _refused(str(error))
    return _json({"index": index, "size": size, "path": path})


@page("log.read")
def consistency(request: HttpRequest) -> HttpResponse:
    """What shows that the log of `to` entries begins with the log of `from` entries."""
    earlier, size = _number(request, "from"), _number(request, "to", trail.log_size())
    if earlier is None or size is None:
        return _refused("give from, and to where you want another size than today's, as whole numbers")
    try:
        path = trail.consistency_proof(earlier, size)
    except ValueError as error:
        return _refused(str(error))
    return _json({"from": earlier, "to": size, "path": path})


@page("log.read")
@csrf_exempt  # what is handed in counts only by the signatures in it
def cosignatures(request: HttpRequest) -> HttpResponse:
    """POST takes what a known witness signed below a checkpoint of this log, as the note; GET says what each signed last."""
    if request.method in ("GET", "HEAD"):
        return _json(
            {"quorum": log_keys.witnesses().quorum, "witnesses": list(map(_last, trail.witnessed()))}
        )
    if request.method != "POST" or int(request.headers.get("Content-Length") or 0) > LONGEST:
        return _refused("hand in a cosigned checkpoint, as POST")
    try:
        taken = take_cosignatures(request.body.decode("utf-8", "replace"))
    except BadNote as error:
        return _refused(str(error))
    if taken:
        return _text(f"{taken} new cosignature{'' if taken == 1 else 's'} taken.\n")
    return _text("No new cosignature of a witness that this house knows. Send it your key.\n")


def _last(each: trail.Witnessed) -> dict[str, object]:
    return {"name": each.name, "size": each.size, "seen_at": each.seen_at and each.seen_at.isoformat()}


def _number(request: HttpRequest, name: str, otherwise: int | None = None) -> int | None:
    given = request.GET.get(name)
    if given is None:
        return otherwise
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None


def _text(text: str, status: int = 200) -> HttpResponse:
    return _open(HttpResponse(text, content_type="text/plain; charset=utf-8", status=status))


def _json(value: dict[str, object], status: int = 200) -> HttpResponse:
    return _open(JsonResponse(value, status=status))


def _refused(why: str) -> HttpResponse:
    return _json({"detail": f"{why[0].upper()}{why[1:]}."}, 400)


def _open(answer: HttpResponse) -> HttpResponse:
    # The log is everyone's: pages of other houses may read it too.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return answer
