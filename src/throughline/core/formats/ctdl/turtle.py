"""CTDL in Turtle: its statements as the nodes that JSON-LD would have, and nodes as Turtle.

rdflib is imported only when Turtle is read or written. Nothing is fetched: a file names its own prefixes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from throughline.core.formats.ctdl import terms
from throughline.core.formats.ctdl.graph import JSON_LITERAL, Graph, GraphNode, Link, Words
from throughline.core.formats.packages import Unreadable

if TYPE_CHECKING:
    from rdflib import Graph as Statements
    from rdflib.term import BNode, Literal, Node, URIRef

NOWHERE = "throughline:nowhere/"
"""What an address that is given in part is taken to stand under, so that it does not depend on the machine."""


def nodes_of_turtle(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    """Each thing that the file says something about, as a JSON-LD node with prefixed names. A thing without an address
    that only one other points to stands inside that one. Raises `Unreadable` at the line that is no Turtle."""
    from rdflib import Graph as Statements
    from rdflib.plugins.parsers.notation3 import BadSyntax
    from rdflib.term import BNode

    statements = Statements(store="SimpleMemory")  # gives statements in the order of the file
    try:
        statements.parse(data=text, format="turtle", publicID=NOWHERE)
    except BadSyntax as error:
        raise _refused(name, error.lines + 1, str(error._why)) from None
    except (ValueError, RecursionError, KeyError, IndexError, AssertionError) as error:
        raise _refused(name, 0, str(error)) from None
    pointed: dict[Node, int] = {}
    for _, _, thing in statements:
        pointed[thing] = pointed.get(thing, 0) + 1
    subjects = list(dict.fromkeys(statements.subjects()))
    inner = {each for each in subjects if isinstance(each, BNode) and pointed.get(each) == 1}
    loose = [each for each in subjects if isinstance(each, BNode) and each not in inner]
    names = {each: f"_:b{number}" for number, each in enumerate(loose)}
    for subject in subjects:
        if subject not in inner:
            yield _node(statements, subject, inner, names)


def _refused(name: str, line: int, why: str) -> Unreadable:
    reason = " ".join(why.split())[:160].rstrip(".") or "it cannot be read"
    prefix = reason.startswith("Prefix") or "prefix" in reason.lower()
    fix = (
        "Declare each prefix with `@prefix` at the top."
        if prefix
        else "Mend the line, or export the file again."
    )
    return Unreadable(name, line, f"this is not Turtle ({reason}).", fix)


def _node(
    statements: "Statements", subject: "Node", inner: set["BNode"], names: Mapping["BNode", str]
) -> dict[str, Any]:
    from rdflib.namespace import RDF
    from rdflib.term import BNode

    node: dict[str, Any] = {}
    if subject not in inner:
        node["@id"] = names[subject] if isinstance(subject, BNode) else _plain(str(subject))
    classes = [terms.shortened(str(each)) for each in statements.objects(subject, RDF.type)]
    if classes:
        node["@type"] = classes[0] if len(classes) == 1 else classes
    for predicate in dict.fromkeys(statements.predicates(subject)):
        if predicate != RDF.type:
            values = [_value(statements, o, inner, names) for o in statements.objects(subject, predicate)]
            node[terms.shortened(str(predicate))] = values[0] if len(values) == 1 else values
    return node


def _value(statements: "Statements", thing: "Node", inner: set["BNode"], names: Mapping["BNode", str]) -> Any:
    from rdflib.term import BNode, Literal

    if isinstance(thing, Literal):
        return _literal(thing)
    if isinstance(thing, BNode):
        return _node(statements, thing, inner, names) if thing in inner else {"@id": names.get(thing, "_:b")}
    return {"@id": _plain(str(thing))}


def _plain(address: str) -> str:
    return address.removeprefix(NOWHERE)


def _literal(thing: "Literal") -> Any:
    kind = terms.shortened(str(thing.datatype or ""))
    if thing.language:
        return {"@value": str(thing), "@language": thing.language}
    if kind == JSON_LITERAL:
        return {"@value": json.loads(str(thing)), "@type": "@json"}
    if kind == "xsd:boolean" and str(thing) in ("true", "false"):
        return str(thing) == "true"
    if kind == "xsd:integer" and str(int(str(thing))) == str(thing):
        return int(str(thing))
    return {"@value": str(thing), "@type": kind} if kind else str(thing)


def turtle_of(graph: Graph) -> bytes:
    """A graph of nodes as Turtle, its subjects in order of their addresses."""
    from rdflib import Graph as Statements

    statements = Statements()
    for prefix, address in terms.NAMESPACES.items():
        statements.bind(prefix, address)
    for node in graph.nodes.values():
        _say(statements, node, graph)
    return statements.serialize(format="turtle", encoding="utf-8")


def _say(statements: "Statements", node: GraphNode, graph: Graph) -> None:
    from rdflib.namespace import RDF
    from rdflib.term import URIRef

    subject = _term(node.key)
    for written in _classes(node.source):
        statements.add((subject, RDF.type, URIRef(terms.expanded(written))))
    for name, values in node.properties.items():
        predicate = URIRef(terms.expanded(_prefixed(node.written[name])))
        for value in values:
            statements.add((subject, predicate, _object(value)))


def _classes(source: Mapping[str, Any]) -> Iterable[str]:
    given = source.get("@type", source.get("type", []))
    return [_prefixed(each) for each in (given if isinstance(given, list) else [given])]


def _prefixed(name: str) -> str:
    """A name that stands without a prefix is CTDL's own."""
    return name if ":" in name else f"ceterms:{name}"


def _term(key: str) -> "URIRef | BNode":
    """The address as RDF has it; a node without an address of its own is a blank one."""
    from rdflib.term import BNode, URIRef

    if key.startswith("_:") or "|" in key:
        return BNode("".join(c if c.isalnum() else f"x{ord(c):x}" for c in key.removeprefix("_:")))
    expanded = terms.expanded(key)
    return URIRef(expanded if ":" in expanded else NOWHERE + expanded)


def _object(value: Link | Words) -> "Node":
    from rdflib.term import Literal, URIRef

    if isinstance(value, Link):
        return _term(value.to)
    if value.language:
        return Literal(value.value, lang=value.language)
    if value.datatype:
        return Literal(value.value, datatype=URIRef(terms.expanded(value.datatype)), normalize=False)
    return Literal(value.value)
