"""One lower-case UUID a thing, whatever the file calls it: a GUID, a CTID, an address, a name."""

import re
from uuid import NAMESPACE_URL, uuid5

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_PLAIN = re.compile(_UUID)
_ENDS_WITH = re.compile(rf"(?:^|[/:#={{]|\bce-)({_UUID})\}}?/?$", re.IGNORECASE)


def guid(identifier: str, uri: str = "") -> str:
    """The UUID of a thing: the one that its identifier or its address ends with, else made from what names it.

    A CTID is `ce-` before the UUID. An identifier that is an address itself (the Achievement Standards Network's) goes
    before `uri`, so that every format that names a statement so gives the same UUID (version 5, namespace URL).
    Empty where there is neither.
    """
    if _PLAIN.fullmatch(identifier):
        return identifier
    if found := _ENDS_WITH.search(identifier.strip()):
        return found[1].lower()
    if ":" in identifier or not uri:
        return str(uuid5(NAMESPACE_URL, identifier.strip())) if identifier.strip() else ""
    return guid(uri)


def derived(within: str, name: str) -> str:
    """The UUID of what has only a name inside a document: the same name in the same document gives the same."""
    return str(uuid5(NAMESPACE_URL, f"urn:uuid:{within}#{name}"))


def is_guid(text: str) -> bool:
    """Whether a text is a UUID as CASE writes it, in whatever case (information model 1.1, section 7.4, UUID)."""
    return _PLAIN.fullmatch(text.lower()) is not None
