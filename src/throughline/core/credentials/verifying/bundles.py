"""A bundle: each credential in it by itself, and what came along with them, for as much as it proves.

Whoever made a bundle could have written the keys in it. They count where the list of issuers in the bundle is signed by
a body whose key was known before: one that the verifier's own list names, or that was pinned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from throughline.core.credentials.bundle.contents import BundleError, Contents
from throughline.core.credentials.bundle.reading import read_bundle
from throughline.core.credentials.controllers.resolving import Method
from throughline.core.credentials.strict_json import Unreadable
from throughline.core.credentials.verifying.answers import Said, Verification, said
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.documents import Place, side_by_side, unread
from throughline.core.credentials.verifying.logged import LogEvidence, proofs_in
from throughline.core.credentials.verifying.reaching import KnownIssuer, Registry
from throughline.core.credentials.verifying.registry_file import IssuerList, keys_of, read_issuers

LIST = "/issuers.json"
"""How the address of a list of issuers ends."""


def judge_bundle(data: str | bytes, case: Case, judged: Callable[[bytes], Verification]) -> Verification:
    """The verification of a bundle. judged: how one thing that was brought is verified."""
    try:
        held = read_bundle(data if isinstance(data, bytes) else data.encode())
    except BundleError as problem:
        return unread(case, Place("bundle"), said("unreadable", technical=problem))
    return judge_contents(held, case, judged)


def judge_contents(held: Contents, case: Case, judged: Callable[[bytes], Verification]) -> Verification:
    """The same of a bundle that was read."""
    bodies = [*([held.clr] if held.clr else []), *(each.body for each in held.credentials)]
    if not bodies:
        return unread(case, Place("bundle"), said("no_credential_inside"))
    case.errand.kept = {each.address: each.body for each in held.snapshots}
    case.proofs = proofs_in(each.log_proof for each in held.credentials if each.log_proof)
    proven = _take_issuers(held, case)
    found = side_by_side([judged(each) for each in bodies], Place("bundle"), case)
    hint = () if proven else _hint(found)
    return replace(found, warnings=(*found.warnings, *hint))


def _take_issuers(held: Contents, case: Case) -> bool:
    """Whether the list of issuers in the bundle is proven; from then on the case knows what it says."""
    listed = _list_in(held)
    if listed is None or not listed.is_proven(case.registry, case.state_keys):
        return False
    case.registry = together(case.registry, listed.issuers)
    if case.logged is None and listed.log:
        case.logged = LogEvidence(listed.log, listed.witnesses)
    return True


def _list_in(held: Contents) -> IssuerList | None:
    body = next((each.body for each in held.snapshots if each.address.endswith(LIST)), None)
    try:
        return None if body is None else read_issuers(body)
    except Unreadable:
        return None


def _hint(found: Verification) -> tuple[Said, ...]:
    missing = any(step.reason.code == "key_not_reached" for each in found.walk() for step in each.steps)
    return (said("bundle_keys_unproven"),) if missing else ()


def together(first: Registry, second: Registry) -> Registry:
    """The issuers of both. Of what both say, the first's name and keys count; what either says has ended has ended."""
    both = {name: _both(first[name], second[name]) for name in first.keys() & second.keys()}
    return {**second, **first, **both}


def _both(first: KnownIssuer, second: KnownIssuer) -> KnownIssuer:
    keys = {each.id: each for each in keys_of(second)}
    for each in keys_of(first):
        keys[each.id] = _ended(each, keys.get(each.id))
    found: Mapping[str, Method] = keys
    return replace(first, keys=(lambda: found) if found else None, until=_earlier(first.until, second.until))


def _ended(method: Method, other: Method | None) -> Method:
    if other is None or other.key != method.key:
        return method
    revoked, expires = _earlier(method.revoked, other.revoked), _earlier(method.expires, other.expires)
    return replace(method, revoked=revoked, expires=expires)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one is not None and other is not None else one or other
