"""What forms send, as values: a day, a number, the page to go back to."""

from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused

MOST_BYTES = 5_000_000


def day_of(typed: str) -> date | None:
    """A day as a date field sends it; None where it is empty."""
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused(
            _("The day"), _("'{day}' was not understood.").format(day=typed), _("Pick one from the calendar.")
        ) from None


def key_of(typed: str) -> UUID | None:
    """An id as a form sends it; None where it is none."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def number_of(typed: str) -> Decimal | None:
    """A number as it was typed, with a point or a comma; None where it is empty."""
    if not typed.strip():
        return None
    try:
        found = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or found < 0:
        raise Refused(
            _("The number"),
            _("'{typed}' is none.").format(typed=typed),
            _("Write it in digits, such as 12.5."),
        )
    return found


def slug_of(title: str) -> str:
    """The id of a course or kind of work that was named in somebody's own words."""
    plain = "".join(c if c.isalnum() else "-" for c in title.casefold())
    return "-".join(part for part in plain.split("-") if part)[:120] or "course"


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page of this site that a form says it was sent from; else the page of that name."""
    wanted = request.POST.get("next", "")
    parts = urlsplit(wanted)
    here = (
        wanted.startswith("/")
        and not wanted.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    )
    return wanted if here else resolve_url(otherwise)


def text_of(request: HttpRequest) -> str:
    """The text of the file that a form sends under `file`."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("The file"), _("none was chosen."), _("Choose a file of rows, saved as CSV."))
    if file.size is None or file.size > MOST_BYTES:
        raise Refused(_("The file"), _("it is larger than 5 MB."), _("Bring it in parts."))
    try:
        return str(file.read(), "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(_("The file"), _("it is not UTF-8."), _("Save it as CSV, UTF-8.")) from None
