"""What happened to a learner's record and plan, each in a sentence, with where it can be read or used."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.queries import Change
from throughline.core.catalogue.state_profile import LearnerAction
from throughline.web import reading
from throughline.web.names import address_of, kept_address, name_of
from throughline.web.words import words

OWN = {
    "chose": gettext_lazy("You chose"),
    "narrowed": gettext_lazy("You chose where it leads"),
    "left": gettext_lazy("You left a pathway; all you have shown stays"),
    "set goal": gettext_lazy("You set a goal"),
    "dropped goal": gettext_lazy("You dropped a goal"),
    "wrote plan": gettext_lazy("You wrote your plan"),
    "saved plan": gettext_lazy("You saved your plan"),
    "planned week": gettext_lazy("You planned your week"),
    "took a way over": gettext_lazy("You put the shortest way into your plan"),
    "brought a plan back": gettext_lazy("You brought an earlier version of your plan back"),
    "added to plan": gettext_lazy("You added to your plan"),
    "removed from plan": gettext_lazy("You took something off your plan"),
    "reflected": gettext_lazy("You wrote a reflection"),
    "handed in": gettext_lazy("You handed in work"),
    "took back": gettext_lazy("You took work back"),
    "kept work": gettext_lazy("Work kept"),
    "showed work": gettext_lazy("Work shown to somebody"),
    "stopped showing work": gettext_lazy("Work no longer shown"),
    "set work aside": gettext_lazy("Work set aside"),
    "brought work back": gettext_lazy("Work brought back"),
    "brought a record": gettext_lazy("You brought your record here"),
    "joined records": gettext_lazy("You joined two records of yours"),
    "asked that it counts": gettext_lazy("It was asked that your work counts"),
    "asked another to look": gettext_lazy("Another assessor was asked to look"),
    "named work of an activity": gettext_lazy("You named work you made in an activity"),
    "began a badge": gettext_lazy("A badge was begun with you"),
    "agreed to a badge": gettext_lazy("One of you agreed to a badge's words"),
    "sent a badge to review": gettext_lazy("Your badge went to review"),
    "took a badge back": gettext_lazy("Your badge was taken back, to write on"),
    "approved a badge": gettext_lazy("A partner approved your badge"),
    "said what is next for a badge": gettext_lazy("A partner said what is next for your badge"),
    "a badge is live": gettext_lazy("Your badge is live"),
    "took back a request": gettext_lazy("A request was taken back"),
    "shared": gettext_lazy("You shared a part of your record"),
    "featured": gettext_lazy("You chose what comes first in your record"),
    "made a new link": gettext_lazy("You made a new link to what you share"),
    "made recovery codes": gettext_lazy("You made codes to come back"),
    "came back by a code": gettext_lazy("You came back by a code"),
    "added": gettext_lazy("Your page here was opened"),
    "joined": gettext_lazy("A place where you learn was added"),
    "let in": gettext_lazy("Somebody was let in to help you"),
    "let out": gettext_lazy("Somebody who helped you was let go"),
    "invited": gettext_lazy("You asked people to look at a pathway with you"),
    "took the quiz": gettext_lazy("You said what you like"),
    "explored": gettext_lazy("You noted something you looked into"),
    "tested plan": gettext_lazy("You told what you tried of your plan"),
    "upgraded": gettext_lazy("You moved to the newer version"),
    "kept": gettext_lazy("You kept a credential from elsewhere"),
    "asked for": gettext_lazy("You asked for a credential"),
    "issued again": gettext_lazy("A credential was issued again"),
    "rated skills": gettext_lazy("You said how you see your skills"),
    "answered review": gettext_lazy("You answered how others see your skills"),
    "consented": gettext_lazy("You decided what may be done with your record"),
    "put into a wallet": gettext_lazy("Put into a wallet"),
    "offered to a wallet": gettext_lazy("You began to put it into a wallet"),
    "let an endorsement show": gettext_lazy("You let show what others say"),
    "kept an endorsement private": gettext_lazy("You keep to yourself what others say"),
    "opened an offer": gettext_lazy("It opened for you"),
    "a place opened": gettext_lazy("A place opened and is held for you"),
    "accepted an offer": gettext_lazy("You said yes"),
    "released an offer": gettext_lazy("You let it go for another one"),
    "let an offer go": gettext_lazy("You let it go"),
    "took back an answer": gettext_lazy("You took your answer back"),
    "gave their name to an institution": gettext_lazy("You let an institution read your name"),
    "reminded of an offer": gettext_lazy("A place still waits for your answer"),
    "an offer's day went by": gettext_lazy("The day of a held place went by"),
    "a call was asked for": gettext_lazy("Somebody may call you about your next step"),
    "a call was handed on": gettext_lazy("Somebody else may call you now"),
    "said not now": gettext_lazy("You want no call for now"),
    "reminded of a vote": gettext_lazy("Your vote is asked for"),
    "reminded to stand aside": gettext_lazy("You are asked to stand aside in a vote"),
    "reminded of a term": gettext_lazy("Your time in a seat ends soon"),
    "reminded of a seat": gettext_lazy("Somebody's time in a seat of your body ends soon"),
    "reminded of a matter": gettext_lazy("A matter waits for your body"),
    "reminded of a finding": gettext_lazy("A finding of tracking waits for your answer"),
    "said where they belong": gettext_lazy("You said which groups you belong to"),
    "seated": gettext_lazy("You sit in a body now"),
    "gave office": gettext_lazy("You have an office in a body now"),
    "left seat": gettext_lazy("Your time in a seat ended"),
    "asked to begin an apprenticeship": gettext_lazy("You asked to begin an apprenticeship"),
    "wrote a week of work down": gettext_lazy("You wrote a week of work down"),
    "published a listing": gettext_lazy("You let a part of your record be found"),
    "took a listing back": gettext_lazy("A part of your record can no longer be found"),
    "answered who asked to talk": gettext_lazy("You answered somebody who asked to talk"),
    "ranked places": gettext_lazy("You ranked places"),
    "took a ranking back": gettext_lazy("You took your list of places back"),
    "gave out places": gettext_lazy("The places you ranked are given out"),
    "took a place": gettext_lazy("You took a place"),
    "gave a place back": gettext_lazy("You gave a place back"),
    "asked for a stay elsewhere": gettext_lazy("You asked for a stay elsewhere"),
    "asked for a change of a stay": gettext_lazy("A change of your stay was asked for"),
    "took back a change of a stay": gettext_lazy("A change of your stay was taken back"),
    "joined a stipend program": gettext_lazy("You joined a stipend program"),
    "left a stipend program": gettext_lazy("You left a stipend program"),
    "said what a place was like": gettext_lazy("You said what a place was like"),
    "invited to a demonstration": gettext_lazy("You invited your school to see what you did"),
    "was paid a stipend": gettext_lazy("You were paid a stipend"),
    "joined a rotation": gettext_lazy("You joined a rotation"),
    "left a rotation": gettext_lazy("You left a rotation; what you have seen stays yours"),
    "took up a field of a rotation": gettext_lazy("You took up a field of a rotation"),
    "thought about a field": gettext_lazy("You said what you think of a field"),
    "chose after a rotation": gettext_lazy("You chose after your rotation"),
    "took consent back": gettext_lazy("You took a consent back"),
    "ended help": gettext_lazy("Somebody's help ended"),
    "set the end of a tie": gettext_lazy("The last day of somebody's part in your record was set"),
    "renewed": gettext_lazy("You fetched a credential from elsewhere again"),
    "let go of": gettext_lazy("You let go of a credential from elsewhere"),
    "decided on a name": gettext_lazy("You decided whether your name stands by your work"),
    "complained of a promise": gettext_lazy("You said that a promise is not kept"),
    "a promise is being mended": gettext_lazy(
        "A promise at the end of a stage is being mended; what you have shown stays"
    ),
}
"""What the learner did, or what needs no name."""
OTHERS = {
    "read": gettext_lazy("{who} looked at what you shared"),
    "attested": gettext_lazy("{who} confirmed what you showed"),
    "signed": gettext_lazy("{who} signed what they saw in your work"),
    "judged": gettext_lazy("{who} answered what you showed"),
    "gave feedback": gettext_lazy("{who} wrote to you about your practice"),
    "answered": gettext_lazy("{who} answered whether your work counts"),
    "answered an appeal": gettext_lazy("{who} answered whether your work counts"),
    "answered a correction": gettext_lazy("{who} answered your wish to correct something"),
    "answered review": gettext_lazy("{who} answered how others see your skills"),
    "rated skills": gettext_lazy("{who} said how they see your skills"),
    "proposed": gettext_lazy("{who} suggested something"),
    "noted": gettext_lazy("{who} made a note while you looked together"),
    "commented": gettext_lazy("{who} wrote a word beside your plan"),
    "endorsed": gettext_lazy("{who} endorsed a credential of yours"),
    "took back an endorsement": gettext_lazy("{who} took back what they said of a credential"),
    "approved": gettext_lazy("{who} confirmed how you learned this"),
    "consented": gettext_lazy("{who} decided what may be done with your record"),
    "confirmed an apprenticeship": gettext_lazy("{who} confirmed your apprenticeship"),
    "ended an apprenticeship": gettext_lazy("{who} ended your apprenticeship; what you have shown stays"),
    "signed a week of work": gettext_lazy("{who} signed a week of your work"),
    "was at a demonstration": gettext_lazy("{who} was there when you showed what you did"),
    "confirmed a day of a stay": gettext_lazy("{who} confirmed a day of your stay"),
    "asked to talk": gettext_lazy("{who} asks to talk with you"),
    "approved a stay elsewhere": gettext_lazy("{who} approved your stay elsewhere"),
    "said what to change in a stay": gettext_lazy("{who} said what to change in your stay"),
    "refused what a stay was to give": gettext_lazy("{who} does not count what your stay was to give"),
    "recognized as agreed": gettext_lazy("{who} counts what you showed, as agreed"),
    "granted exception": gettext_lazy("{who} granted you an exception"),
    "withdrew": gettext_lazy("{who} took back what they had confirmed"),
    "kept a promise": gettext_lazy("{who} says that a promise is given"),
    "did not keep a promise": gettext_lazy("{who} says that a promise is not kept"),
    "answered a complaint": gettext_lazy("{who} answered your complaint"),
    "called": gettext_lazy("{who} called you"),
}
"""What somebody else did."""
BY_NAME = {
    "attested work": gettext_lazy("{name} said what they saw of your work"),
    "asked for words": gettext_lazy("{of} was asked to say what they saw"),
}
"""What names somebody who has no account here."""
EARNED = {
    "issued": gettext_lazy("You earned"),
    "revoked": gettext_lazy("Taken back by its issuer, with a reason"),
    "suspended": gettext_lazy("Set aside for a while by its issuer, with a reason"),
    "reinstated": gettext_lazy("It stands again"),
    "closed review": gettext_lazy("It was decided whether it stands"),
    "appealed": gettext_lazy("You said why it should stand"),
}
MARKED = ("revoked", "suspended")
READ_AT = {
    "signed": "submissions", "judged": "submissions", "gave feedback": "submissions", "answered": "evidence-requests",
    "answered an appeal": "evidence-requests", "answered a correction": "my-data", "rated skills": "outside",
    "answered review": "outside", "commented": "plan", "attested work": "evidence", "shared": "shares",
    "consented": "my-data", "endorsed": "endorsements", "took back an endorsement": "endorsements",
    "let an endorsement show": "endorsements", "kept an endorsement private": "endorsements",
    **dict.fromkeys(
        ("opened an offer", "a place opened", "reminded of an offer", "kept a promise", "did not keep a promise",
         "answered a complaint"), "guarantees",
    ),
    **dict.fromkeys(("a call was asked for", "a call was handed on", "called", "said not now"), "my-support"),
    **dict.fromkeys(
        ("reminded of a vote", "reminded to stand aside", "reminded of a term", "reminded of a seat",
         "reminded of a matter", "seated", "gave office", "left seat"), "my-seats",
    ),
    "reminded of a finding": "tracking",
    **dict.fromkeys(
        ("asked to begin an apprenticeship", "confirmed an apprenticeship", "ended an apprenticeship",
         "wrote a week of work down", "signed a week of work"), "apprenticeship",
    ),
    **dict.fromkeys(
        ("joined a stipend program", "was paid a stipend", "left a stipend program", "said what a place was like",
         "invited to a demonstration", "was at a demonstration"), "own-stipends",
    ),
    **dict.fromkeys(
        ("joined a rotation", "left a rotation", "took up a field of a rotation", "thought about a field",
         "chose after a rotation"), "rotations",
    ),
    **dict.fromkeys(
        ("published a listing", "took a listing back", "asked to talk", "answered who asked to talk"), "listings",
    ),
    **dict.fromkeys(
        ("asked for a stay elsewhere", "asked for a change of a stay", "took back a change of a stay",
         "approved a stay elsewhere", "said what to change in a stay", "refused what a stay was to give",
         "confirmed a day of a stay"), "stays",
    ),
}  # fmt: skip
"""By verb: the page where it can be read in full."""

OWN_PAGES = {
    "evidence": "evidence-piece", "recognition": "recognition", "share": "share", "badge": "own-badge",
    "activity": "activity", "round": "ranking",
}  # fmt: skip
"""By kind of what it is about: the learner's page of one such thing."""


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change. title, href: what it is about, with its page. more, more_href: what can be done with it now."""

    when: datetime
    sentence: str
    title: str = ""
    href: str = ""
    more: str = ""
    more_href: str = ""


def change_shown(found: Change) -> ChangeShown:
    """A change as the learner reads it."""
    title = _title(found)
    sentence = _sentence(found)
    if found.verb == "issued":
        kind, _colon, name = found.target.partition(":")
        own = kept_address("record-entry", kind, name) if name else ""
        return ChangeShown(found.when, sentence, title, own, _("Put it into a wallet"), reverse("wallet"))
    if address := _own_page(found):
        return ChangeShown(found.when, sentence, title, "", _("See it"), address)
    if found.data.get("award") and found.verb in EARNED:
        line = reverse("record-line", args=["award", found.data["award"]])
        more = _("Read why, and say what you think") if found.verb in MARKED else _("Read it")
        return ChangeShown(found.when, sentence, title, "", more, line)
    if found.verb in READ_AT:
        return ChangeShown(found.when, sentence, title, "", _("Read it"), reverse(READ_AT[found.verb]))
    return ChangeShown(found.when, sentence, title, address_of(found.target))


def _sentence(found: Change) -> str:
    if found.verb in EARNED:
        return str(EARNED[found.verb])
    if found.verb in BY_NAME and {"name", "of"} & set(found.data):
        names = {"name": found.data.get("name", ""), "of": found.data.get("of", "")}
        return str(BY_NAME[found.verb]).format(**names)
    mine = found.who == "you"
    who = _("You") if mine else found.who
    for told in (OWN, OTHERS) if mine else (OTHERS, OWN):
        if found.verb in told:
            return str(told[found.verb]).format(who=who)
    return next((words(a.title) for a in _steps() if a.name == found.verb), f"{who}: {found.verb}")


def _steps() -> tuple[LearnerAction, ...]:
    """The steps that the state's learners can take; an event of one bears its name."""
    states = reading.catalogue().learner_states
    return states.actions if states else ()


def _title(found: Change) -> str:
    house = reading.catalogue()
    if found.verb == "consented":
        return next((words(each.title) for each in house.state.consents if each.id == found.target), "")
    if found.data.get("title"):
        return str(found.data["title"])
    kind, _colon, name = found.target.partition(":")
    if kind == "seat":
        body = house.bodies.get(name.partition("/")[0])
        return words(body.title) if body else ""
    return name_of(house, found.target) if name and not _is_id(name.partition("/")[0]) else ""


def _own_page(found: Change) -> str:
    """The learner's own page of what a change is about; empty where it has none."""
    kind, _colon, name = found.target.partition("/")[0].partition(":")
    return kept_address(OWN_PAGES[kind], name) if kind in OWN_PAGES and _is_id(name) else ""


def _is_id(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
