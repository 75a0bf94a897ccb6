"""Files of evidence in S3-compatible storage, over HTTP, against an S3 server that runs here."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import pytest

from tests.apps.test_evidence import ana, begun, photo  # noqa: F401  (a fixture)
from tests.factories import NOW
from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.files.storage import Bucket, store

boto3 = pytest.importorskip("boto3", reason="the extra s3 is not installed")
moto_server = pytest.importorskip(
    "moto.server", reason="moto[server], an S3 server for tests, is not installed"
)


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str, settings, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "for-tests")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    settings.EVIDENCE_STORE, settings.EVIDENCE_S3_ENDPOINT = "s3://evidence/house-1", s3
    made = store()
    assert isinstance(made, Bucket)
    made.client.create_bucket(Bucket="evidence")
    return made


def test_bytes_come_back_as_they_went_and_the_same_are_kept_once(bucket: Bucket) -> None:
    data = b"robot " * 200_000
    digest = sha256(data).hexdigest()
    assert not bucket.has(digest)
    for _ in range(2):
        bucket.put(digest, BytesIO(data))
    assert bucket.has(digest)
    assert b"".join(bucket.read(digest)) == data
    keys = [
        each["Key"]
        for each in bucket.client.list_objects_v2(Bucket="evidence", Prefix=f"house-1/{digest[:2]}")[
            "Contents"
        ]
    ]
    assert keys == [f"house-1/{digest[:2]}/{digest}"]
    with pytest.raises(FileNotFoundError):
        b"".join(bucket.read("0" * 64))


@pytest.mark.django_db
def test_a_photo_in_a_bucket_is_served_and_tampering_with_it_is_found_out(bucket: Bucket, ana) -> None:  # noqa: F811
    key = begun(ana, "photo")
    digest = actions.evidence.add_file(by=ana, evidence=key, data=photo(), name="robot.jpg", now=NOW)
    with queries.evidence.file_of(ana, key, digest, now=NOW).data as data:
        assert sha256(data.read()).hexdigest() == digest
    at = f"house-1/{digest[:2]}/{digest}"
    bucket.client.put_object(Bucket="evidence", Key=at, Body=b"another picture")
    assert [each.digest for each in queries.stored_files().faults] == [digest]
    with pytest.raises(Refused, match="changed after it was stored"):
        queries.evidence.file_of(ana, key, digest, now=NOW)
    bucket.client.delete_object(Bucket="evidence", Key=at)
    with pytest.raises(Refused, match="not where it was stored"):
        queries.evidence.file_of(ana, key, digest, now=NOW)
