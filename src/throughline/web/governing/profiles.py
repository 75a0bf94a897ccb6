"""What every graduate shows: the state's profile and each district's beside it, open to all; and the district's editor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.documents import Competency, Edition, Organization, Rule
from throughline.core.catalogue.rulebook import in_force
from throughline.core.certification.graduate_profiles import Wanted, composed, parts, set_at
from throughline.core.requirements.nodes import Choose, Have, Node, Text, Total
from throughline.core.requirements.words import sentence
from throughline.web import reading
from throughline.web.names import name_of, say
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import language, words

ROWS = 4
"""How many empty rows for a competency the editor shows; keeping what is there brings more."""
MOST = 9


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One part, side by side. asked, here: what the state and what the district asks; empty: nothing. strand: which of
    the competencies it is."""

    title: str
    strand: str
    asked: str
    here: str

    @property
    def added(self) -> bool:
        """Whether only the district asks it."""
        return not self.asked


@dataclass(frozen=True, slots=True)
class ProfileText:
    """One text of a profile: since when, and whether it is the one in force. starts empty: from the first day on."""

    edition: Edition
    newest: bool


@dataclass(frozen=True, slots=True)
class ProfilesPage:
    """The state's profile and all who may say more."""

    state: Rule
    rows: tuple[ProfileRow, ...]
    kinds: tuple[Text, ...]
    own: tuple[governance.OwnProfile, ...]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A district's profile beside the state's. schools: for whom it holds. gone: parts of the state's as it is now that
    it does not hold any more, in words."""

    own: governance.OwnProfile
    schools: tuple[Organization, ...]
    rows: tuple[ProfileRow, ...]
    kinds: tuple[Text, ...]
    texts: tuple[ProfileText, ...]
    gone: tuple[str, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class SetPart:
    """A part of the state's profile as the editor shows it. steps: the levels to choose from, with their words."""

    id: str
    title: str
    state: int
    here: int
    steps: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class AddRow:
    """A row for a competency the district adds; empty ones wait."""

    number: int
    competency: str
    level: int


@dataclass(frozen=True, slots=True)
class EditPage:
    """The editor, with what was typed, what is wrong with it and what it would change. checked: it was looked at and may
    be published."""

    own: governance.OwnProfile
    parts: tuple[SetPart, ...]
    competencies: tuple[Competency, ...]
    added: tuple[AddRow, ...]
    shown: tuple[tuple[str, Text, int], ...]
    typed: Mapping[str, str]
    problems: tuple[str, ...]
    rows: tuple[ProfileRow, ...]
    checked: bool


@page("profile.read")
def profiles(request: HttpRequest) -> HttpResponse:
    """What the state says every graduate shows, and who says more."""
    state = _state()
    shown = ProfilesPage(
        state, side_by_side(_root(state), None), tuple(kinds().values()), tuple(governance.profiles())
    )
    return show(request, "throughline/governing/profiles.html", shown)


@page("profile.read")
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """A district's graduate profile, side by side with the state's."""
    return show(request, "throughline/governing/profile.html", _profile_page(who(request), _own(name)))


def _profile_page(actor: Actor, own: governance.OwnProfile) -> ProfilePage:
    base = _root(own.state)
    known = reading.catalogue().organizations.values()
    return ProfilePage(
        own=own,
        schools=tuple(each for each in known if each.part_of == own.holder.id),
        rows=side_by_side(base, own.root),
        kinds=tuple(kinds().values()),
        texts=tuple(ProfileText(each, nth == 0) for nth, each in enumerate(own.editions)),
        gone=tuple(_said(each.node) for each in governance.no_longer_held(own)),
        may_write=allowed(actor, "profile.publish", Subject(organization=own.holder.id)).allowed,
    )


@page("profile.publish")
def write(request: HttpRequest, name: str) -> HttpResponse:
    """The editor: the state's profile stands, the district adds. It is looked at before it is published."""
    actor, own = who(request), _own(name)
    if not allowed(actor, "profile.publish", Subject(organization=name)).allowed:
        raise Refused(
            _("Writing this profile"), _("only those who lead this place may."), _("You can read it.")
        )
    given = request.POST
    problems: tuple[str, ...] = ()
    wanted = own.wanted
    if request.method == "POST":
        try:
            wanted = _wanted(given, own)
            root = composed(f"graduate-{name}", _root(own.state), wanted)
            problems = tuple(_problems(root))
            if not problems and given.get("do") == "publish":
                actions.publish_profile(
                    by=actor, organization=name, root=root, why=given.get("why", ""), now=timezone.now(),
                    starts=day_of(given.get("starts", "")),
                )  # fmt: skip
                messages.success(request, _("The profile is published. Whoever has begun keeps theirs."))
                return redirect("profile", name)
        except Refused as refusal:
            problems = (str(refusal),)
    shown = _edit_page(own, wanted, given, problems)
    return show(request, "throughline/governing/profile_write.html", shown, status("x" if problems else ""))


@page("profile.publish")
@require_POST
def bring_back(request: HttpRequest, name: str) -> HttpResponse:
    """An earlier text holds again, as a new one."""
    actions.bring_back_profile(
        by=who(request), organization=name, label=request.POST.get("label", ""), now=timezone.now()
    )
    messages.success(request, _("The earlier text holds again for those who begin now."))
    return redirect("profile", name)


def side_by_side(state: Node, here: Node | None) -> tuple[ProfileRow, ...]:
    """The parts of the state's profile with what a district asks in their place, then what the district adds."""
    own = {part.id: part for part in parts(here)} if here is not None else {}
    rows = [_row(part, part, own.get(part.id)) for part in parts(state)]
    theirs = {part.id for part in parts(state)}
    return (*rows, *(_row(part, None, part) for name, part in own.items() if name not in theirs))


def _row(part: Node, asked: Node | None, here: Node | None) -> ProfileRow:
    kept = reading.catalogue()
    competency = kept.competencies.get(part.what.partition(":")[2]) if isinstance(part, Have) else None
    return ProfileRow(
        title=title_of(part),
        strand=competency.strand if competency else "",
        asked=_measure(asked),
        here=_measure(here),
    )


def title_of(part: Node) -> str:
    """What a part is about, in the reader's language."""
    kept = reading.catalogue()
    if isinstance(part, Have):
        return name_of(kept, part.what)
    if isinstance(part, Total) and part.id.startswith("shown-"):
        return words(kinds().get(part.id.removeprefix("shown-")))
    return words(part.title) or _said(part)


def _measure(part: Node | None) -> str:
    if part is None:
        return ""
    if isinstance(part, Have):
        return _("level {n}").format(n=part.level or 1)
    if isinstance(part, Total):
        return _("at least {n}").format(n=f"{part.min.normalize():f}")
    return _said(part) if isinstance(part, Choose) else _("asked for")


def _said(part: Node) -> str:
    return sentence(part, say(reading.catalogue()), language())


def _problems(root: Node) -> Iterator[str]:
    """Why this may not be published, a sentence for each part at fault."""
    found = governance.check_profile(root, on=timezone.localdate())
    for each in found.narrowed:
        text = _("The state asks for “{part}”. This profile would ask for less.")
        yield text.format(part=_said(each.node))
    for shut in found.shut_out:
        text = _("“{part}” could not be shown by this: {kind}.")
        yield text.format(part=_said(shut.node), kind=words(kinds()[shut.kind]))


def _edit_page(
    own: governance.OwnProfile, wanted: Wanted, given: QueryDict, problems: tuple[str, ...]
) -> EditPage:
    base = _root(own.state)
    typed = {each: given.get(each, "") for each in ("starts", "why")}
    root = composed("looked-at", base, wanted)
    return EditPage(
        own=own,
        parts=tuple(_set_part(part, wanted) for part in parts(base)),
        competencies=_competencies(base),
        added=_add_rows(wanted),
        shown=tuple((kind, title, wanted.shown.get(kind, 0)) for kind, title in kinds().items()),
        typed=typed,
        problems=problems,
        rows=tuple(each for each in side_by_side(base, root) if each.asked != each.here),
        checked=bool(given) and not problems,
    )


def _set_part(part: Node, wanted: Wanted) -> SetPart:
    return SetPart(
        part.id, title_of(part), set_at(part), wanted.raised.get(part.id, set_at(part)), _steps(part)
    )


def _steps(part: Node) -> tuple[tuple[int, str], ...]:
    kept = reading.catalogue()
    competency = kept.competencies.get(part.what.partition(":")[2]) if isinstance(part, Have) else None
    if competency is None:
        return tuple((n, str(n)) for n in range(1, MOST + 1)) if isinstance(part, Total) else ()
    scale = kept.competency_frameworks[competency.framework].scale
    return tuple((each.number, words(each.title)) for each in scale)


def _competencies(base: Node) -> tuple[Competency, ...]:
    """The universal competencies that the state's profile leaves free, by title."""
    kept = reading.catalogue()
    asked = {part.what.partition(":")[2] for part in parts(base) if isinstance(part, Have)}
    free = (each for each in kept.competencies.values() if each.id not in asked)
    wide = (each for each in free if kept.competency_frameworks[each.framework].universal)
    return tuple(sorted(wide, key=lambda each: words(each.title).casefold()))


def _add_rows(wanted: Wanted) -> tuple[AddRow, ...]:
    filled = [AddRow(nth, each, level) for nth, (each, level) in enumerate(wanted.added, 1)]
    empty = range(len(filled) + 1, len(filled) + ROWS + 1)
    return (*filled, *(AddRow(nth, "", 2) for nth in empty))


def _wanted(given: QueryDict, own: governance.OwnProfile) -> Wanted:
    base = _root(own.state)
    raised = {part.id: _number(given.get(f"set-{part.id}", ""), set_at(part)) for part in parts(base)}
    free = {each.id for each in _competencies(base)}
    added: dict[str, int] = {}
    for nth in range(1, len(free) + ROWS + 1):
        name = given.get(f"add-{nth}", "")
        if name and name not in free:
            raise Refused(_("Adding"), _("'{n}' is none of the list.").format(n=name), _("Choose from it."))
        if name:
            added[name] = _number(given.get(f"level-{nth}", ""), 2)
    shown = {kind: _number(given.get(f"shown-{kind}", ""), 0) for kind in kinds()}
    return Wanted(raised, tuple(added.items()), {kind: n for kind, n in shown.items() if n})


def _number(typed: str, otherwise: int) -> int:
    return min(int(typed), MOST) if typed.isascii() and typed.isdigit() else otherwise


def _state() -> Rule:
    found = governance.state_profile()
    if found is None:
        raise Http404("The state has no graduate profile.")
    return found


def _own(name: str) -> governance.OwnProfile:
    found = governance.profile_of(name)
    if found is None:
        raise Http404(f"'{name}' has no graduate profile of its own.")
    return found


def _root(rule: Rule) -> Node:
    return in_force(rule, None).root


def kinds() -> dict[str, Text]:
    """The kinds of demonstration that the state's profile accepts, by id, in its order."""
    return {each.id: each.title for each in reading.catalogue().state.demonstrations}
