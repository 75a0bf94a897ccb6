"""The published JSON Schema of a pack's files, made from the declared types of the documents and of the
rules.

It describes a file's values with days as texts; what only the whole pack can show (that a name is known, that
a rule can be met) is the reader's to say. What the reader takes, the schema takes.
"""

import json
import sys
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from throughline.core.catalogue import documents as d
from throughline.core.catalogue.commitments import NAMED, SetForSet
from throughline.core.formats.state_pack import shape
from throughline.core.formats.state_pack.cases import KEYS as CASE_KEYS
from throughline.core.formats.state_pack.cases import TARGETS, Expectation
from throughline.core.formats.state_pack.values import DAY as WRITTEN_DAY
from throughline.core.formats.state_pack.values import ID
from throughline.core.formats.state_pack.values import SHARE as WRITTEN_SHARE
from throughline.core.progress.record import Fact, RuleException, Validator
from throughline.core.requirements import nodes as n

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
WORDS: Schema = {"type": ["string", "number"], "pattern": r"\S"}
WORDS_OR_NONE: Schema = {"type": ["string", "number"], "pattern": r"\S|^$"}
NUMBER: Schema = {"type": ["number", "string"], "pattern": r"^\s*[-+]?[0-9_.]+([eE][-+]?[0-9]+)?\s*$"}
SHARE: Schema = {
    "anyOf": [{"type": "number", "minimum": 0, "maximum": 1},
              {"type": "string", "pattern": f"^{WRITTEN_SHARE.pattern}$"}],
}  # fmt: skip
DAY: Schema = {"type": "string", "pattern": f"^{WRITTEN_DAY.pattern}$"}
PLAIN: Mapping[Any, Schema] = {
    str: WORDS, bool: {"type": "boolean"}, int: {"type": "integer", "minimum": 0}, Decimal: NUMBER,
    float: NUMBER, date: DAY, Fraction: SHARE,
}  # fmt: skip
TEXT: Schema = {
    "type": "object", "minProperties": 1, "additionalProperties": WORDS,
    "description": "One text in several languages, by language tag.",
}  # fmt: skip

SHORT: Mapping[type, str] = {n.Cite: "source", n.ValidatedBy: "role", n.Have: "what", n.Use: "rule"}
"""Values that may be written as a text alone, and the field that text then is."""

ONE_NODE: Schema = {"$ref": "#/$defs/Node"}
NODE_LIST: Schema = {"type": "array", "minItems": 1, "items": ONE_NODE}
WHOLE: Schema = {"type": "integer", "minimum": 1}
WHOLE_OR_NONE: Schema = {"anyOf": [WHOLE, {"type": "null"}]}
OWN: Mapping[tuple[type, str], Schema] = {
    (n.Have, "level"): WHOLE, (n.Have, "times"): WHOLE, (n.Choose, "min"): WHOLE, (n.Choose, "max"): WHOLE,
    (n.Selector, "level"): WHOLE, (n.Selector, "proficiency"): WHOLE, (n.ValidatedBy, "count"): WHOLE,
    (n.Selector, "kind"): {"enum": sorted(n.KINDS)},
    (n.Choose, "of"): {"anyOf": [ONE_NODE, NODE_LIST]}, (n.Not, "of"): ONE_NODE,
    (d.Agreement, "trigger"): {"$ref": "#/$defs/Condition"}, (SetForSet, "min"): WHOLE_OR_NONE,
    (SetForSet, "level"): WHOLE_OR_NONE,
}  # fmt: skip
"""Fields of the rule language that its reader holds to more than their type."""

NODES = (n.Choose, n.Have, n.Total, n.Use, n.Not)
OPTIONAL: Mapping[type, tuple[str, ...]] = {
    **dict.fromkeys(NODES, ("id",)), n.Total: ("id", "unit"), Fact: ("id", "when"), RuleException: ("id",),
    Validator: ("person",), d.Rule: ("editions",), d.Edition: (),
}  # fmt: skip
"""Fields that are made where they are not written."""

IN_RULES = (*NODES, n.Selector, n.Fresh, n.ScoreAtLeast, n.CapPer, n.ValidatedBy, n.Cite)


def schema() -> Schema:
    """The schema of one file of a pack, JSON Schema 2020-12."""
    defs: dict[str, Schema] = {"Text": TEXT, "Node": _node(), "Condition": _condition()}
    properties: dict[str, Schema] = {name: _ref(kind, defs) for name, kind in shape.SINGLES.items()}
    for name, kind in shape.COLLECTIONS.items():
        properties[name] = {"type": "array", "items": _ref(kind, defs)}
    properties["cases"] = {"type": "array", "items": _case(defs)}
    properties["people"] = {"type": "array"}
    properties["population"] = {"type": "object"}
    properties["dockets"] = {"type": "array"}
    properties["undertakings"] = {"type": "array"}
    properties["negotiations"] = {"type": "array"}
    for kind in NODES:
        _ref(kind, defs)
    return {
        "$schema": DIALECT,
        "$id": "https://throughline.example/schemas/state.schema.json",
        "title": "A file of a Throughline state pack",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": dict(sorted(defs.items())),
    }


def schema_text() -> str:
    """The schema as it is published in docs/reference/schemas/state.schema.json."""
    return json.dumps(schema(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _ref(kind: type, defs: dict[str, Schema]) -> Schema:
    name = kind.__name__
    if name not in defs:
        defs[name] = {}
        defs[name] = _document(kind, defs)
    return {"$ref": f"#/$defs/{name}"}


def _document(kind: type, defs: dict[str, Schema]) -> Schema:
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for written, field in shape.declared(kind).items():
        name = "from" if (kind, written) == (n.Total, "select") else written
        properties[name] = _field(kind, field, defs)
        if field.required and written not in OPTIONAL.get(kind, ()):
            required.append(name)
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    made |= {"required": required} if required else {}
    if kind is d.Rule:
        properties["rule"] = {"$ref": "#/$defs/Node"}
        made["oneOf"] = [{"required": ["rule"]}, {"required": ["editions"]}]
    if kind is Expectation:
        made["oneOf"] = [{"required": [target]} for target in TARGETS]
    return _with_short(kind, made, defs)


def _with_short(kind: type, made: Schema, defs: dict[str, Schema]) -> Schema:
    if kind in SHORT:
        return {"anyOf": [WORDS, made]}
    if kind is n.Choose:
        return {"anyOf": [NODE_LIST, made]}
    if kind is n.Not:
        return {"anyOf": [ONE_NODE, made]}
    if kind is Validator:
        return {"anyOf": [WORDS, made]}
    if kind is Fact:
        return {"anyOf": [{"type": "string", "pattern": ":"}, made]}
    return made


def _node() -> Schema:
    """A map of one key, or a reference alone."""
    named = {
        "type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": False,
        "properties": {kind.__name__.lower(): {"$ref": f"#/$defs/{kind.__name__}"} for kind in NODES},
    }  # fmt: skip
    return {
        "anyOf": [{"type": "string", "pattern": r"\S"}, named],
        "description": "A node of the rule language.",
    }


def _condition() -> Schema:
    """What an agreement may be conditioned on: a node that names milestones, credentials and competencies alone."""
    one: Schema = {"type": "string", "pattern": rf"^({'|'.join(NAMED)}):\S"}
    node: Schema = {"$ref": "#/$defs/Condition"}
    several: Schema = {"type": "array", "minItems": 1, "items": node}
    said: Schema = {
        "id": {"$ref": "#/$defs/Have/anyOf/1/properties/id"}, "title": {"$ref": "#/$defs/Text"},
        "cite": {"$ref": "#/$defs/Cite"}, "advisory": {"type": "boolean"},
    }  # fmt: skip
    have = {"what": one, "level": WHOLE, "via": {"enum": ["exact", "certified", "any"]}, **said}
    choose = {"of": {"anyOf": [node, several]}, "min": WHOLE, **said}
    forms = {
        "have": {"anyOf": [one, _closed(have, "what")]},
        "choose": {"anyOf": [several, _closed(choose, "of")]},
    }
    return {
        "anyOf": [one, *(_closed({name: form}, name) for name, form in forms.items())],
        "description": "What an agreement may be conditioned on: milestones, credentials and competencies alone.",
    }


def _closed(properties: Schema, needed: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": [needed],
    }


def _field(kind: type, field: shape.Declared, defs: dict[str, Schema]) -> Schema:
    if (kind, field.name) in OWN:
        return OWN[(kind, field.name)]
    if field.name == "id" and kind not in IN_RULES:
        return {"type": ["string", "integer"], "pattern": f"^{ID.pattern}$"}
    inner, may_be_none = shape.optional(field.type)
    made = _value(inner, defs, in_rule=kind in IN_RULES)
    if made == WORDS and field.default == "" and kind not in IN_RULES:
        return WORDS_OR_NONE
    if inner == n.Text and not field.required and kind not in IN_RULES:
        return {"anyOf": [made, {"type": "object", "maxProperties": 0}]}
    if may_be_none and kind not in IN_RULES:
        return {"anyOf": [made, {"type": "null"}]}
    return made


def _value(hint: Any, defs: dict[str, Schema], in_rule: bool = False) -> Schema:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint == n.Text:
        return {"$ref": "#/$defs/Text"}
    if shape.is_node(hint):
        return {"$ref": "#/$defs/Node"}
    if hint in PLAIN:
        return PLAIN[hint]
    if is_dataclass(hint):
        return _ref(typing.cast(type, hint), defs)
    if origin is typing.Literal:
        return {"enum": list(inner)}
    if origin in (tuple, frozenset):
        return _list(inner[0], defs, in_rule)
    return {"type": "object", "additionalProperties": _value(inner[1], defs)}


def _list(inner: Any, defs: dict[str, Schema], in_rule: bool) -> Schema:
    item = _value(inner, defs, in_rule)
    if in_rule:
        return {"anyOf": [item, {"type": "array", "minItems": 1, "items": item}]}
    made: Schema = {"type": "array", "items": item}
    return {"anyOf": [{"type": "string", "pattern": r"\S"}, made]} if inner is str else made


def _case(defs: dict[str, Schema]) -> Schema:
    lists = {"facts": Fact, "exceptions": RuleException, "expect": Expectation}
    properties: dict[str, Schema] = {
        "title": WORDS,
        "as_of": DAY,
        "began": {"anyOf": [DAY, {"type": "null"}]},
    }
    for name, kind in lists.items():
        properties[name] = {"anyOf": [{"type": "array", "items": _ref(kind, defs)}, {"type": "null"}]}
    assert set(properties) == set(CASE_KEYS)
    return {
        "type": "object",
        "properties": properties,
        "required": ["title", "as_of", "expect"],
        "additionalProperties": False,
    }


if __name__ == "__main__":
    sys.stdout.write(schema_text())
