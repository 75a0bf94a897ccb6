"""What pages say of promises and offers: kinds, legal status, states and days, in the reader's words.

A contract, a policy and a pledge never look or read alike: each has its word, its mark and a sentence of what it means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.state_profile import Shortage
from throughline.core.requirements.words import in_full
from throughline.web import reading
from throughline.web.names import name_of, say
from throughline.web.words import language, words

KINDS: Mapping[str, tuple[object, object]] = {
    "admission": (gettext_lazy("A place to study"), gettext_lazy("Places to study")),
    "apprenticeship": (gettext_lazy("An apprenticeship"), gettext_lazy("Apprenticeships")),
    "hiring": (gettext_lazy("A job"), gettext_lazy("Jobs")),
    "credit": (gettext_lazy("Credit"), gettext_lazy("Credit that counts")),
    "recognition": (gettext_lazy("Recognition"), gettext_lazy("What others must recognize")),
}
"""By kind of promise: one of it, and its heading."""

LEGAL: Mapping[str, tuple[object, object]] = {
    "contract": (gettext_lazy("Contract"), gettext_lazy("Signed and binding. You can go to court for it.")),
    "policy": (
        gettext_lazy("Policy"),
        gettext_lazy("A rule that the institution set for itself. A public body can hold it to that."),
    ),
    "pledge": (gettext_lazy("Pledge"), gettext_lazy("A public word. No law backs it.")),
}
"""By legal status: its word and what it means."""

STATES: Mapping[str, tuple[object, str]] = {
    "held": (gettext_lazy("Held for you"), "progress"),
    "waiting": (gettext_lazy("Waits for a place"), "unavailable"),
    "standing": (gettext_lazy("Yours"), "met"),
    "accepted": (gettext_lazy("You said yes"), "met"),
    "declined": (gettext_lazy("You let it go"), "unavailable"),
    "released": (gettext_lazy("Let go for another one"), "unavailable"),
    "lapsed": (gettext_lazy("Its day went by"), "unavailable"),
    "honored": (gettext_lazy("Kept"), "met"),
    "refused": (gettext_lazy("Not kept"), "problem"),
}
"""By state of an offer: its word, and how its mark looks."""

DEEDS: Mapping[str, object] = {
    "held": gettext_lazy("It opened, and a place is held."),
    "queued": gettext_lazy("It opened. All places were taken; you are in line."),
    "stands": gettext_lazy("It opened, and holds by itself."),
    "placed": gettext_lazy("A place opened and is held."),
    "reminded": gettext_lazy("You were reminded."),
    "accepted": gettext_lazy("You said yes."),
    "declined": gettext_lazy("You let it go."),
    "released": gettext_lazy("It went back when you chose another one."),
    "taken_back": gettext_lazy("You took your answer back."),
    "lapsed": gettext_lazy("Its published day went by, after reminders."),
    "honored": gettext_lazy("The institution says that it is given."),
    "refused": gettext_lazy("The institution says that it does not keep it."),
    "told": gettext_lazy("You let the institution read your name."),
}


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """A promise in the reader's words. when: its condition; owed_by: organizations, id and name, the first answers for
    it; law: word, what it means, and the status itself, which gives the mark."""

    agreement: Agreement
    kind: str
    when: str
    owed_by: tuple[tuple[str, str], ...]
    law: tuple[str, str, str]
    pathways: tuple[tuple[str, str], ...]


def promise_shown(agreement: Agreement, owed_by: Iterable[str]) -> PromiseShown:
    """A promise as every page shows it."""
    kept = reading.catalogue()
    word, meaning = LEGAL[agreement.legal_status]
    names = [each.removeprefix("pathway:") for each in agreement.pathways]
    return PromiseShown(
        agreement, str(KINDS[agreement.kind][0]), in_full(agreement.trigger, say(kept), language()),
        tuple((name, name_of(kept, f"organization:{name}")) for name in owed_by),
        (str(word), str(meaning), agreement.legal_status),
        tuple((name, name_of(kept, f"pathway:{name}")) for name in names),
    )  # fmt: skip


def shortage_steps(rule: Shortage) -> tuple[str, ...]:
    """A rule for places that are short, sentence by sentence, exactly as `core.matching.shortage` follows it."""
    steps = [_("First come learners of: {who}.").format(who=words(each.title)) for each in rule.first]
    if rule.first:
        steps.append(_("Then comes everyone else."))
    alike = (
        _("Among those alike, whoever finished first comes first.")
        if rule.then == "order"
        else _(
            "Among those alike, a draw decides: SHA-256 of the draw's name, a bar and the offer's number; "
            "the smallest comes first. Anybody can repeat it."
        )
    )
    return (*steps, alike)
