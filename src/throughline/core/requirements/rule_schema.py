"""The JSON Schema of the rule language, published at docs/reference/schemas/rule.schema.json.

It accepts and refuses by form exactly what `reading.read` does. Three things a schema cannot say are left to the
reader: that ids differ within a rule, that `min` and `max` fit the number of children, and what may stand inside
`exclusive` and `within`.
"""

from typing import Any, TypeAlias

from throughline.core.requirements.nodes import KINDS, TIME_KINDS

Schema: TypeAlias = dict[str, Any]

NUMBER = r"^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$"
ABOVE_ZERO = r"^\s*\+?(?=[0-9.]*[1-9])(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$"
WORDS: Schema = {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "integer"}]}
WHOLE: Schema = {"type": "integer", "minimum": 1}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _many(item: Schema) -> Schema:
    return {"anyOf": [{"type": "array", "items": item, "minItems": 1}, item]}


def _fields(fields: Schema, *needed: str) -> Schema:
    made: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    return made | ({"required": list(needed)} if needed else {})


def _node(name: str, *bodies: Schema) -> Schema:
    body = bodies[0] if len(bodies) == 1 else {"anyOf": list(bodies)}
    return _fields({name: body}, name)


def _reference_pattern() -> str:
    named = "|".join(sorted(KINDS))
    times = "|".join(sorted(TIME_KINDS))
    return rf"^(?:(?:{named}):[\s\S]+|(?:{times}):?)$"


COMMON: Schema = {"id": _ref("words"), "title": _ref("text"), "cite": _ref("cite"), "advisory": FLAG}

_HAVE = {
    "what": _ref("reference"),
    "level": WHOLE,
    "score": _ref("score"),
    "times": WHOLE,
    "attempt": {"enum": ["best", "first", "latest"]},
    "validated_by": _many(_ref("validated_by")),
    "context": _many(_ref("words")),
    "issuer": _many(_ref("words")),
    "fresh": _ref("fresh"),
    "via": {"enum": ["exact", "certified", "any"]},
}
_SELECTOR = {
    "kind": {"enum": sorted(KINDS)},
    "what": _many(_ref("reference")),
    "tags": _many(_ref("words")),
    "any_tags": _many(_ref("words")),
    "framework": _ref("words"),
    "level": WHOLE,
    "proficiency": WHOLE,
    "score": _ref("score"),
    "context": _many(_ref("words")),
    "issuer": _many(_ref("words")),
    "validated_by": _many(_ref("validated_by")),
    "exclude": _many(_ref("words")),
}
_TOTAL = {
    "measure": {"enum": ["credits", "hours", "points", "count", "distinct"]},
    "unit": _ref("words"),
    "min": _ref("above_zero"),
    "from": _ref("selector"),
    "cap_per": _ref("cap_per"),
}
_NO_UNIT = {"properties": {"measure": {"enum": ["hours", "count", "distinct"]}}}
_CHOOSE = {"of": _many(_ref("node")), "min": WHOLE, "max": WHOLE, "exclusive": FLAG, "within": _ref("words")}
_SHORT = {"type": "string", "pattern": r"\S"}


def _definitions() -> Schema:
    total = _fields(_TOTAL | COMMON, "measure", "min", "from") | {"anyOf": [_NO_UNIT, {"required": ["unit"]}]}
    nodes = ("choose", "have", "total", "use", "not")
    return {
        "node": {"anyOf": [_ref("short_node"), *(_ref(name) for name in nodes)]},
        "short_node": {
            "description": "`kind:id` is a `have`, `rule:x` a `use`",
            "anyOf": [_ref("reference"), {"type": "string", "pattern": r"^rule:[\s\S]*\S"}],
        },
        "choose": _node(
            "choose",
            _fields(_CHOOSE | COMMON, "of"),
            {"type": "array", "items": _ref("node"), "minItems": 1},
        ),
        "have": _node("have", _fields(_HAVE | COMMON, "what"), _ref("reference")),
        "total": _node("total", total),
        "use": _node("use", _fields({"rule": _RULE, "version": _ref("words")} | COMMON, "rule"), _SHORT_RULE),
        "not": _node("not", _fields({"of": _ref("node")} | COMMON, "of"), _ref("node")),
    } | _values()


_SHORT_RULE = {"type": "string", "pattern": r"^(?!rule:\s*$)[\s\S]*\S"}
_RULE = {"anyOf": [_SHORT_RULE, {"type": "integer"}]}


def _values() -> Schema:
    cap = {"by": {"enum": ["what", "context", "organization"]}, "max": _ref("above_zero")}
    by_tag = {"by": {"const": "tag"}, "max": _ref("above_zero"), "tag": _ref("words")}
    cite = _fields(
        {"source": _ref("words"), "section": _ref("words"), "url": _ref("words"), "law": FLAG}, "source"
    )
    role = _fields({"role": _ref("words"), "count": WHOLE, "distinct_organization": FLAG}, "role")
    span = _fields({"years": COUNT, "months": COUNT, "days": COUNT})
    positive = [{"required": [name], "properties": {name: WHOLE}} for name in ("years", "months", "days")]
    return {
        "words": WORDS,
        "reference": {"type": "string", "pattern": _reference_pattern()},
        "number": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": NUMBER}]},
        "above_zero": {
            "anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string", "pattern": ABOVE_ZERO}]
        },
        "text": {"type": "object", "minProperties": 1, "additionalProperties": _ref("words")},
        "cite": {"anyOf": [cite, _SHORT]},
        "validated_by": {"anyOf": [role, _SHORT]},
        "score": _fields({"min": _ref("number"), "scale": _ref("words")}, "min", "scale"),
        "fresh": span | {"anyOf": positive},
        "cap_per": {"anyOf": [_fields(cap, "by", "max"), _fields(by_tag, "by", "max", "tag")]},
        "selector": _fields(_SELECTOR) | {"minProperties": 1},
    }


def schema() -> Schema:
    """The schema of one rule, JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule",
        "description": "One tree of the rule language: choose, have, total, use, not. See docs/reference/rule-language.md",
        "$ref": "#/$defs/node",
        "$defs": _definitions(),
    }
