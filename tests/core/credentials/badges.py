"""Credentials as the tests of building use them: a school, a shop, a learner, and what they did."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from jsonschema import Draft201909Validator

from throughline.core.credentials import keys
from throughline.core.credentials.building import clr, open_badge, subjects
from throughline.core.credentials.building import facts as f
from throughline.core.credentials.controllers import resolving
from throughline.core.credentials.proofs import data_integrity

SCHOOL = f.Issuer(
    "did:web:meridian.example:issuers:harbor-high", "Harbor High School", url="https://harbor.example"
)
STATE = f.Issuer("did:web:meridian.example:issuers:records", "Meridian Office of Records")
SHOP = f.Issuer("did:web:meridian.example:issuers:bay-motors", "Bay Motors")
KEY = keys.private_from_bytes(bytes(range(32)))
SALT = bytes(range(16, 32))
JUNE = datetime(2027, 6, 1, 12, tzinfo=UTC)
HOME = "https://meridian.example/achievements/"


def urn(number: int) -> str:
    """A urn:uuid that is always the same for a number."""
    return f"urn:uuid:{UUID(int=number, version=4)}"


def competency(name: str, title: str) -> f.Alignment:
    """A competency of the state, as a credential points to it."""
    return f.Alignment(title, f"{HOME}competency:{name}@1", "CFItem", name, "Meridian competencies")


def scale(name: str) -> f.ResultDescription:
    """The four steps of a competency's scale; the third meets it."""
    titles = ("Beginning", "Developing", "Proficient", "Leading")
    levels = tuple(f.RubricLevel(f"{name}#{n}", title, str(n)) for n, title in enumerate(titles, 1))
    return f.ResultDescription(
        name, "Level reached", "RubricCriterionLevel", required_level=f"{name}#3", levels=levels
    )


def achievement(name: str, title: str, kind: str = "Badge", **more: Any) -> f.AchievementFacts:
    """What can be earned, with one result on the scale."""
    made = f.AchievementFacts(
        f"{HOME}{name}@1", title, f"What {title} stands for.", f.Criteria(f"Show {title} to two judges."), kind,
        alignments=(competency(f"{name.partition(':')[2]}-skill", f"{title} skill"),),
        results=(scale(f"{HOME}{name}@1/result"),), language="en",
    )  # fmt: skip
    return replace(made, **more)


def badge(number: int, name: str, title: str, kind: str = "Badge", issuer: f.Issuer = SCHOOL) -> f.Badge:
    """A credential as the house issues it: met on the scale's third step, with one piece of evidence."""
    earned = achievement(name, title, kind)
    result = f.ResultFacts(
        earned.results[0].id, "Completed", level=f"{earned.results[0].id}#3", value="Proficient"
    )
    evidence = f.EvidenceFacts(
        urn(1000 + number), f"Work for {title}", "Built and explained it.", genre="project",
        digest="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", media_type="image/jpeg",
    )  # fmt: skip
    status = f.StatusEntry(
        f"https://meridian.example/status/7#{number}", "BitstringStatusListEntry", "revocation", str(number),
        "https://meridian.example/status/7",
    )  # fmt: skip
    learner = f.Subject(
        earned, urn(2000 + number), (subjects.identity("Ana Lúcia Ortiz", SALT),), results=(result,)
    )
    return f.Badge(urn(number), issuer, learner, JUNE, title, evidence=(evidence,), status=(status,))


def signed(document: dict[str, Any]) -> dict[str, Any]:
    """A document signed by its issuer, whose key the test holds."""
    method = f"{document['issuer']['id']}#key-1"
    return data_integrity.sign(document, key=KEY, method=method, created=JUNE)


def methods() -> resolving.Methods:
    """The issuers' keys as whoever checks finds them."""
    each = (SCHOOL, STATE, SHOP)
    return resolving.known([resolving.Method(f"{i.id}#key-1", i.id, KEY.public) for i in each])


def holds(document: dict[str, Any]) -> bool:
    """Whether a document has one proof, and it holds."""
    return [each.outcome for each in data_integrity.check_proofs(document, methods=methods())] == ["holds"]


def record(*badges: f.Badge, **more: Any) -> f.Clr:
    """A record of these credentials, each signed."""
    inside = f.ClrSubject(
        tuple(signed(open_badge.build(each)) for each in badges),
        urn(3000),
        (subjects.identity("Ana Lúcia Ortiz", SALT),),
    )
    made = f.Clr(urn(4000), STATE, inside, JUNE, "Learner record", partial=False)
    subject = replace(
        inside, **{name: more.pop(name) for name in ("achievements", "associations") if name in more}
    )
    return replace(made, subject=subject, **more)


@cache
def _schema(file: Path) -> Draft201909Validator:
    return Draft201909Validator(json.loads(file.read_text()))


def schema_faults(standards: Path, name: str, document: dict[str, Any]) -> list[str]:
    """What a published schema says against a document; none: it is valid."""
    found = _schema(standards / "credentials" / "schemas" / f"{name}.json").iter_errors(document)
    return [f"{each.json_path}: {each.message[:200]}" for each in found]


def built(held: f.Clr) -> dict[str, Any]:
    """A record built."""
    return clr.build(held)
