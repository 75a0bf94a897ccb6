"""Files from strangers: read with one meaning, or refused with a reason."""

import json

import pytest

from tests.core.credentials import vectors
from throughline.core.credentials.strict_json import Unreadable, read


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": {"b": [{"c": 1, "c": 1}]}}', "twice"),
        (b"[" * 600_000 + b"]" * 600_000, "nested too deeply"),
        (b'{"a":' * 600_000 + b"1" + b"}" * 600_000, "nested too deeply"),
        (b"[" * 101 + b"]" * 101, "nested too deeply"),
        (b"[9007199254740992]", "too long"),
        (b"[" + b"1" * 5000 + b"]", "too long"),
        (b"[1e400]", "too long"),
        (b"[0." + b"1" * 100 + b"]", "too long"),
        (b"[NaN]", "not JSON"),
        (b"[-Infinity]", "not JSON"),
        (b'["\xff"]', "not UTF-8"),
        (b'["\xed\xa0\x80"]', "not UTF-8"),
        (b'["\\ud800"]', "half a letter"),
        (b'{"\\udfff": 1}', "half a letter"),
        ('["\ud800"]', "half a letter"),
        (b'["line\nbreak"]', "not JSON"),
        (b'{"a": 1,}', "not JSON"),
        (b'{"a": 1} {"b": 2}', "not JSON"),
        (b"", "not JSON"),
        ('{"a": 1}'.encode("utf-16"), "not UTF-8"),
        (b"'a'", "not JSON"),
    ],
)  # fmt: skip
def test_what_readers_could_see_differently_is_refused(data: bytes | str, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as refused:
        read(data)
    assert refused.value.what
    assert refused.value.why
    assert refused.value.fix


def test_a_file_over_the_limits_is_refused() -> None:
    with pytest.raises(Unreadable, match="too large"):
        read(b'"' + b"a" * 100 + b'"', largest=50)
    with pytest.raises(Unreadable, match="too many values"):
        read(b"[" + b"1," * 100 + b"1]", most_values=50)
    assert read(b"[" * 100 + b"]" * 100)


def test_plain_json_is_read_whole() -> None:
    data = {"a": [1, 2.5, True, None, "é 😀"], "b": {"c": -(2**53) + 1}}
    assert read(json.dumps(data)) == data
    assert read(json.dumps(data, ensure_ascii=False).encode()) == data
    assert read(b"\xef\xbb\xbf{}") == {}


def test_every_real_credential_is_read() -> None:
    names = vectors.family("dcc-fixtures", ".json") + vectors.family("learncard", ".json")
    assert len(names) > 80 or not vectors.index()
    for name in names:
        assert read(vectors.path(name).read_bytes()) == vectors.value(name)
