"""The form in which an agreement is written, filled in: from a text, or from what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from throughline.core.agreements.conditions import parts_of, recognized_by_sets
from throughline.core.catalogue.agreements import LOTTERY, ORDER
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.structure import milestones_in
from throughline.web.components.guarantees import KINDS, LEGAL
from throughline.web.names import name_of
from throughline.web.shell import LANGUAGE_NAMES
from throughline.web.words import words

PARTS, SETS, MORE_PARTIES = 2, 2, 2
"""Parts of a condition and sets that the form has room for, and empty lines for further parties."""
Choice = tuple[str, str, bool]
"""Value, name, whether it is chosen."""


@dataclass(frozen=True, slots=True)
class PartField:
    """One part of the condition. of: what may be asked for; least: how many of what is chosen, empty for all of it."""

    name: str
    of: tuple[Choice, ...]
    least: str
    many: int


@dataclass(frozen=True, slots=True)
class SetField:
    """One set that counts for another. as_: course or credential in the reader's words; at: where it counts."""

    name: str
    of: tuple[Choice, ...]
    least: str
    as_: str
    credits: str
    at: str
    many: int


@dataclass(frozen=True, slots=True)
class TextField:
    """A text in one language; called: its name."""

    name: str
    language: str
    called: str
    text: str


@dataclass(frozen=True, slots=True)
class Form:
    """The form filled in. texts: by name, in every language the state asks for. kept: the condition in words, where it has
    a shape that the form cannot show; it then stays as it is."""

    texts: Mapping[str, tuple[TextField, ...]]
    kinds: tuple[Choice, ...]
    legal: tuple[tuple[str, str, str, bool], ...]
    parties: tuple[str, ...]
    places: tuple[str, ...]
    pathways: tuple[Choice, ...]
    parts: tuple[PartField, ...]
    sets: tuple[SetField, ...]
    refuses: tuple[Choice, ...]
    rules: tuple[Choice, ...]
    capacity: str
    starts: str
    ends: str
    owner: str
    reason: str
    kept: str


def form_of(
    body: Mapping[str, Any], terms: Agreement | None, sent: QueryDict | None, catalogue: Catalogue
) -> Form:
    """The form for a body. terms: the same as a document, where it is whole; sent: what was typed, where it was sent."""
    parts = _parts_typed(sent) if sent else _parts_kept(terms)
    chosen = _pathways(body, sent)
    of = options(chosen, catalogue)
    names = dict(of)
    used = {each for _, ofs, _ in parts for each in ofs} | {w for s in _sets(body, sent) for w in s[1]}
    extra = tuple((ref, name_of(catalogue, ref.partition("@")[0])) for ref in sorted(used - names.keys()))
    every = (*of, *extra)
    typed = sent if sent is not None else {}
    shortage = typed.get("shortage", body.get("shortage", ""))
    kind, legal = typed.get("kind", body["kind"]), typed.get("legal_status", body["legal_status"])
    refused = set(sent.getlist("refuses") if sent else body.get("refuses", ()))
    return Form(
        {name: _texts(name, body, sent, catalogue) for name in ("title", "promise", "remedy")},
        tuple((key, str(one), key == kind) for key, (one, _many) in KINDS.items()),
        tuple((key, str(word), str(meaning), key == legal) for key, (word, meaning) in LEGAL.items()),
        _parties(body, sent, catalogue),
        tuple(sorted(words(each.title) for each in catalogue.organizations.values())),
        tuple(sorted(((key, words(p.title), key in chosen) for key, p in catalogue.pathways.items()), key=lambda c: c[1])),
        tuple(
            PartField(name, _chosen(every, ofs), least, len(ofs)) for name, ofs, least in parts
        ),
        tuple(
            SetField(name, _chosen(every, ofs), least, as_, credits, at, len(ofs))
            for name, ofs, least, as_, credits, at in _sets(body, sent, catalogue)
        ),
        _chosen(every, refused),
        tuple((each.id, words(each.title), each.id == shortage) for each in (LOTTERY, ORDER, *catalogue.state.shortages)),
        str(typed.get("capacity", body.get("capacity") or "")), _day(typed, body, "starts"), _day(typed, body, "ends"),
        _owner(body, sent, catalogue), typed.get("reason", ""),
        "" if terms is None or sent or parts_of(terms.trigger) is not None else "kept",
    )  # fmt: skip


def options(pathways: Iterable[str], catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """What a condition on these pathways can ask for: their milestones and credentials in the order they come; on none, the
    credentials of all stages."""
    book, found = RuleBook(catalogue), dict[str, None]()
    names = [each for each in pathways if each in catalogue.pathways]
    for name in names or sorted(catalogue.pathways):
        for stage in catalogue.pathways[name].stages:
            if names:
                found.update((f"milestone:{each}", None) for each in milestones_in(stage.gate, book))
            found.update((f"credential:{each.removeprefix('credential:')}", None) for each in stage.awards)
    return tuple((ref, name_of(catalogue, ref)) for ref in found)


def _chosen(every: Iterable[tuple[str, str]], of: Iterable[str]) -> tuple[Choice, ...]:
    held = set(of)
    return tuple((ref, name, ref in held) for ref, name in every)


def _parts_typed(sent: QueryDict) -> list[tuple[str, tuple[str, ...], str]]:
    names = [f"part{nth + 1}" for nth in range(PARTS)]
    return [(name, tuple(sent.getlist(f"{name}-of")), sent.get(f"{name}-least", "")) for name in names]


def _parts_kept(terms: Agreement | None) -> list[tuple[str, tuple[str, ...], str]]:
    by_sets = terms is not None and bool(terms.sets) and terms.trigger == recognized_by_sets(terms)
    held = () if terms is None or by_sets else parts_of(terms.trigger) or ()
    rows = [(each.of, "" if each.least == len(each.of) else str(each.least)) for each in held]
    rows += [((), "")] * max(PARTS - len(rows), 0)
    return [(f"part{nth}", of, least) for nth, (of, least) in enumerate(rows, start=1)]


def _pathways(body: Mapping[str, Any], sent: QueryDict | None) -> list[str]:
    found = sent.getlist("pathway") if sent else body.get("pathways", ())
    return [each.removeprefix("pathway:") for each in found]


def _parties(body: Mapping[str, Any], sent: QueryDict | None, catalogue: Catalogue) -> tuple[str, ...]:
    held = [name_of(catalogue, f"organization:{each}") for each in body.get("parties", ())]
    typed = [each for each in sent.getlist("party") if each.strip()] if sent else held
    return (*typed, *[""] * MORE_PARTIES)


def _owner(body: Mapping[str, Any], sent: QueryDict | None, catalogue: Catalogue) -> str:
    if sent is not None:
        return sent.get("owner", "")
    return name_of(catalogue, f"organization:{body['owner']}") if body.get("owner") else ""


def _day(typed: Mapping[str, Any], body: Mapping[str, Any], name: str) -> str:
    found = typed.get(name, body.get(name) or "")
    return found.isoformat() if isinstance(found, date) else str(found)


def _texts(
    name: str, body: Mapping[str, Any], sent: QueryDict | None, catalogue: Catalogue
) -> tuple[TextField, ...]:
    held: Mapping[str, str] = body.get(name, {})
    texts = {
        code: sent.get(f"{name}-{code}", "") if sent else held.get(code, "")
        for code in catalogue.state.complete_languages
    }
    return tuple(
        TextField(f"{name}-{code}", code, LANGUAGE_NAMES.get(code, code), text)
        for code, text in texts.items()
    )


SetTyped = tuple[str, tuple[str, ...], str, str, str, str]
"""A set as it is typed: its name, what of, how many, as what, credits, where."""


def _sets(
    body: Mapping[str, Any], sent: QueryDict | None, catalogue: Catalogue | None = None
) -> list[SetTyped]:
    names = [f"set{nth + 1}" for nth in range(SETS)]
    if sent is not None:
        return [_set_typed(name, sent) for name in names]
    rows = [_set_kept(name, each, catalogue) for name, each in zip(names, body.get("sets", ()), strict=False)]
    return [*rows, *((name, (), "", "", "", "") for name in names[len(rows) :])]


def _set_typed(name: str, sent: QueryDict) -> SetTyped:
    least, as_, credits, at = (sent.get(f"{name}-{field}", "") for field in ("least", "as", "credits", "at"))
    return name, tuple(sent.getlist(f"{name}-of")), least, as_, credits, at


def _set_kept(name: str, kept: Mapping[str, Any], catalogue: Catalogue | None) -> SetTyped:
    credits = next(iter(kept.get("credits", {}).values()), "")
    at = name_of(catalogue, f"organization:{kept['at']}") if catalogue else ""
    least, as_ = str(kept.get("min") or ""), said_of_course(kept["counts_as"], catalogue)
    return name, tuple(kept["of"]), least, as_, str(credits), at


def said_of_course(counts_as: Sequence[str], catalogue: Catalogue | None) -> str:
    """What a set counts as, as the form shows it."""
    first = counts_as[0] if counts_as else ""
    return name_of(catalogue, first).capitalize() if catalogue and first.startswith("course:") else first
