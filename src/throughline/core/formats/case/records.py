"""What a CASE server answers: each record as 1.0 or 1.1 say it outside a package, with the links it must have there.

Sources: information model 1.1, sections 5 (operations) and 6 (answers); REST binding 1.1; the OpenAPI documents of both.
A package is answered by `writing.write`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from throughline.core.formats.case.classes import (
    ASSOCIATION,
    DEFINITIONS,
    DOCUMENT,
    ITEM,
    RUBRIC,
    V1P0,
    Class,
    Version,
)
from throughline.core.formats.case.converting import Converter
from throughline.core.formats.case.recasting import recorded
from throughline.core.formats.case.rows import text
from throughline.core.formats.identifiers import guid
from throughline.core.formats.packages import Association, Document, Item

Record: TypeAlias = dict[str, Any]
CodeMinor = Literal[
    "forbidden", "fullsuccess", "internal_server_error", "invalid_selection_field", "invalid_sort_field",
    "invalid_uuid", "server_busy", "unauthorised_request", "unknownobject",
]  # fmt: skip
_IN_1P0 = {"invalid_uuid": "invaliduuid", "unauthorised_request": "unauthorisedrequest"}
_ALONE = frozenset({"CFLicenses", "CFAssociationGroupings"})
"""Definitions that are answered by themselves; the others in a list, with their children by hierarchy code."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A CASE server. base: the address of the service (`https://…/ims/case/v1p1`); changed: the instant (ISO 8601) for
    records that do not say when they were changed last."""

    version: Version
    base: str
    changed: str

    def document(self, document: Document) -> Record:
        """A CFDocument, with the link to its package (section 7.1.10)."""
        made = self._made(document, self._package(document).get("CFDocument", {}), DOCUMENT)
        package = f"{self.base}/CFPackages/{document.identifier}"
        return made | {
            "CFPackageURI": {"title": made["title"], "identifier": made["identifier"], "uri": package}
        }

    def documents(self, documents: Iterable[Document]) -> Record:
        """The answer of `GET /CFDocuments`, before fields are selected."""
        return {"CFDocuments": [self.document(each) for each in documents]}

    def item(self, item: Item, document: Document) -> Record:
        """A CFItem, with the link to its document."""
        made = self._made(document, recorded(item, document.format), ITEM)
        return made | {"CFDocumentURI": self._link(document)}

    def association(self, association: Association, document: Document) -> Record:
        """A CFAssociation, with the link to its document."""
        made = self._made(document, recorded(association, document.format), ASSOCIATION)
        return made | {"CFDocumentURI": self._link(document)}

    def item_associations(
        self, item: Item, document: Document, associations: Iterable[tuple[Association, Document]]
    ) -> Record:
        """An item and all associations it is an end of, each with the document that it stands in (section 6.3)."""
        found = [self._made(where, recorded(each, where.format), ASSOCIATION) for each, where in associations]
        return {"CFItem": self.item(item, document), "CFAssociations": found}

    def definition(self, document: Document, kind: str, identifier: str) -> Record | None:
        """A CFConcept, CFSubject or CFItemType in a list with its children, or a CFLicense or CFAssociationGrouping;
        nothing where the document does not define it. kind: as in CFDefinitions, `CFConcepts`."""
        all_of = list(self._defined(document, kind))
        one = next((each for each in all_of if each["identifier"] == identifier), None)
        if one is None or kind in _ALONE:
            return one
        code = one["hierarchyCode"]
        below = [each for each in all_of if code and each["hierarchyCode"].startswith(f"{code}.")]
        return {kind: [one, *below]}

    def rubric(self, document: Document, identifier: str) -> Record | None:
        """A CFRubric with its criteria and levels; nothing where the document has none of that identifier."""
        for record in _records(self._package(document).get("CFRubrics")):
            made = self._made(document, record, RUBRIC)
            if made["identifier"] == identifier:
                return made
        return None

    def _defined(self, document: Document, kind: str) -> Iterator[Record]:
        definitions = self._package(document).get("CFDefinitions")
        if isinstance(definitions, dict):
            for record in _records(definitions.get(kind)):
                yield self._made(document, record, DEFINITIONS[kind])

    def _package(self, document: Document) -> Mapping[str, Any]:
        whole = recorded(document, document.format)
        return whole if "CFDocument" in whole else {"CFDocument": whole}

    def _made(self, document: Document, record: Mapping[str, Any], of: Class) -> Record:
        return Converter(self.version, document.identifier, self.changed).record(record, of)

    def _link(self, document: Document) -> Record:
        uri = document.uri or f"{self.base}/CFDocuments/{document.identifier}"
        return {"title": document.title, "identifier": document.identifier, "uri": uri}


def defined(document: Document) -> Iterator[tuple[str, str]]:
    """What a document defines, as kind and identifier: definitions (`CFConcepts`) and rubrics (`CFRubrics`)."""
    whole = recorded(document, document.format)
    definitions = whole.get("CFDefinitions")
    lists = {kind: definitions.get(kind) for kind in DEFINITIONS} if isinstance(definitions, dict) else {}
    for kind, records in (lists | {"CFRubrics": whole.get("CFRubrics")}).items():
        for record in _records(records):
            yield kind, guid(text(record.get("identifier")), text(record.get("uri")))


def status(version: Version, code: CodeMinor, words: str) -> Record:
    """The body of a refused request (imsx_StatusInfo): what went wrong, and in words why and what to do."""
    value = _IN_1P0.get(code, code) if version == V1P0 else code
    field = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": value}
    return {
        "imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": words,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }  # fmt: skip


def _records(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
