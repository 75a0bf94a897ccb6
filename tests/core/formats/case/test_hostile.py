"""Whatever bytes and shapes arrive: a package, or a refusal with its reason; never anything else."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats.case import packages_made as made
from throughline.core.formats.case import reading, records, writing
from throughline.core.formats.packages import Package, Unreadable

CHANGED = "2026-11-01T00:00:00+00:00"
anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just(made.guid(1)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "identifier", "uri", "x"]), inner),
    max_leaves=5,
)  # fmt: skip


def use(package: Package) -> None:
    """All that a registry does with a package."""
    assert all(isinstance(each.statement + each.code + each.kind, str) for each in package.items)
    assert json.loads(b"".join(writing.as_it_came(package)))
    for version in ("case-1.0", "case-1.1"):
        assert json.loads(b"".join(writing.write(package, version, changed=CHANGED)))  # type: ignore[arg-type]
    serves = records.Provider("case-1.1", "https://x.example/ims/case/v1p1", CHANGED)
    assert serves.document(package.document)
    assert all(serves.association(each, package.document) for each in package.associations)
    for kind, identifier in records.defined(package.document):
        serves.definition(package.document, kind, identifier) if kind != "CFRubrics" else None


@settings(max_examples=120, deadline=None)
@given(made.packages(), st.data())
def test_a_member_of_any_shape_is_read_or_refused(content: dict[str, Any], data: st.DataObject) -> None:
    lists = [content["CFItems"], content["CFAssociations"], [content["CFDocument"]]]
    target = data.draw(st.sampled_from([each for each in lists if each]))
    record = target[data.draw(st.integers(0, len(target) - 1))]
    record[data.draw(st.sampled_from(sorted(record)))] = data.draw(anything)
    content["CFDefinitions"] = data.draw(
        anything | st.fixed_dictionaries({"CFConcepts": st.lists(anything, max_size=2)})
    )
    content["CFRubrics"] = data.draw(anything)
    with contextlib.suppress(Unreadable):
        use(made.read(content))


@settings(max_examples=120, deadline=None)
@given(made.packages(), st.data())
def test_bytes_that_were_damaged_on_the_way_are_read_or_refused(
    content: dict[str, Any], data: st.DataObject
) -> None:
    raw = bytearray(json.dumps(content, ensure_ascii=False).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.binary(max_size=2) | st.sampled_from([b'"', b"{", b"]", b",", b"\\"])
        )
        if not raw:
            break
    with contextlib.suppress(Unreadable):
        use(reading.read(bytes(raw), name="damaged.json"))
