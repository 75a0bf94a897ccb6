"""What pages say of drafts of agreements: steps, what changes, what speaks against one, what it would do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from throughline.core.agreements.differing import Changed, differences
from throughline.core.agreements.trying import Tried
from throughline.core.catalogue.agreements import owner, shortage_of
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.commitments import SetForSet, rule_of
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.requirements.words import in_full
from throughline.web import reading
from throughline.web.components.guarantees import KINDS, LEGAL
from throughline.web.names import name_of, say
from throughline.web.words import language, words

FIELDS: Mapping[str, object] = {
    "title": gettext_lazy("Title"), "kind": gettext_lazy("What is promised"), "parties": gettext_lazy("Parties"),
    "trigger": gettext_lazy("Condition"), "promise": gettext_lazy("Promise"), "legal_status": gettext_lazy("Legal status"),
    "pathways": gettext_lazy("Pathways"), "capacity": gettext_lazy("Places a year"), "remedy": gettext_lazy("Remedy"),
    "starts": gettext_lazy("Starts"), "ends": gettext_lazy("Ends"), "shortage": gettext_lazy("Where there are too few"),
    "answer_days": gettext_lazy("Days to answer"), "supports": gettext_lazy("What helps"), "cite": gettext_lazy("Source"),
    "owner": gettext_lazy("Answers for it"), "sets": gettext_lazy("What counts for what"),
    "refuses": gettext_lazy("What does not count"), "id": gettext_lazy("Name"),
}  # fmt: skip
EFFECTS: Mapping[str, object] = {
    "": "",
    "wider": gettext_lazy("Whoever met it before meets it now, and others too."),
    "narrower": gettext_lazy("Fewer learners meet it than before."),
    "other": gettext_lazy("Some who met it before do not, and some who did not now do."),
}
DID: Mapping[str, object] = {
    "wrote": gettext_lazy("wrote this draft"), "signed": gettext_lazy("signed it"),
    "opposed": gettext_lazy("asked for something else"), "withdrew": gettext_lazy("took it back"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetShown:
    """One set for another, in words."""

    when: str
    counts_as: str
    credits: str
    at: str


@dataclass(frozen=True, slots=True)
class TermsShown:
    """A text of an agreement in the reader's words. law: word, what it means, and the status itself."""

    terms: Agreement
    kind: str
    when: str
    parties: tuple[str, ...]
    owner: str
    law: tuple[str, str, str]
    pathways: tuple[str, ...]
    rule: str
    sets: tuple[SetShown, ...]
    refuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One field that changes, as it was and as it would be; reason: why."""

    title: str
    before: str
    after: str
    sentences: tuple[str, ...]
    effect: str
    reason: str


@dataclass(frozen=True, slots=True)
class TriedShown:
    """What a draft would do on records, in sentences. deciding: what most often is the only thing still open."""

    sentences: tuple[str, ...]
    deciding: tuple[tuple[str, str], ...]


def terms_shown(terms: Agreement, catalogue: Catalogue) -> TermsShown:
    """A text as every page shows it."""
    word, meaning = LEGAL[terms.legal_status]
    rule = shortage_of(terms, catalogue)
    return TermsShown(
        terms, str(KINDS[terms.kind][0]), in_full(terms.trigger, say(catalogue), language()),
        tuple(name_of(catalogue, f"organization:{each}") for each in terms.parties),
        name_of(catalogue, f"organization:{owner(terms, catalogue)}"), (str(word), str(meaning), terms.legal_status),
        tuple(name_of(catalogue, f"pathway:{each.removeprefix('pathway:')}") for each in terms.pathways),
        words(rule.title) if rule and terms.capacity is not None else "",
        tuple(set_shown(each, catalogue) for each in terms.sets),
        tuple(name_of(catalogue, each) for each in terms.refuses),
    )  # fmt: skip


def set_shown(sets: SetForSet, catalogue: Catalogue) -> SetShown:
    """One set for another, in words."""
    return SetShown(
        in_full(rule_of(sets), say(catalogue), language()),
        ", ".join(name_of(catalogue, each) for each in sets.counts_as), credits_said(sets.credits),
        name_of(catalogue, f"organization:{sets.at}"),
    )  # fmt: skip


def credits_said(credits: Mapping[str, Any]) -> str:
    """Credits with their units."""
    return ", ".join(
        f"{n.normalize():f} {_('credits') if unit == 'credit' else unit}" for unit, n in credits.items()
    )


def changes_shown(
    before: Agreement, after: Agreement, reasons: Mapping[str, str], catalogue: Catalogue
) -> tuple[ChangeShown, ...]:
    """What a draft changes, field by field."""
    found = differences(before, after, reasons, RuleBook(catalogue), say(catalogue), language())
    return tuple(
        ChangeShown(
            str(FIELDS[each.field]), _value(each, each.before, catalogue), _value(each, each.after, catalogue),
            each.sentences, str(EFFECTS[each.effect]), each.reason,
        )
        for each in found
    )  # fmt: skip


def _value(changed: Changed, value: Any, catalogue: Catalogue) -> str:
    """A field's value in words; a dash where there is none."""
    if changed.field == "trigger":
        return in_full(value, say(catalogue), language())
    if changed.field in ("parties", "pathways", "refuses"):
        kind = {"parties": "organization:", "pathways": "pathway:"}.get(changed.field, "")
        return ", ".join(name_of(catalogue, kind + each.removeprefix(kind)) for each in value) or "–"
    if changed.field == "sets":
        shown = (set_shown(each, catalogue) for each in value)
        return "; ".join(f"{s.when} → {s.counts_as}, {s.credits}, {s.at}" for s in shown) or "–"
    return _plain_value(changed.field, value, catalogue)


def _plain_value(field: str, value: Any, catalogue: Catalogue) -> str:
    if value in (None, "", (), {}):
        return _("for everyone") if field == "capacity" else "–"
    if field == "legal_status":
        return str(LEGAL[value][0])
    if field == "kind":
        return str(KINDS[value][0])
    if field == "owner":
        return name_of(catalogue, f"organization:{value}")
    if field in ("starts", "ends"):
        return str(date_format(value, "DATE_FORMAT"))
    if field == "supports":
        return ", ".join(words(each) for each in value)
    return words(value) if isinstance(value, Mapping) else str(value)


def tried_shown(found: Tried, terms: Agreement, smallest: int = 0) -> TriedShown:
    """What a draft would do. smallest: of people, the least group that is counted; 0 for made records."""
    kept = reading.catalogue()
    if smallest and not found.records:
        few = _("There are fewer than {n} learners with something in their record here. No count is shown.")
        return TriedShown((few.format(n=smallest),), ())
    said = [_many(found.records, smallest), _opens(found, smallest)]
    if terms.capacity is not None and (found.opens or not smallest):
        said.append(_("It has {places} places a year.").format(places=terms.capacity))
    for nth, many in enumerate(found.sets.values(), start=1):
        if many or not smallest:
            said.append(_("Set {name} counts for {n} of them.").format(name=nth, n=many))
    first = sorted(found.deciding.items(), key=lambda each: (-each[1], each[0]))[:5]
    return TriedShown(
        tuple(said),
        tuple((name_of(kept, ref), ngettext("{n} record", "{n} records", n).format(n=n)) for ref, n in first),
    )  # fmt: skip


def _many(records: int, smallest: int) -> str:
    if smallest:
        return _("Tried on the records of about {n} learners here.").format(n=records)
    return _("Tried on {n} records made from the rules.").format(n=records)


def _opens(found: Tried, smallest: int) -> str:
    if smallest and not found.opens:
        return _(
            "For how many it would open is hidden: for fewer than {n} of them, or for all but a few."
        ).format(n=smallest)
    return _("It would open to {n} of them.").format(n=found.opens)
