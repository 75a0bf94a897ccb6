"""Where in a pack a finding points to: from the object and node it names to file and line."""

from typing import Any

from throughline.core.formats.state_pack import shape
from throughline.core.formats.state_pack.errors import Place
from throughline.core.formats.state_pack.pack import Pack
from throughline.core.formats.state_pack.walking import parts
from throughline.core.reasoning.findings import Finding


def placed(pack: Pack, finding: Finding) -> Place:
    """The line a finding is about: of the node or field it names where there is one, else of the object."""
    reference, _, inner = finding.object_ref.partition("#")
    kind, _, name = reference.partition(":")
    name = name.partition("@")[0]
    document = _document(pack, kind, name)
    if document is None:
        return pack.place("state")
    at = kind if kind in shape.SINGLES else f"{kind}:{name}"
    beginning = _inside(document, inner)
    node = finding.where.rpartition("#")[2] or finding.where
    fields = (f"{beginning}.{finding.where}".strip("."), f"states.{finding.where}")
    written = next((each for each in fields if is_written(pack, at, each)), "")
    return pack.place(at, written or _of_node(document, node, beginning) or beginning)


def is_written(pack: Pack, reference: str, path: str) -> bool:
    """Whether a path of a document stands in its file as such."""
    at = pack.places[reference]
    return f"{at.path}.{path}" in pack.files[at.file].lines


def _document(pack: Pack, kind: str, name: str) -> Any:
    if kind in shape.SINGLES:
        return pack.catalogue.state if kind == "state" else pack.catalogue.learner_states
    collection = shape.COLLECTION_OF.get(kind)
    return getattr(pack.catalogue, collection).get(name) if collection else None


def _inside(document: Any, inner: str) -> str:
    """The path of a stage or destination in its pathway, by id."""
    for collection in ("stages", "destinations"):
        for index, each in enumerate(getattr(document, collection, ())):
            if inner and each.id == inner:
                return f"{collection}[{index}]"
    return ""


def _of_node(document: Any, node: str, beginning: str) -> str:
    """The path of the node with that id, or of what asks for that reference."""
    for part in parts(document):
        if part.value == node and part.path.startswith(beginning) and part.name in ("id", "what", "rule"):
            return part.path.removesuffix(".id")
    return ""
