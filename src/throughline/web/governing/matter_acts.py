"""What people do on a matter's page: draft, sign, comment, answer, open, vote, decide, send up, withdraw."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.advising import actions as advising
from throughline.apps.directory.actor import Refused
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.formats.state_pack.errors import PackError
from throughline.core.formats.state_pack.marked_yaml import parse
from throughline.core.governing.ballots import WORDS, Word
from throughline.web import reading
from throughline.web.governing.matter import tried
from throughline.web.pages import page, show, status, who


@dataclass(frozen=True, slots=True)
class DraftPage:
    """The draft as a form. documents: as JSON, which is YAML too. choices: references to begin from. after: the edition that
    it begins from; newer: text and documents of one that somebody else wrote meanwhile, empty where nobody did."""

    number: int
    title: str
    kind: str
    documents: str
    text: str
    words: str
    problem: str
    choices: tuple[str, ...]
    after: int
    newer: tuple[str, str]


@page("docket.draft")
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Write the next edition: a text, documents as JSON or YAML, or both. `?of=` begins from what is in force."""
    actor, now, problem, newer = who(request), timezone.now(), "", False
    found = governance.matter(actor, number, on=timezone.localdate(now), now=now)
    if request.method == "POST":
        try:
            _write(request, number)
            messages.success(request, _("The draft is written. What it changes is shown part by part."))
            return redirect("matter", number)
        except Refused as refusal:
            problem, newer = str(refusal), "newest" in refusal.about
        given = request.POST
        typed = (given.get("documents", ""), given.get("text", ""), given.get("words", ""))
    else:
        if not found.may.draft:
            raise Refused(
                _("The draft"),
                _("only those who write it or sit in the body may change it."),
                _("Comment on it instead."),
            )
        typed = (_begun(found, request.GET.getlist("of")), found.text, "")
    choices = tuple(f"pathway:{name}" for name in reading.catalogue().pathways)
    stands = (found.text, _as_json(found.documents)) if newer else ("", "")
    shown = DraftPage(number, found.title, found.kind, *typed, problem, choices, found.draft, stands)
    return show(request, "throughline/governing/draft.html", shown, status(problem))


def _write(request: HttpRequest, number: int) -> None:
    given = request.POST
    after = given.get("after", "")
    actions.draft(
        by=who(request),
        docket=number,
        documents=_documents(given.get("documents", "")),
        text=given.get("text", ""),
        words=given.get("words", ""),
        after=int(after) if after.isdigit() else 0,
        now=timezone.now(),
    )


def _begun(found: governance.DocketMatter, wanted: list[str]) -> str:
    return _as_json({**governance.bodies_in_force(wanted), **found.documents})


def _as_json(documents: Mapping[str, Any]) -> str:
    return json.dumps(documents, ensure_ascii=False, indent=1) if documents else ""


def _documents(text: str) -> Mapping[str, Any]:
    if not text.strip():
        return {}
    try:
        read = parse(text, _("the draft")).data
    except PackError as error:
        why = _("line {line}: {reason}.").format(line=error.line, reason=error.reason)
        raise Refused(_("The draft"), why, error.fix) from error
    if not isinstance(read, dict) or not all(":" in str(name) for name in read):
        raise Refused(
            _("The draft"),
            _("it is no list of documents by reference."),
            _("Begin each with its reference, such as pathway:nursing."),
        )
    return read


def _done(request: HttpRequest, number: int, said: str, act: Callable[[], object]) -> HttpResponse:
    refused = tried(request, number, act)
    if refused is not None:
        return refused
    messages.success(request, said)
    return redirect("matter", number)


@page("docket.speak_for")
@require_POST
def sign(request: HttpRequest, number: int) -> HttpResponse:
    """Stand for the difference in one part, for an organization."""
    given = request.POST
    part, _at, digest = given.get("part", "").rpartition("@")
    return _done(
        request,
        number,
        _("You signed this part."),
        lambda: actions.sign_part(
            by=who(request),
            docket=number,
            part=part,
            digest=digest,
            organization=given.get("organization", ""),
            words=given.get("words", ""),
            now=timezone.now(),
        ),
    )


@page("docket.draft")
@require_POST
def answer_question(request: HttpRequest, number: int) -> HttpResponse:
    """Answer one question of the packet, or several at once."""

    def act() -> None:
        for name, text in request.POST.items():
            if name.startswith("q-") and isinstance(text, str) and text.strip():
                actions.answer_question(
                    by=who(request), docket=number, question=name[2:], text=text, now=timezone.now()
                )

    return _done(request, number, _("The packet is filled in."), act)


@page("docket.keep")
@require_POST
def open_comment(request: HttpRequest, number: int) -> HttpResponse:
    """Lay the draft open for comment."""
    return _done(
        request,
        number,
        _("It is open for comment."),
        lambda: actions.open_comment(by=who(request), docket=number, now=timezone.now()),
    )


@page("docket.comment")
@require_POST
def comment(request: HttpRequest, number: int) -> HttpResponse:
    """Say what one thinks of it."""
    given = request.POST
    return _done(
        request,
        number,
        _("Thank you. Your words are public, your name is not. You will find the answer here."),
        lambda: actions.say(
            by=who(request),
            docket=number,
            text=given.get("text", ""),
            speaks_as=given.get("speaks_as", "other"),
            now=timezone.now(),
        ),
    )


@page("docket.answer")
@require_POST
def answer(request: HttpRequest, number: int, key: UUID) -> HttpResponse:
    """Answer one comment."""
    given = request.POST
    return _done(
        request,
        number,
        _("The comment is answered."),
        lambda: actions.answer_comment(
            by=who(request),
            comment=key,
            text=given.get("text", ""),
            changed="changed" in given,
            now=timezone.now(),
        ),
    )


@page("docket.keep")
@require_POST
def open_vote(request: HttpRequest, number: int) -> HttpResponse:
    """Open a body's vote."""
    body = request.POST.get("body", "")
    return _done(
        request,
        number,
        _("The vote is open."),
        lambda: advising.open_vote(by=who(request), docket=number, body=body, now=timezone.now()),
    )


@page("docket.vote")
@require_POST
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """A member votes, in the open."""
    given = request.POST
    word: Word = next((each for each in WORDS if each == given.get("word")), "abstain")
    conflict = given.get("conflict", "") if word == "recused" else ""
    return _done(
        request,
        number,
        _("Your vote stands, and everyone can read it."),
        lambda: actions.vote(
            by=who(request),
            docket=number,
            body=given.get("body", ""),
            word=word,
            reason=given.get("reason", ""),
            conflict=conflict,
            now=timezone.now(),
        ),
    )


@page("docket.decide")
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Close the vote: count, sign, and bring what was carried into force."""
    given = request.POST
    return _done(
        request,
        number,
        _("The decision is taken, signed and in the public log."),
        lambda: advising.decide(
            by=who(request),
            docket=number,
            body=given.get("body", ""),
            reasons=given.get("reasons", ""),
            now=timezone.now(),
        ),
    )


@page("docket.keep")
@require_POST
def send_up(request: HttpRequest, number: int) -> HttpResponse:
    """Send what a region carried to the body above it."""
    body = request.POST.get("body", "")
    return _done(
        request,
        number,
        _("It is on the docket above, with your vote."),
        lambda: actions.send_up(by=who(request), docket=number, body=body, now=timezone.now()),
    )


@page("docket.withdraw")
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Whoever made it no longer asks for it."""
    reason = request.POST.get("reason", "")
    return _done(
        request,
        number,
        _("It is withdrawn."),
        lambda: actions.withdraw_proposal(by=who(request), docket=number, reason=reason, now=timezone.now()),
    )
