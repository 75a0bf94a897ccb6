"""Verifies anything people bring: step by step, in one order, with an answer about each thing inside.

Nothing is fetched before a signature holds, except the document that its key stands in. Without a resolver nobody is
asked, and what is unknown is "cannot tell". Whatever is brought, the answer is a `Verification`, never an error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from throughline.core.credentials.bundle.contents import Contents
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.credentials.keys import PublicKey
from throughline.core.credentials.linked_data.active import SERVED, Allowed
from throughline.core.credentials.verifying.answers import Verification, said
from throughline.core.credentials.verifying.bundles import judge_bundle, judge_contents
from throughline.core.credentials.verifying.case import Case
from throughline.core.credentials.verifying.documents import Place, several_documents, unread
from throughline.core.credentials.verifying.logged import Logged
from throughline.core.credentials.verifying.reaching import Errand, Registry, Resolver
from throughline.core.credentials.verifying.recognizing import Brought, recognize


def verify(
    given: bytes | str | Contents,
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
    state_keys: Collection[PublicKey] = (),
    allowed: Allowed = SERVED,
) -> Verification:
    """The answer about what was brought: bytes of a file, pasted text, an https address, or a bundle that was read.

    resolver: gets what lies elsewhere; None: nobody is asked. registry: known issuers by id. as_of: the instant that
    dates are held against, now where none is given. closed: no key is asked for outside the registry.
    challenge, domain: what a presentation must have been signed for. files: evidence at hand, by name.
    logged: what the public log says of a document or token. state_keys: keys known to be those of a body that keeps a
    list of issuers, for the list in a bundle. allowed: which lists of words may be named.
    """
    errand = Errand(resolver)
    case = Case(
        now, as_of or now, errand, registry or {}, closed, challenge, domain, files or {}, logged,
        tuple(state_keys), allowed,
    )  # fmt: skip
    found = _found(given, case)
    notes = (said("looked_back", as_of=case.as_of.isoformat()),) if case.as_of != now else ()
    return replace(
        found,
        not_reached=errand.not_reached(),
        contexts=tuple(case.contexts.values()),
        warnings=(*found.warnings, *notes),
    )


def _found(given: bytes | str | Contents, case: Case) -> Verification:
    if isinstance(given, Contents):
        return judge_contents(given, case, lambda each: _brought(recognize(each), case))
    return _brought(recognize(given), case)


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
        return judge_bundle(brought.carried[0], case, lambda each: _brought(recognize(each), case))
    return several_documents(brought, case)


def _elsewhere(address: str, case: Case) -> Verification:
    try:
        data = case.errand.get(address)
    except Unreachable as error:
        return unread(case, Place("address"), said("address_not_reached", technical=error))
    inside = recognize(data)
    if inside.form == "address":
        return unread(case, Place("address"), said("not_a_credential"))
    return replace(_brought(inside, case), form="address")
