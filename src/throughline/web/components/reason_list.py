"""Reasons as a nested list in HTML. Written here and not in a template: a page has dozens, one in another, and a
template costs ten times as much for each."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.formats import date_format, localize
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from throughline.core.requirements.nodes import Cite
from throughline.web.components.outcomes import Reason, Used


def reason_list(reasons: Iterable[Reason]) -> SafeString:
    """A list of reasons, each with what stands below it."""
    return SafeString(f'<ul class="rule-tree">{"".join(map(_item, reasons))}</ul>')


def _item(reason: Reason) -> str:
    sign = f'<span class="status {reason.mark}"><span class="visually-hidden">{escape(reason.word)}: </span></span>'
    text = escape(reason.text)
    named = f'<a href="{escape(reason.href)}">{text}</a>' if reason.href and not reason.children else text
    below = reason_list(reason.children) if reason.children else ""
    return f"<li>{sign} {named}{_count(reason)}{_law(reason.law)}{''.join(_notes(reason))}{below}</li>"


def _count(reason: Reason) -> str:
    if not reason.counted:
        return ""
    said = _("%(d)s of %(n)s") % {"d": localize(reason.done), "n": localize(reason.needed)}
    return f' <strong class="nowrap">{escape(said)}</strong>'


def _law(cite: Cite | None) -> str:
    if cite is None:
        return ""
    source = f"{cite.source}, {cite.section}" if cite.section else cite.source
    return f' <span class="law">{_("law")}</span> <span class="soft small">{escape(source)}</span>'


def _notes(reason: Reason) -> Iterator[str]:
    for used in reason.used:
        yield _note(_used(used), soft=True)
    for through in reason.through:
        yield _note(_("Counts through %(t)s, certified as equal.") % {"t": through}, soft=True)
    for decided in reason.decided:
        yield _note(decided, soft=True)
    if reason.renew:
        yield _note(_("Renewal is due: show it once more."))
    if reason.missing:
        yield f'<div class="small">{escape(reason.missing)}{_ways(reason.ways)}</div>'


def _note(said: str, *, soft: bool = False) -> str:
    return f'<div class="small{" soft" if soft else ""}">{escape(said)}</div>'


def _used(used: Used) -> str:
    place = f", {used.where}" if used.where else ""
    judged = f"; {_('judged by')} {', '.join(used.by)}" if used.by else ""
    until = f"; {_('good until')} {_day(used.until)}" if used.until else ""
    return f"{used.title}, {_day(used.when)}{place}{judged}{until}"


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _ways(ways: Iterable[tuple[str, str]]) -> str:
    named = [
        f'<a href="{escape(href)}">{escape(title)}</a>' if href else escape(title) for title, href in ways
    ]
    return f" {_('Also counts')}: {', '.join(named)}." if named else ""
