"""Rows of a record in HTML. Written here and not in a template: a record has hundreds, and a template costs ten times as
much for each."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.template.defaultfilters import floatformat
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from throughline.apps.records.lines import EndorsedBy, Entry, Line
from throughline.web.components.record_parts import ResumeLine
from throughline.web.components.spoken import said, written
from throughline.web.words import language
from throughline.web.words import words as plain

MOST_ROWS = 10_000
"""Rows kept as they were drawn, by the entry they show: after a change most of a long record is drawn already."""


def entry_rows(entries: Iterable[Entry], at: str) -> SafeString:
    """Entries, each with when, where, how far, and who says so. at: the address that their addresses begin with."""
    tongue = language()
    return SafeString("".join(_entry_row(each, at, tongue) for each in entries))


@lru_cache(maxsize=MOST_ROWS)
def _entry_row(entry: Entry, at: str, tongue: str) -> str:
    line = entry.lines[0]
    spoken = ", ".join(written(each.place) for each in line.endorsed)
    endorsed = f'<p class="small">{escape(_("Endorsed by"))} {spoken}</p>' if spoken else ""
    return (
        f'<li><div><h3 class="row-title">{_link(entry, at)}</h3>'
        f'<p class="small soft">{_about(entry, line, "DATE_FORMAT", tongue)}</p>{endorsed}</div>'
        f'<p class="small">{_mark(entry, tongue)}</p></li>'
    )


def compact_rows(entries: Iterable[Entry], at: str) -> SafeString:
    """Entries close together: name, level, and a mark only where nobody confirmed it."""
    tongue = language()
    return SafeString("".join(_compact_row(each, at, tongue) for each in entries))


@lru_cache(maxsize=MOST_ROWS)
def _compact_row(entry: Entry, at: str, tongue: str) -> str:
    level = f' <span class="soft small">{written(entry.level)}</span>' if entry.level else ""
    unsure = entry.withdrawn or entry.assurance in ("said", "vouched")
    mark = f' <span class="small">{_mark(entry, tongue)}</span>' if unsure else ""
    return f"<li>{_link(entry, at)}{level}{mark}</li>"


def pick_rows(entries: Iterable[tuple[Entry, bool]]) -> SafeString:
    """Entries to pick from, each with whether it is picked."""
    tongue = language()
    return SafeString("".join(_pick_row(entry, picked, tongue) for entry, picked in entries))


@lru_cache(maxsize=MOST_ROWS)
def _pick_row(entry: Entry, picked: bool, tongue: str) -> str:
    ref, checked = escape(entry.ref), " checked" if picked else ""
    return (
        f'<div class="usa-checkbox"><input class="usa-checkbox__input" type="checkbox" id="item-{ref}" name="item"'
        f' value="{ref}"{checked}><label class="usa-checkbox__label" for="item-{ref}">{written(entry.title)}</label></div>'
    )


def resume_rows(lines: Iterable[ResumeLine]) -> SafeString:
    """Lines of a résumé, each confirmed one with the way to its proof."""
    tongue = language()
    return SafeString("".join(_resume_row(each.entry, each.href, tongue) for each in lines))


@lru_cache(maxsize=MOST_ROWS)
def _resume_row(entry: Entry, href: str, tongue: str) -> str:
    line = entry.lines[0]
    told = f'<p class="small">{escape(line.words)}</p>' if line.words else ""
    told += "".join(
        f'<p class="small">“{escape(each.words)}” '
        f'<span class="soft">{conditional_escape(said(each.role))}, {written(each.place)}</span></p>'
        for each in line.endorsed
    )
    mark = _mark(entry, tongue)
    if entry.assurance not in ("said", "vouched"):
        proof = escape(_("Confirmed: see the proof"))
        title = f'<span class="visually-hidden">, {escape(plain(entry.title))}</span>'
        mark = (
            f'<a class="checked" href="{escape(href)}"><span aria-hidden="true">✓</span> {proof}{title}</a>'
        )
    return (
        f'<li><div><h3 class="row-title">{written(entry.title)}</h3>'
        f'<p class="small soft">{_about(entry, line, "F Y", tongue)}</p>{told}</div><p class="small">{mark}</p></li>'
    )


def line_rows(lines: Iterable[Line], at: str) -> SafeString:
    """Lines of one entry, each with what was said and who stood behind it."""
    return SafeString("".join(_line_row(each, at) for each in lines))


def _line_row(line: Line, at: str) -> str:
    place = f", {written(line.place)}" if line.place else ""
    told = f"<p>{escape(line.words)}</p>" if line.words else ""
    told += _endorsements(line.endorsed) if line.endorsed else ""
    if line.withdrawn:
        gone = escape(_("Withdrawn on %(day)s.") % {"day": _day(line.withdrawn, "DATE_FORMAT", language())})
        told += f'<p class="small">{gone} {escape(line.why)}</p>'
    level = f"{written(line.level)}. " if line.level else ""
    return (
        f'<li><div><h3 class="row-title"><a href="{escape(at)}line/{escape(line.key.replace(":", "/", 1))}/">'
        f"{_day(line.on, 'DATE_FORMAT', language())}{place}</a></h3>{told}</div>"
        f'<p class="small">{level}{_stood(line)}</p></li>'
    )


def _endorsements(endorsed: Iterable[EndorsedBy]) -> str:
    return render_to_string("throughline/record/endorsed.html", {"endorsed": endorsed})


def _link(entry: Entry, at: str) -> str:
    return f'<a href="{escape(f"{at}{entry.kind}/{entry.name}/")}">{written(entry.title)}</a>'


def _about(entry: Entry, line: Line, form: str, tongue: str) -> str:
    """When, where, how far and how much."""
    parts = [_day(entry.on, form, tongue)]
    if line.place:
        parts.append(f", {written(line.place)}")
    if entry.level:
        parts.append(f". {written(entry.level)}")
    parts += [f". {_number(n, tongue)} {conditional_escape(said(unit))}" for unit, n in line.amounts]
    return "".join(parts)


@lru_cache(maxsize=50)
def _marks(tongue: str) -> dict[str, str]:
    """Each mark in the reader's language (`tongue`)."""
    told = {
        "withdrawn": ("unavailable", _("withdrawn")),
        "vouched": ("progress", _("Somebody spoke for it")),
        "said": ("unavailable", _("Said by the learner")),
        "issued": ("met", _("Signed credential")),
        "verified": ("met", _("Confirmed")),
    }
    return {name: _status(sign, text) for name, (sign, text) in told.items()}


def _mark(entry: Entry, tongue: str) -> str:
    return _marks(tongue)["withdrawn" if entry.withdrawn else entry.assurance]


def _status(sign: str, text: str) -> str:
    return f'<span class="status {sign}">{escape(text)}</span>'


def _stood(line: Line) -> str:
    """Who says so."""
    if line.assurance == "issued":
        place = f" {escape(_('given by'))} {written(line.place)}" if line.place else ""
        return _status("met", _("Signed credential")) + place
    if line.assurance == "verified":
        by = "; ".join(f"{conditional_escape(said(each.role))}, {written(each.place)}" for each in line.stood)
        return f"{_status('met', _('Confirmed by'))} {by}"
    if line.assurance == "vouched":
        by = ", ".join(conditional_escape(said(each.tie)) for each in line.vouched)
        return f"{_status('progress', _('Somebody spoke for it'))} {by}"
    unsure = escape(_("nobody has confirmed it yet"))
    return f"{_status('unavailable', _('Said by the learner'))} {unsure}"


@lru_cache(maxsize=5_000)
def _day(day: date, form: str, tongue: str) -> str:
    """A day as the reader's language (`tongue`) writes it."""
    return escape(date_format(day, form))


@lru_cache(maxsize=5_000)
def _number(number: Decimal, tongue: str) -> str:
    return escape(floatformat(number, "-2"))
