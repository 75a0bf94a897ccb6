"""The state's promise to every learner: what it says, what each part means here, where it stands, and how to check it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughline.apps.advising import actions as advising
from throughline.apps.directory.actor import Refused
from throughline.apps.governance import queries as governance
from throughline.apps.opportunities import promised as texts
from throughline.apps.records.queries import stated
from throughline.core.catalogue.documents import Organization
from throughline.core.governing.makeup import voices
from throughline.core.governing.promising import SHOWS, LearnerPromise, PartChange, PromisePart, changes
from throughline.web import reading
from throughline.web.governing.bodies import percent
from throughline.web.pages import page, show, status, who
from throughline.web.public.promises import reach_of_regions
from throughline.web.shell import LANGUAGE_NAMES
from throughline.web.words import language

SHOWN_AS = {
    "": gettext_lazy("nothing"), "pathways": gettext_lazy("how many pathways are in force"),
    "reach": gettext_lazy("where a pathway can be begun"), "promises": gettext_lazy("how many promises are in force"),
    "shared": gettext_lazy("milestones that count in several pathways"),
    "voices": gettext_lazy("votes of learners, families and communities"),
    "answers": gettext_lazy("how long a word to a body has waited"),
    "work": gettext_lazy("how far the state's work is"), "support": gettext_lazy("help that schools wait for"),
}  # fmt: skip
EMPTY_PARTS = 2
MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a part stands today, in words, and the address where it can be seen."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part with where it stands; stands None: nothing is shown beside it, or the version is an older one."""

    part: PromisePart
    stands: Stands | None


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change with its heading."""

    heading: str
    change: PartChange


@dataclass(frozen=True, slots=True)
class LearnerPromisePage:
    """One version of the promise. changed: what it changed in the one before. signed: whether it is word for word what its
    maker signed; address: of this house, for the commands."""

    made: governance.MadePromise
    maker: Organization
    newest: bool
    parts: tuple[PartShown, ...]
    changed: tuple[ChangeShown, ...]
    versions: tuple[governance.MadePromise, ...]
    signed: bool
    address: str
    may_make: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A text of the form in one language."""

    name: str
    language: str
    tag: str
    typed: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part as a form. choices: what can be shown beside it, with whether it is chosen."""

    number: int
    title: tuple[Field, ...]
    means: tuple[Field, ...]
    choices: tuple[tuple[str, str, bool], ...]
    at_fault: bool


@dataclass(frozen=True, slots=True)
class MakePage:
    """The promise as a form."""

    maker: Organization
    opening: tuple[Field, ...]
    parts: tuple[PartRow, ...]
    why: str
    first: bool
    problem: str


@page("learner_promise.read")
def promise(request: HttpRequest, number: int = 0) -> HttpResponse:
    """The newest version, or the one that is named."""
    versions = governance.promises_made()
    may_make = governance.makes_promise(who(request))
    if not versions and not number:
        return show(request, "throughline/governing/promise_none.html", may_make)
    shown = next((each for each in versions if each.number == (number or versions[0].number)), None)
    if shown is None:
        raise Http404(f"There is no version {number}.")
    newest = shown is versions[0]
    before = next((each for each in versions if each.number == shown.number - 1), None)
    found = LearnerPromisePage(
        shown, reading.catalogue().organizations[shown.organization], newest,
        tuple(PartShown(each, _stands(each.shows) if newest else None) for each in shown.promise.parts),
        _changed(before.promise, shown.promise) if before else (), tuple(versions),
        stated.holds(shown.document, shown.organization, now=timezone.now()),
        request.build_absolute_uri("/").rstrip("/"), may_make,
    )  # fmt: skip
    return show(request, "throughline/governing/promise.html", found)


def _changed(before: LearnerPromise, after: LearnerPromise) -> tuple[ChangeShown, ...]:
    kept = reading.catalogue().state.complete_languages
    spoken = language() if language() in kept else kept[0]
    heads = {
        "new": _("New: part {n}"),
        "gone": _("Left out: part {n} of the version before"),
        "changed": _("Part {n}"),
    }
    return tuple(
        ChangeShown(heads[each.kind].format(n=each.part) if each.part else _("The opening"), each)
        for each in changes(before, after, spoken)
    )


@page("learner_promise.read")
def signed(request: HttpRequest, number: int) -> HttpResponse:
    """One version as it was signed."""
    found = next((each for each in governance.promises_made() if each.number == number), None)
    if found is None:
        raise Http404(f"There is no version {number}.")
    answer = JsonResponse(dict(found.document), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="promise-{number}.json"'
    return answer


@page("learner_promise.make")
def make(request: HttpRequest) -> HttpResponse:
    """Write the promise, or its next version, and sign it."""
    actor, given, problem, fault = who(request), request.POST, "", 0
    kept = reading.catalogue()
    if not governance.makes_promise(actor):
        raise Refused(
            _("This promise"), _("only those who make it for the state write it."), _("You can read it.")
        )
    newest = next(iter(governance.promises_made()), None)
    written = _typed(given) if given else newest.promise if newest else LearnerPromise({}, ())
    if request.method == "POST":
        try:
            filled = tuple(each for each in written.parts if any({**each.title, **each.means}.values()))
            written = replace(written, parts=filled)
            advising.make_promise(by=actor, promise=written, why=given.get("why", ""), now=timezone.now())
            messages.success(
                request, _("The promise is signed and public. Earlier versions stay to be read.")
            )
            return redirect("learner-promise")
        except Refused as refusal:
            problem, fault = str(refusal), refusal.about.get("part", 0)
    shown = MakePage(
        kept.organizations[kept.state.promised_by], _fields("opening", written.opening), _rows(written, fault),
        given.get("why", ""), newest is None, problem,
    )  # fmt: skip
    return show(request, "throughline/governing/promise_make.html", shown, status(problem))


def _rows(written: LearnerPromise, fault: int) -> tuple[PartRow, ...]:
    every = [*written.parts, *(PromisePart({}, {}) for _nth in range(EMPTY_PARTS))]
    return tuple(
        PartRow(
            n, _fields(f"title-{n}", each.title), _fields(f"means-{n}", each.means),
            tuple((key, str(text), key == each.shows) for key, text in SHOWN_AS.items()), n == fault,
        )
        for n, each in enumerate(every, 1)
    )  # fmt: skip


def _fields(name: str, text: Mapping[str, str]) -> tuple[Field, ...]:
    tags = reading.catalogue().state.complete_languages
    return tuple(Field(f"{name}-{tag}", LANGUAGE_NAMES.get(tag, tag), tag, text.get(tag, "")) for tag in tags)


def _typed(given: QueryDict) -> LearnerPromise:
    tags = reading.catalogue().state.complete_languages
    first = [name for name in given if name.startswith("title-") and name.endswith(f"-{tags[0]}")]

    def text(name: str) -> dict[str, str]:
        return {tag: found for tag in tags if (found := given.get(f"{name}-{tag}", "").strip())}

    parts = tuple(
        PromisePart(text(f"title-{n}"), text(f"means-{n}"), given.get(f"shows-{n}", ""))
        for n in range(1, min(len(first), MOST_PARTS) + 1)
    )
    return LearnerPromise(text("opening"), parts)


# -- where a part stands


def _stands(shows: str) -> Stands | None:
    return _STANDING[shows]() if shows in _STANDING else None


def _pathways() -> Stands:
    many = len(reading.catalogue().pathways)
    words = ngettext(
        "{n} pathway is certified and in force.", "{n} pathways are certified and in force.", many
    )
    return Stands(words.format(n=many), "pathways")


def _reach() -> Stands:
    rows = reach_of_regions(timezone.localdate())
    words = _("In {n} of {m} regions a pathway can be begun today.")
    return Stands(words.format(n=sum(bool(each.pathways) for each in rows), m=len(rows)), "within-reach")


def _promises() -> Stands:
    many = len(texts.active(reading.catalogue(), timezone.localdate()))
    words = ngettext("{n} signed promise is in force.", "{n} signed promises are in force.", many)
    return Stands(words.format(n=many), "promises")


def _shared() -> Stands:
    many = sum(1 for owners in reading.structure().pathways_of.values() if len(owners) > 1)
    words = ngettext(
        "{n} milestone counts in several pathways.", "{n} milestones count in several pathways.", many
    )
    return Stands(words.format(n=many), "network")


def _voices() -> Stands:
    state = [body for body in reading.catalogue().bodies.values() if body.scope == "state"]
    least = min((percent(voices(body)) for body in state), default=0)
    words = _(
        "In each body of the state at least {n} % of the votes are with learners, families and communities."
    )
    return Stands(words.format(n=least), "bodies")


def _answers() -> Stands:
    late = governance.waiting_longest(timezone.localdate())
    if not late:
        return Stands(_("No body is past its date with an answer."), "bodies")
    words = ngettext(
        "Somebody has waited {n} day too long for an answer.",
        "Somebody has waited {n} days too long for an answer.",
        max(late.values()),
    )
    return Stands(words.format(n=max(late.values())), "bodies")


def _work() -> Stands:
    states = governance.work_states()
    total = sum(len(line.items) for line in reading.catalogue().state.work)
    words = _("Of {m} work items {n} are in place and {k} are begun.")
    return Stands(words.format(m=total, n=states["in_place"], k=states["begun"]), "work")


def _support() -> Stands:
    waits = governance.help_waiting(governance.help_asked(timezone.localdate()))
    words = ngettext(
        "{n} request for help waits to be taken on.",
        "{n} requests for help wait to be taken on.",
        waits.requests,
    )
    return Stands(words.format(n=waits.requests), "support")


_STANDING: Mapping[str, Callable[[], Stands]] = dict(
    zip(SHOWS, (_pathways, _reach, _promises, _shared, _voices, _answers, _work, _support), strict=True)
)
