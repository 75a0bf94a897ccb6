"""What the form of an agreement sends, as the text that it would be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.core.agreements.conditions import Part, condition, parts_of, recognized_by_sets
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.commitments import SetForSet
from throughline.core.catalogue.documents import Agreement
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.core.requirements.errors import RuleError
from throughline.core.requirements.reading import read, write
from throughline.web.components.guarantees import KINDS
from throughline.web.names import name_of
from throughline.web.organization.agreement_fields import PARTS, SETS, said_of_course
from throughline.web.parsing import day_of, number_of, slug_of


def blank(kind: str, pathways: Iterable[str], party: str) -> dict[str, Any]:
    """The body of a new agreement of a kind on these pathways, with the writer's organization as its first party."""
    known = kind if kind in KINDS else "recognition"
    return {
        "id": "", "kind": known, "parties": [party], "pathways": list(pathways), "legal_status": "contract",
        "title": {}, "promise": {}, "remedy": {},
    }  # fmt: skip


def body_of(terms: Agreement) -> dict[str, Any]:
    """The body of an agreement as it is."""
    return document_to_json("agreement", terms)


def sent_body(sent: QueryDict, base: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The text that a form says, over the one it began from. Raises `Refused` where it cannot be one."""
    body = {
        **base,
        "kind": sent.get("kind", base["kind"]),
        "legal_status": sent.get("legal_status", base["legal_status"]),
    }
    for name in ("title", "promise", "remedy"):
        body[name] = {language: text for language in catalogue.state.complete_languages
                      if (text := sent.get(f"{name}-{language}", "").strip()[:2000])}  # fmt: skip
    if not body["title"]:
        raise Refused(_("The draft"), _("it has no title."), _("Write one."))
    body["id"] = base["id"] or _new_id(next(iter(body["title"].values())), catalogue)
    ids = {name_of(catalogue, f"organization:{each}").casefold(): each for each in catalogue.organizations}
    body["parties"] = list(dict.fromkeys(_place(each, ids) for each in sent.getlist("party") if each.strip()))
    body["pathways"] = [each for each in sent.getlist("pathway") if each in catalogue.pathways]
    body["owner"] = _place(typed, ids) if (typed := sent.get("owner", "").strip()) else ""
    body["shortage"] = sent.get("shortage", "")
    places = number_of(sent.get("capacity", ""))
    body["capacity"] = None if places is None else int(places)
    for name in ("starts", "ends"):
        day = day_of(sent.get(name, ""))
        body[name] = day.isoformat() if day else None
    body["sets"] = [made for nth in range(SETS) if (made := _set(sent, nth, base, ids, catalogue))]
    body["refuses"] = sent.getlist("refuses")
    body["trigger"] = _trigger(sent, base, body)
    return {name: value for name, value in body.items() if value not in ("", None, [])}


def _new_id(title: str, catalogue: Catalogue) -> str:
    plain = "".join(c if c.isascii() else "-" for c in slug_of(title)).strip("-")[:80] or "agreement"
    name, nth = plain, 2
    while name in catalogue.agreements:
        name, nth = f"{plain}-{nth}", nth + 1
    return "-".join(part for part in name.split("-") if part)


def _place(typed: str, ids: Mapping[str, str]) -> str:
    found = ids.get(typed.strip().casefold())
    if found is None:
        why = _("'{typed}' is no organization that the state knows.").format(typed=typed.strip()[:100])
        raise Refused(_("A party"), why, _("Choose one of the list that opens as you type."))
    return found


def _set(
    sent: QueryDict, nth: int, base: Mapping[str, Any], ids: Mapping[str, str], catalogue: Catalogue
) -> dict[str, Any] | None:
    """The set at a place in the form; what the form does not show stays as it was."""
    name, before = f"set{nth + 1}", base.get("sets", ())
    held: Mapping[str, Any] = before[nth] if nth < len(before) else {}
    of = sent.getlist(f"{name}-of")
    if not of:
        return None
    credits, as_ = number_of(sent.get(f"{name}-credits", "")), sent.get(f"{name}-as", "").strip()
    if not as_:
        raise Refused(
            _("A set"), _("it does not say what it counts as."), _("Write the course it stands for.")
        )
    at = sent.get(f"{name}-at", "").strip() or next(
        (each for each in sent.getlist("party") if each.strip()), ""
    )
    same = bool(held) and as_ == said_of_course(held["counts_as"], catalogue)
    counts_as = held["counts_as"] if same else [as_ if ":" in as_ else f"course:{slug_of(as_)}"]
    made: dict[str, Any] = {
        "id": held.get("id", name),
        "of": of,
        "counts_as": counts_as,
        "at": _place(at, ids),
    }
    least = number_of(sent.get(f"{name}-least", ""))
    if least is not None and int(least) != len(of):
        made["min"] = int(least)
    if held.get("level"):
        made["level"] = held["level"]
    unit = next(iter(held.get("credits", {})), "credit")
    return made | ({"credits": {unit: f"{credits.normalize():f}"}} if credits else {})


def _trigger(sent: QueryDict, base: Mapping[str, Any], body: Mapping[str, Any]) -> Any:
    parts = []
    for nth in range(PARTS):
        of = tuple(sent.getlist(f"part{nth + 1}-of"))
        least = number_of(sent.get(f"part{nth + 1}-least", ""))
        if of:
            parts.append(Part(of, len(of) if least is None else int(least)))
    try:
        if parts and "trigger" in base and parts_of(read(base["trigger"])) == tuple(parts):
            return base["trigger"]
        if parts:
            return write(condition(parts))
        if body["sets"]:
            return write(recognized_by_sets(_with_sets(body["sets"])))
    except RuleError as error:
        raise Refused(_("The condition"), f"{error.problem}.", f"{error.fix}.") from None
    if "keep-condition" in sent and "trigger" in base:
        return base["trigger"]
    raise Refused(
        _("The condition"), _("nothing is asked for."), _("Choose one milestone or credential at least.")
    )


def _with_sets(sets: Sequence[Mapping[str, Any]]) -> Agreement:
    """An agreement that has only these sets, of which the condition is made."""
    first = condition([Part(tuple(sets[0]["of"]), 1)])
    made = tuple(
        SetForSet(each["id"], tuple(each["of"]), tuple(each["counts_as"]), each["at"], each.get("min"))
        for each in sets
    )
    return replace(Agreement("sets", {}, "recognition", (), first, {}, "contract"), sets=made)
