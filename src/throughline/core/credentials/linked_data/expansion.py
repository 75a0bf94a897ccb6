"""A document read as quads: what a signature is over (JSON-LD 1.1 API, sections 5 and 8), for safe documents only.

The rules that make a document safe: every name is a plain word of an allowed context, and nothing is dropped,
guessed, nested in lists of lists, or said in a second spelling. So the words that a reader sees are the words
that were signed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import rfc8785

from throughline.core.credentials.linked_data.active import BASES, NOTHING, SERVED, Active, Allowed
from throughline.core.credentials.linked_data.quads import Quad, literal
from throughline.core.credentials.linked_data.terms.table import Term
from throughline.core.credentials.linked_data.unsafe import Unsafe

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE: Final = f"<{_RDF}type>"
_FIRST, _REST, _NIL = f"<{_RDF}first>", f"<{_RDF}rest>", f"<{_RDF}nil>"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_I18N = "https://www.w3.org/ns/i18n#"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|^`\\\ud800-\udfff]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_ONE_VALUE = frozenset(
    ("validFrom", "validUntil", "issuanceDate", "expirationDate", "issuer", "expires", "created")
)
_LARGEST, _LARGEST_DOUBLE = 10**21, 10**300
_SIGNED_TYPES = ("VerifiableCredential", "VerifiablePresentation")
_NODE_KEYS = ("id", "type", "@context")
_ENDORSEMENT, _ENDORSED = "EndorsementCredential", "EndorsementSubject"
_ENDORSED_KEYS = frozenset(("id", "type", "endorsementComment"))


class Naming:
    """Gives each nameless node one name, however often it is read: in the whole document, and in a part of it.

    `origin`: which object of the whole each object of a part was taken from, by identity.
    """

    __slots__ = ("given", "origin")

    def __init__(self) -> None:
        self.given: dict[tuple[int, str], str] = {}
        self.origin: Mapping[int, int] = {}

    def name(self, of: object, role: str) -> str:
        """The name of an object's node, of its graph, or of a link of its list."""
        place = (self.origin.get(id(of), id(of)), role)
        return self.given.setdefault(place, f"_:n{len(self.given)}")


def quads_of(
    document: Mapping[str, Any], allowed: Allowed = SERVED, naming: Naming | None = None
) -> list[Quad]:
    """The quads of a document. Nodes without an id are named `_:b0`, `_:b1`..., or by `naming`. Raises `Unsafe`."""
    _check_base(document)
    reading = _Reading(allowed, naming)
    reading.node(document, NOTHING, "")
    if not reading.quads:
        raise Unsafe("The document says nothing.", "Give the whole credential.")
    reading.check_credentials()
    return reading.quads


class _Reading:
    """Quads so far, and the nodes that hold a credential, so that no second node adds to one of them."""

    __slots__ = (
        "allowed", "blank", "credentials", "described", "endorsed", "named", "naming", "quads", "spoken_for"
    )  # fmt: skip

    def __init__(self, allowed: Allowed, naming: Naming | None) -> None:
        self.allowed, self.naming = allowed, naming
        self.quads: list[Quad] = []
        self.blank = 0
        self.named: dict[str, str] = {}
        self.described: dict[tuple[str, str], int] = {}
        self.credentials: set[tuple[str, str]] = set()
        # What endorsements speak of: each such object by its identity, with whether its endorsement is signed itself.
        self.endorsed: dict[int, bool] = {}
        self.spoken_for: dict[tuple[str, str], list[bool]] = {}

    def fresh(self, of: object, role: str = "") -> str:
        if self.naming is not None:
            return self.naming.name(of, role)
        name = f"_:b{self.blank}"
        self.blank += 1
        return name

    def node(self, value: Mapping[str, Any], active: Active, graph: str) -> str:
        """Reads one object with the words in force inside of its property, and gives its name."""
        if "@context" in value:
            active = self.contexts(value["@context"], active)
        types = value.get("type", ())
        listed = types if isinstance(types, list) else (types,) if types != () else ()
        subject = self.subject(value, active)
        inner = active
        if listed:
            self.types(listed, active, subject, graph)
            inner = active.with_types(listed)
        if _ENDORSEMENT in listed:
            self.note_endorsed(value)
        if "id" in value and len(value) > 1:
            self.describe(value, subject, graph)
        self.properties(value, inner, subject, graph)
        return subject

    def contexts(self, named: object, active: Active) -> Active:
        try:
            return active.with_contexts(named, self.allowed)
        except Unsafe as problem:
            raise problem.under("@context") from None

    def properties(self, value: Mapping[str, Any], active: Active, subject: str, graph: str) -> None:
        terms, quads = active.properties, self.quads
        for key, said in value.items():
            if key in _NODE_KEYS:
                continue
            term = terms.get(key) or _unknown(key, active)
            try:
                if isinstance(said, list):
                    if key in _ONE_VALUE:
                        raise Unsafe("Where one value belongs, there is a list.")
                    self.several(said, term, active, subject, graph)
                    continue
                if term.container in ("@list", "@language") or term.type == "@json":
                    self.contained(said, term, active, subject, graph)
                    continue
                quads.append((subject, term.predicate, self.value(said, term, active, graph), graph))
            except Unsafe as problem:
                raise problem.under(key) from None

    def several(self, said: list[Any], term: Term, active: Active, subject: str, graph: str) -> None:
        if term.container == "@list" or term.type == "@json":
            self.contained(said, term, active, subject, graph)
            return
        for place, each in enumerate(said):
            try:
                self.quads.append((subject, term.predicate, self.value(each, term, active, graph), graph))
            except Unsafe as problem:
                raise problem.under(place) from None

    def contained(self, said: Any, term: Term, active: Active, subject: str, graph: str) -> None:
        if term.type == "@json":
            written = [_json(said)]
        elif term.container == "@language":
            written = _in_languages(said)
        else:
            listed = said if isinstance(said, list) else [said]
            values = [self.value(each, term, active, graph) for each in listed]
            written = [self.chain(values, graph, f"{subject} {term.predicate}")]
        self.quads.extend((subject, term.predicate, each, graph) for each in written)

    def chain(self, values: Sequence[str], graph: str, holder: str) -> str:
        rest = _NIL
        for place, value in reversed(list(enumerate(values))):
            link = self.fresh(None, f"link {holder} {place}")
            self.quads += ((link, _FIRST, value, graph), (link, _REST, rest, graph))
            rest = link
        return rest

    def value(self, said: Any, term: Term, active: Active, graph: str) -> str:
        """One value of a property, as the object of a quad."""
        if isinstance(said, str):
            if term.type in ("", "@none"):
                return _text(said, "")
            return self.coerced(said, term, active)
        if isinstance(said, dict):
            return self.object(said, term, active, graph)
        if term.container == "@graph":
            raise Unsafe("A credential or proof is expected here.")
        return _native(said, term)

    def coerced(self, said: str, term: Term, active: Active) -> str:
        if term.container == "@graph":
            raise Unsafe("A credential or proof that is only named here is not signed.")
        if term.type == "@id":
            return self.iri(said, active)
        if term.type == "@vocab":
            return self.word(said, active.inside(term))
        return _text(said, term.type)

    def object(self, said: Mapping[str, Any], term: Term, active: Active, graph: str) -> str:
        if "@value" in said:
            return _in_a_language(said, term)
        only_named = len(said) == 1 and "id" in said
        if active.previous is not None and not only_named:
            active = active.previous
        active = active.inside(term)
        if term.container != "@graph":
            return self.node(said, active, graph)
        if only_named or not said:
            raise Unsafe("A credential or proof that is only named here is not signed.")
        name = self.fresh(said, "graph")
        self.node(said, active, name)
        return name

    def subject(self, value: Mapping[str, Any], active: Active) -> str:
        if "id" not in value:
            return self.fresh(value)
        if active.terms.get("id", _NO_TERM).iri != "@id":
            raise Unsafe("The contexts do not say what `id` is.", path="/id")
        try:
            return self.iri(value["id"], active)
        except Unsafe as problem:
            raise problem.under("id") from None

    def types(self, listed: Sequence[Any], active: Active, subject: str, graph: str) -> None:
        if active.terms.get("type", _NO_TERM).iri != "@type":
            raise Unsafe("The contexts do not say what `type` is.", path="/type")
        for each in listed:
            try:
                self.quads.append((subject, _TYPE, self.word(each, active), graph))
            except Unsafe as problem:
                raise problem.under("type") from None

    def word(self, said: Any, active: Active) -> str:
        """A type, or the value of a property whose values are words."""
        if not isinstance(said, str):
            raise Unsafe("A word is expected here.")
        term = active.words.get(said)
        if term is not None:
            return term.predicate
        if ":" in said:
            written = self.iri(said, active)
            if any(each.predicate == written for each in active.words.values()):
                raise Unsafe(f"{said!r} is another spelling of a known word.", "Use the plain word.")
            return written
        if active.vocab and said not in active.terms and _plain_word(said):
            return f"<{active.vocab}{said}>"
        raise Unsafe(f"No context of this document knows the word {said[:80]!r}.")

    def iri(self, said: Any, active: Active) -> str:
        if not isinstance(said, str):
            raise Unsafe("An address is expected here.")
        if said.startswith("_:"):
            return self.named.get(said) or self.named.setdefault(said, self.fresh(None, f"named {said}"))
        if not _IRI.fullmatch(said):
            raise Unsafe(
                f"{said[:80]!r} is no absolute address.",
                "Write addresses whole, beginning with https: or urn:.",
            )
        prefix, _, suffix = said.partition(":")
        term = active.terms.get(prefix)
        if term is not None and term.prefix and not suffix.startswith("//"):
            raise Unsafe(f"{said[:80]!r} abbreviates an address.", "Write it whole.")
        return f"<{said}>"

    def describe(self, value: Mapping[str, Any], subject: str, graph: str) -> None:
        place = (graph, subject)
        if id(value) in self.endorsed and value.keys() <= _ENDORSED_KEYS:
            self.spoken_for.setdefault(place, []).append(self.endorsed[id(value)])
            return
        if value.keys() <= {"id", "@context"}:
            return
        self.described[place] = self.described.get(place, 0) + 1
        if "credentialSubject" in value:
            self.credentials.add(place)
            if _is_endorsed(value):
                raise Unsafe("A credential is not at once what an endorsement says of one.")

    def note_endorsed(self, value: Mapping[str, Any]) -> None:
        said = value.get("credentialSubject")
        for each in said if isinstance(said, list) else [said]:
            if isinstance(each, dict) and each.get("type") in (_ENDORSED, [_ENDORSED]):
                self.endorsed[id(each)] = "proof" in value

    def check_credentials(self) -> None:
        """A credential is described in one place: else a part of it could move to where no reader looks for it.

        An endorsement inside of it speaks of it by its id (Open Badges 3.0, EndorsementSubject), in the same graph. That is
        sound while nothing can move there: its subject has a comment and no other member, which no credential has. Of
        several, each must be signed itself, or their comments could change places.
        """
        for place in self.credentials:
            if self.described[place] > 1:
                raise Unsafe(f"Two parts of the document speak of one credential, {place[1][:200]}.")
            signed = self.spoken_for.get(place, [])
            if len(signed) > 1 and not all(signed):
                raise Unsafe(
                    f"Of several endorsements of {place[1][:200]} one has no signature of its own.",
                    "Ask whoever endorses it to sign.",
                )


def _is_endorsed(value: Mapping[str, Any]) -> bool:
    types = value.get("type")
    return _ENDORSED in (types if isinstance(types, list) else [types])


_NO_TERM = Term("")


def _unknown(key: str, active: Active) -> Term:
    if "@" in key or ":" in key:
        raise Unsafe("The name is not a plain word.", "Use the words of the contexts as they are.", f"/{key}")
    if key in active.terms:
        raise Unsafe("The name is another spelling of a word.", "Use the word of the property.", f"/{key}")
    if active.vocab and _plain_word(key):
        return Term(active.vocab + key)
    raise Unsafe("No context of this document knows this word, so it would not be signed.", path=f"/{key}")


def _plain_word(text: str) -> bool:
    return re.fullmatch(r"[\w.~-]+", text) is not None


def _json(said: Any) -> str:
    try:
        return literal(rfc8785.dumps(said).decode(), f"{_RDF}JSON")
    except (rfc8785.CanonicalizationError, UnicodeError) as problem:
        raise Unsafe(f"It has no canonical form: {problem}.") from None


def _text(said: str, datatype: str) -> str:
    if _CONTROL.search(said):
        raise Unsafe("The text holds control characters.", "Write it without them.")
    return literal(said, datatype)


def _native(said: Any, term: Term) -> str:
    datatype = "" if term.type in ("@id", "@vocab", "@none") else term.type
    if said is True or said is False:
        return literal("true" if said else "false", datatype or f"{_XSD}boolean")
    if not isinstance(said, int | float):
        raise Unsafe(
            "There is nothing here." if said is None else "A list stands in a list.", "Leave it out."
        )
    if not abs(said) < _LARGEST_DOUBLE:
        raise Unsafe("The number is too large to be read alike everywhere.", "Write it as text.")
    if said % 1 == 0 and abs(said) < _LARGEST and datatype != f"{_XSD}double":
        return literal(str(int(said)), datatype or f"{_XSD}integer")
    return literal(_double(float(said)), datatype or f"{_XSD}double")


def _double(number: float) -> str:
    """The canonical form of a number that is not whole: 15 digits after the point, and no zeros at their end."""
    mantissa, _, exponent = f"{number:.15E}".partition("E")
    if float(f"{mantissa}E{exponent}") != number:
        raise Unsafe(
            "The number has more digits than a signature covers.", "Write it with 15 digits or as text."
        )
    trimmed = mantissa.rstrip("0")
    return f"{trimmed}0E{int(exponent)}" if trimmed.endswith(".") else f"{trimmed}E{int(exponent)}"


def _in_languages(said: Any) -> list[str]:
    if not isinstance(said, dict):
        raise Unsafe("A text for each language is expected here.")
    found = []
    for language, texts in said.items():
        for text in texts if isinstance(texts, list) else [texts]:
            if not _LANGUAGE.fullmatch(language) or not isinstance(text, str):
                raise Unsafe("A text for each language is expected here.", path=f"/{language}")
            _text(text, "")
            found.append(literal(text, language=language.lower()))
    return found


def _in_a_language(said: Mapping[str, Any], term: Term) -> str:
    """A text with its language or direction (VCDM 2.0, section 11.1); without either, plain text is the one spelling."""
    text, language, direction = said["@value"], said.get("@language", ""), said.get("@direction", "")
    if set(said) - {"@value", "@language", "@direction"} or not (language or direction) or term.type:
        raise Unsafe("A text is written in an unusual way.", "Write it as plain text, or with its language.")
    if not isinstance(text, str) or not isinstance(language, str) or direction not in ("", "ltr", "rtl"):
        raise Unsafe("A text with its language is expected here.")
    if language and not _LANGUAGE.fullmatch(language):
        raise Unsafe("The language is not one.", "Use a language tag, as in `en`.")
    _text(text, "")
    if direction:
        return literal(text, f"{_I18N}{language.lower()}_{direction}")
    return literal(text, language=language.lower())


def _check_base(document: Mapping[str, Any]) -> None:
    """A credential or presentation names one of the two bases first (VCDM 2.0, section 4.3)."""
    types = document.get("type")
    listed = types if isinstance(types, list) else [types]
    named = document.get("@context")
    first = named[0] if isinstance(named, list) and named else named
    if any(each in listed for each in _SIGNED_TYPES) and first not in BASES:
        raise Unsafe(
            "The first context is not the one for verifiable credentials.", "Name it first.", "/@context"
        )
