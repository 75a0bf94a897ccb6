"""Things of the state's own catalogue for programs: as CTDL in JSON-LD, as CASE where CASE has a word for them, and as
the document that was published."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from throughline.apps.registry import own
from throughline.apps.registry.queries import documents, exporting, records
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.formats.case import writing
from throughline.core.formats.case.records import Provider
from throughline.core.formats.ctdl import publishing
from throughline.core.formats.ctdl.places import Places
from throughline.core.formats.ctdl.writing import pathway_graph
from throughline.core.formats.state_pack.bodies import document_to_json
from throughline.web import reading
from throughline.web.components.negotiating import Form, sent, wanted

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
JSON_LD, JSON = "application/ld+json", "application/json"
COLLECTIONS = {
    "pathway": "pathways", "competency_framework": "competency_frameworks", "framework": "qualification_frameworks",
    "credential": "credentials", "agreement": "agreements", "organization": "organizations",
    "opportunity": "opportunities", "competency": "competencies", "milestone": "milestones", "rule": "rules",
}  # fmt: skip
IN_CASE = frozenset({"pathway", "milestone", "competency", "competency_framework", "framework"})
Body = dict[str, Any]


def forms_of(reference: str) -> tuple[Form, ...]:
    """The forms for programs of a thing in force, by its reference; none where it is not in force."""
    kind = reference.partition(":")[0]
    if _document(reference) is None:
        return ()
    ld = Form("jsonld", JSON_LD, partial(json_ld, reference))
    plain = Form("document", "application/vnd.throughline+json", partial(published, reference))
    if kind in IN_CASE:
        return (ld, Form("json", JSON, partial(case, reference)), plain)
    return (ld, Form("json", JSON, partial(published, reference)), plain)


def also_for_programs(kind: str) -> Callable[[View[P]], View[P]]:
    """For the page of a thing of the catalogue: whoever asks for another form than a page gets that."""

    def made(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            form: Form | HttpResponse | None = None
            if "Accept" in request.headers or "format" in request.GET:
                forms = forms_of(f"{kind}:{kwargs.get('name') or _ladder()}")
                form = wanted(request, forms) if forms else None
            if isinstance(form, Form):
                return sent(request, form)
            answer = view(request, *args, **kwargs) if form is None else form
            patch_vary_headers(answer, ("Accept",))
            return answer

        return cast("View[P]", answered)

    return made


def _ladder() -> str:
    return reading.catalogue().state.qualification_framework


def published(reference: str) -> Body:
    """The document as it was published, with its version."""
    document = _document(reference)
    head = _head(reference)
    kind = "qualification_framework" if head.startswith("framework:") else head.partition(":")[0]
    name = f"{kind}:{head.partition(':')[2]}"
    number = reading.catalogue().versions.get(name, 1)
    return {"reference": name, "version": number, "document": document_to_json(kind, document)}


def case(reference: str) -> Mapping[str, Any]:
    """A framework as a whole package of CASE 1.1; anything else as its item."""
    own.follow(now=timezone.now())
    identifier = own.places().uuid(reference)
    document = documents.document_named(identifier)
    if document is not None:
        kept = exporting.package(document.key, document.number)
        assert kept is not None, "the newest version of a document is kept"
        found: Body = json.loads(
            b"".join(writing.write(kept, "case-1.1", changed=document.changed_at.isoformat()))
        )
        return found
    row = records.items_named(identifier)[0]
    provider = Provider("case-1.1", f"{settings.ADDRESS}/{own.SERVICE}", row.document.changed_at.isoformat())
    return provider.item(row.item, records.as_document(row.document))


def json_ld(reference: str) -> Body:
    """A thing as CTDL."""
    catalogue, places = reading.catalogue(), own.places()
    head = _head(reference)
    nodes = _nodes(head, catalogue, places)
    if head == reference and head.partition(":")[0] not in ("competency", "milestone"):
        return publishing.graph(nodes)
    address = places.address(reference)
    return publishing.graph([each for each in nodes if each.get("@id") == address] or nodes)


def _nodes(reference: str, catalogue: Catalogue, places: Places) -> list[Body]:
    kind, name = _split(reference)
    document = _document(reference)
    if kind == "pathway":
        return list(pathway_graph(document, catalogue, places)["@graph"])
    if kind in ("competency", "competency_framework"):
        framework = catalogue.competency_frameworks[document.framework if kind == "competency" else name]
        return publishing.framework_nodes(framework, catalogue.competencies.values(), places)
    if kind == "framework":
        return publishing.ladder_nodes(document, places)
    if kind == "credential":
        return publishing.credential_nodes(document, catalogue, places)
    if kind == "agreement":
        return publishing.agreement_nodes(document, catalogue, places)
    if kind == "milestone":
        return _milestone(name, catalogue, places)
    return [_plain(kind, reference, document, places)]


def catalogue_nodes() -> Iterator[Body]:
    """Everything of the state's own that has an address, as CTDL, each once."""
    catalogue, places, seen = reading.catalogue(), own.places(), set[str]()
    for kind, collection in COLLECTIONS.items():
        for name in getattr(catalogue, collection) if kind != "rule" else ():
            # What pathways ask for stands in their graphs already, a competency in that of its framework.
            if places.address(f"{kind}:{name}") not in seen:
                new = [
                    each for each in _nodes(f"{kind}:{name}", catalogue, places) if each["@id"] not in seen
                ]
                seen.update(each["@id"] for each in new)
                yield from new


CLASSES = {"organization": "ceterms:Organization", "opportunity": "ceterms:LearningOpportunityProfile"}


def _plain(kind: str, reference: str, document: Any, places: Places) -> Body:
    about = getattr(document, "about", None) or getattr(document, "summary", None) or {}
    node = places.node(CLASSES.get(kind, "ceterms:BasicComponent"), reference, document.title, about)
    if kind == "opportunity":
        node["ceterms:offeredBy"] = [places.address(f"organization:{document.provider}")]
    return node


def _milestone(name: str, catalogue: Catalogue, places: Places) -> list[Body]:
    """A milestone as the component that the pathways asking for it have in common."""
    asking = reading.structure().pathways_of.get(name, ())
    if not asking:
        return [_plain("milestone", f"milestone:{name}", catalogue.milestones[name], places)]
    return list(pathway_graph(catalogue.pathways[asking[0]], catalogue, places)["@graph"])


def _document(reference: str) -> Any:
    kind, name = _split(_head(reference))
    return (
        getattr(reading.catalogue(), COLLECTIONS.get(kind, ""), {}).get(name) if kind in COLLECTIONS else None
    )


def _head(reference: str) -> str:
    """The document that a part belongs to: `framework:f/level/3` to `framework:f`."""
    return reference.partition("/")[0]


def _split(reference: str) -> tuple[str, str]:
    kind, _colon, name = reference.partition(":")
    return kind, name
