"""Verifies anything people bring: step by step, in one order, with an answer about each thing inside.

Nothing is fetched before a signature holds, except the document that its key stands in. Without a resolver nobody is
asked, and what is unknown is "cannot tell". Whatever is brought, the answer is a `Verification`, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from throughline.core.credentials.active import SERVED, Allowed
from throughline.core.credentials.bundle.contents import BundleError
from throughline.core.credentials.bundle.reading import read_bundle
from throughline.core.credentials.resolving import Unreachable
from throughline.core.credentials.verifying.answers import Verification, said
from throughline.core.credentials.verifying.case import Case, Logged
from throughline.core.credentials.verifying.documents import Place, several_documents, side_by_side, unread
from throughline.core.credentials.verifying.reaching import Errand, Registry, Resolver
from throughline.core.credentials.verifying.recognizing import Brought, recognize


def verify(
    given: bytes | str,
    *,
    resolver: Resolver | None = None,
    registry: Registry | None = None,
    now: datetime,
    as_of: datetime | None = None,
    closed: bool = False,
    challenge: str = "",
    domain: str = "",
    files: Mapping[str, bytes] | None = None,
    logged: Logged | None = None,
    allowed: Allowed = SERVED,
) -> Verification:
    """The answer about what was brought: bytes of a file, pasted text, or an https address.

    resolver: gets what lies elsewhere; None: nobody is asked. registry: known issuers by id. as_of: the instant that
    dates are held against, now where none is given. closed: no key is asked for outside the registry.
    challenge, domain: what a presentation must have been signed for. files: evidence at hand, by name.
    logged: since when the public log is proven to hold a document or token. allowed: which lists of words may be named.
    """
    errand = Errand(resolver)
    case = Case(
        now, as_of or now, errand, registry or {}, closed, challenge, domain, files or {}, logged, allowed
    )
    found = _brought(recognize(given), case)
    notes = (said("looked_back", as_of=case.as_of.isoformat()),) if case.as_of != now else ()
    return replace(
        found,
        not_reached=errand.not_reached(),
        contexts=tuple(case.contexts.values()),
        warnings=(*found.warnings, *notes),
    )


def _brought(brought: Brought, case: Case) -> Verification:
    if brought.problem is not None:
        return unread(case, Place(brought.form), brought.problem)
    if brought.form == "address":
        return _elsewhere(str(brought.carried[0]), case)
    if brought.form in ("png", "svg"):
        # What a picture carries is a document, a token, or the address of an older badge.
        inside = recognize(brought.carried[0])
        return replace(_brought(inside, case), form=brought.form)
    if brought.form == "bundle":
        return _bundle(brought.carried[0], case)
    return several_documents(brought, case)


def _bundle(data: str | bytes, case: Case) -> Verification:
    """Each credential of a bundle by itself. The keys it brings along prove nothing: whoever made it could write them."""
    try:
        held = read_bundle(data if isinstance(data, bytes) else data.encode())
    except BundleError as problem:
        return unread(case, Place("bundle"), said("unreadable", technical=problem))
    case.errand.kept = {each.address: each.body for each in held.snapshots}
    bodies = [*([held.clr] if held.clr else []), *(each.body for each in held.credentials)]
    if not bodies:
        return unread(case, Place("bundle"), said("no_credential_inside"))
    return side_by_side([_brought(recognize(each), case) for each in bodies], Place("bundle"), case)


def _elsewhere(address: str, case: Case) -> Verification:
    try:
        data = case.errand.get(address)
    except Unreachable as error:
        return unread(case, Place("address"), said("address_not_reached", technical=error))
    inside = recognize(data)
    if inside.form == "address":
        return unread(case, Place("address"), said("not_a_credential"))
    return replace(_brought(inside, case), form="address")
