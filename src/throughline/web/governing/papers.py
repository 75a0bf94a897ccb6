"""The papers of a body, as a page to print and as PDF: the packet of a matter, the agenda and the minutes of a day."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from throughline.apps.governance import queries as governance
from throughline.core.catalogue.charters import Body
from throughline.core.governing.charters import Sitting
from throughline.core.governing.paper import Paper, PaperSection, Table, drawn
from throughline.web import reading
from throughline.web.governing.docket import KINDS, STAGES, STEPS
from throughline.web.governing.impact_words import ImpactPage
from throughline.web.governing.matter import MatterPage, VoteShown, read_matter, vote_shown
from throughline.web.pages import page, show, who
from throughline.web.words import language, told, words


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper as a page. pdf: where the same is as PDF; back: the page it belongs to."""

    paper: Paper
    pdf: str
    back: str
    back_title: str


@page("docket.read")
def packet(request: HttpRequest, number: int) -> HttpResponse:
    """The packet of a matter."""
    found = read_matter(who(request), number, timezone.now())
    made = _packet(found, timezone.localdate())
    title = _("Docket {n}").format(n=number)
    return show(request, "throughline/governing/paper.html", PaperPage(made, "pdf/", "../", title))


@page("docket.read")
def packet_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The same as PDF."""
    now = timezone.now()
    return _pdf(_packet(read_matter(who(request), number, now), timezone.localdate(now)), f"packet-{number}")


@page("docket.read")
def agenda(request: HttpRequest, body: str) -> HttpResponse:
    """The agenda of a body for a day, today where none is named."""
    on = _day(request)
    made = _agenda(_body(body), governance.agenda(body, on))
    pdf = f"pdf/?on={on.isoformat()}"
    return show(
        request, "throughline/governing/paper.html", PaperPage(made, pdf, f"../../?body={body}", _("Docket"))
    )


@page("docket.read")
def agenda_pdf(request: HttpRequest, body: str) -> HttpResponse:
    """The same as PDF."""
    on = _day(request)
    return _pdf(_agenda(_body(body), governance.agenda(body, on)), f"agenda-{body}-{on}")


@page("docket.read")
def minutes(request: HttpRequest, body: str, day: str) -> HttpResponse:
    """The minutes of a body's day."""
    made = _minutes(_body(body), governance.minutes(body, _date(day)))
    return show(
        request, "throughline/governing/paper.html", PaperPage(made, "pdf/", "../../../register/", _("Votes"))
    )


@page("docket.read")
def minutes_pdf(request: HttpRequest, body: str, day: str) -> HttpResponse:
    """The same as PDF."""
    return _pdf(_minutes(_body(body), governance.minutes(body, _date(day))), f"minutes-{body}-{day}")


def _body(name: str) -> Body:
    """A body by its id, one that is no more among them: its minutes stay."""
    if f"body:{name}" not in reading.catalogue().versions:
        raise Http404(f"There is no body '{name}'.")
    return governance.last_charter(name)


def _day(request: HttpRequest) -> date:
    return _date(request.GET.get("on") or timezone.localdate().isoformat())


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404(f"'{text}' is no day.") from None


def _pdf(made: Paper, name: str) -> HttpResponse:
    answer = HttpResponse(drawn(made, timezone.now()), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _paper(kind: str, title: str, body: str, on: date, sections: list[PaperSection]) -> Paper:
    return Paper(kind, title, body, date_format(on), language(), _("Page {page} of {pages}"), tuple(sections))


def _packet(found: MatterPage, on: date) -> Paper:
    matter = found.matter
    asked = [
        (_("Kind"), found.kind),
        (_("Asked on"), told(matter.made_at)),
        (_("How far"), found.stage),
    ]
    if matter.made_for:
        asked.append((_("In the name of"), found.made_for))
    checks = tuple(str(each) for each in matter.findings) or (_("Nothing: every check passes."),)
    sections = [
        PaperSection(_("What is asked"), tuple(asked), (matter.reason,)),
        PaperSection(
            _("What changes"),
            paragraphs=(matter.text,) if matter.text else (),
            points=tuple(s.words for s in matter.changes),
        ),
        PaperSection(
            _("Who wrote it"),
            paragraphs=() if found.parts else (_("No part of it needs a signature."),),
            table=_authors(found),
        ),
        PaperSection(_("What the checks found"), points=checks),
        PaperSection(
            _("What it does to those who learn"),
            paragraphs=found.impact.sentences,
            table=_regions(found.impact),
        ),
        *(
            PaperSection(question, paragraphs=(text or _("Not answered yet."),))
            for _name, question, text in found.questions
        ),
        PaperSection(
            _("What the detectors of sorting found"),
            points=tuple(
                f"{d.check} {d.title}: {'; '.join(d.found) or _('nothing')}" for d in matter.detectors
            ),
        ),
        PaperSection(
            _("What people said"),
            paragraphs=() if found.comments else (_("Nobody has commented."),),
            table=_comments(found),
        ),
        *(_vote_section(each) for each in found.votes),
    ]
    bodies = ", ".join(words(each.body.title) for each in found.standings)
    return _paper(_("Packet, docket {n}").format(n=matter.docket), matter.title, bodies, on, sections)


def _regions(found: ImpactPage) -> Table | None:
    head = (_("Region"), _("On its pathways"), _("Fewer steps"), _("More steps"), _("No change"))
    rows = tuple((r.name, r.learners, r.gain, r.more, r.same) for r in found.rows)
    return Table(head, rows) if rows else None


def _authors(found: MatterPage) -> Table:
    rows = tuple(
        (
            each.words,
            "; ".join(f"{sector}: {place}" for sector, place in each.signed) or "–",
            ", ".join(each.missing) or "–",
        )
        for each in found.parts
    )
    return Table((_("Part"), _("Signed"), _("Must still sign")), rows)


def _comments(found: MatterPage) -> Table:
    rows = tuple((said.text, speaks, said.answer or "–") for said, speaks in found.comments)
    return Table((_("Comment"), _("Of"), _("Answer")), rows)


def _vote_section(shown: VoteShown) -> PaperSection:
    vote = shown.vote
    facts = [
        (_("Opened"), told(vote.opened_at)),
        (_("Last day"), date_format(vote.closes)),
        (_("Clause of the charter"), str(vote.packet.get("clause", ""))),
    ]
    facts += [(name, str(n)) for name, n in shown.counts]
    if vote.decided_at:
        facts += [(_("Outcome"), shown.outcome), (_("Decided on"), told(vote.decided_at))]
    brought = tuple(
        _("In force: {ref}, version {n}").format(ref=name, n=n) for name, _href, n in shown.published
    )
    rows = tuple((b.seat, b.word, b.reason or b.conflict or "–") for b in shown.ballots)
    silent = (*rows, *((seat, _("has not voted"), "–") for seat in shown.silent))
    title = _("Vote of {body}: {title}").format(body=words(shown.body.title), title=vote.title)
    return PaperSection(
        title,
        tuple(facts),
        (vote.reasons,) if vote.reasons else (),
        brought,
        Table((_("Seat"), _("Vote"), _("Why")), silent),
    )


def _present(sitting: Sitting, quorum: int) -> PaperSection:
    titles = {each.id: words(each.title) for each in sitting.body.seats}
    rows = tuple(
        (titles[each.seat], each.name or _("not named here"), _(each.office) if each.office else "–")
        for each in sitting.members
    )
    facts = (
        (_("Seats with a vote"), str(sitting.body.voting_seats)),
        (_("Needed for a quorum"), str(quorum)),
        (_("Vacant"), str(len(sitting.vacancies))),
    )
    return PaperSection(_("Who sits"), facts, table=Table((_("Seat"), _("Name"), _("Office")), rows))


def _agenda(body: Body, found: governance.Agenda) -> Paper:
    due = tuple(
        _("{day}: {step}, docket {n}, {title}").format(
            day=date_format(each.due), step=STEPS[each.step], n=item.docket, title=item.title
        )
        for item, each in found.due
    )
    items = tuple((str(i.docket), i.title, str(KINDS[i.kind]), str(STAGES[i.stage])) for i in found.items)
    sections = [
        PaperSection(_("Due"), points=due or (_("Nothing within a week."),)),
        *(_vote_section(vote_shown(each)) for each in found.votes),
        PaperSection(_("Under way"), table=Table((_("Docket"), _("Title"), _("Kind"), _("How far")), items)),
        _present(found.sitting, found.quorum),
    ]
    return _paper(_("Agenda"), words(body.title), words(body.title), found.sitting.on, sections)


def _minutes(body: Body, found: governance.Minutes) -> Paper:
    opened = tuple(_("Docket {n}, {title}").format(n=v.docket, title=v.title) for v in found.opened)
    sections = [
        PaperSection(_("Votes opened"), points=opened or (_("None."),)),
        *(_vote_section(vote_shown(each)) for each in found.decided),
        _present(found.sitting, found.quorum),
    ]
    return _paper(_("Minutes"), words(body.title), words(body.title), found.sitting.on, sections)
