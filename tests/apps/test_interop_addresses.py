"""What an address brings: a file, or a CASE provider page by page, asked no more often and for no more than it must be."""

import json
from typing import Any

import pytest

from tests.apps.test_interop import finish, framework, outcomes
from tests.factories import NOW, load
from tests.packages import guid
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.interop import actions, addresses, queries
from throughline.apps.interop.actions import Brought
from throughline.apps.interop.models import ImportRun
from throughline.apps.records.files.fetching import Fetcher, NotFetched, Place

BASE = "https://standards.example/ims/case/v1p0"


class Provider:
    """A CASE provider: what it publishes by name, and what it was asked."""

    def __init__(self, *names: str) -> None:
        self.changed = dict.fromkeys(names, "2026-01-01T00:00:00+00:00")
        self.asked: list[str] = []
        self.silent: set[str] = set()

    def document(self, name: str) -> dict[str, Any]:
        return {
            "identifier": guid(name),
            "title": name,
            "creator": "B",
            "lastChangeDateTime": self.changed[name],
        }

    def __call__(self, address: str) -> bytes:
        self.asked.append(address.removeprefix(BASE))
        if "/CFDocuments?" in address:
            given = dict(pair.split("=") for pair in address.partition("?")[2].split("&"))
            first, many = int(given["offset"]), int(given["limit"])
            names = list(self.changed)[first : first + many]
            return json.dumps({"CFDocuments": [self.document(name) for name in names]}).encode()
        name = next(name for name in self.changed if guid(name) in address)
        if name in self.silent:
            raise NotFetched("time", "It did not answer.")
        package = json.loads(framework(f"item of {name}", name=name))
        return json.dumps({**package, "CFDocument": self.document(name)}).encode()


def bring(address: str, get: Any) -> ImportRun:
    return ImportRun.objects.get(
        id=actions.look(by=HOUSE, brought=Brought(name=address, address=address), now=NOW, get=get)
    )


@pytest.mark.django_db
def test_a_provider_is_asked_page_by_page_and_again_only_for_what_changed(monkeypatch):
    load()
    monkeypatch.setattr(addresses, "PAGE", 2)
    provider = Provider("a", "b", "c")
    run = finish(bring(BASE, provider))
    assert provider.asked[:2] == ["/CFDocuments?limit=2&offset=0", "/CFDocuments?limit=2&offset=2"]
    assert (run.kind, outcomes(run)) == ("address", ["new"] * 3)
    provider.asked.clear()
    provider.changed["b"] = "2026-02-01T00:00:00+00:00"
    again = bring(f"{BASE}/CFDocuments", provider)
    assert [each for each in provider.asked if "Packages" in each] == [f"/CFPackages/{guid('b')}"]
    assert outcomes(again) == ["changed"]
    assert "2 of its 3 documents are here" in again.notes[0]["what"]


@pytest.mark.django_db
def test_of_a_large_provider_so_many_come_at_a_time_and_the_next_errand_goes_on(monkeypatch):
    load()
    monkeypatch.setattr(addresses, "AT_ONCE", 2)
    provider = Provider("a", "b", "c")
    assert len(outcomes(finish(bring(BASE, provider)))) == 2
    assert outcomes(finish(bring(BASE, provider))) == ["new"]


@pytest.mark.django_db
def test_a_package_that_does_not_come_is_kept_apart_by_its_address_and_tried_again():
    load()
    provider = Provider("a", "b")
    provider.silent = {"b"}
    run = bring(BASE, provider)
    assert outcomes(run) == ["new"]
    (refused,) = queries.quarantined(HOUSE, run=run.id)
    assert (refused.path, refused.kept) == (f"{BASE}/CFPackages/{guid('b')}", False)
    provider.silent = set()
    again = actions.retry(by=HOUSE, quarantined=refused.id, now=NOW, get=provider)
    assert outcomes(ImportRun.objects.get(id=again)) == ["new"]


@pytest.mark.django_db
def test_the_address_of_a_document_brings_its_package():
    load()
    provider = Provider("a")
    assert outcomes(bring(f"{BASE}/CFDocuments/{guid('a')}", provider)) == ["new"]
    assert provider.asked == [f"/CFPackages/{guid('a')}"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["http://standards.example/a.json", "https://127.0.0.1/a", "https://localhost/a", "file:///etc/passwd",
                "https://user:word@standards.example/a", "https://standards.example:8443/a"],
)  # fmt: skip
def test_an_address_inside_a_network_or_without_https_is_not_asked(address):
    load()
    with pytest.raises(Refused) as refused:
        bring(address, addresses.fetch)
    assert refused.value.what == "The address"
    assert ImportRun.objects.count() == 0


@pytest.mark.django_db
def test_a_name_that_leads_inside_or_an_answer_of_another_type_is_not_taken():
    load()

    def answers(kind: str, ip: str = "93.184.216.34") -> Fetcher:
        def ask(place: Place, ip: str, seconds: float) -> tuple[int, str, bytes]:
            return 200, kind, framework("atoms")

        return Fetcher(lookup=lambda host: [ip], ask=ask, types=addresses.TYPES, most=addresses.MOST_BYTES)

    address = "https://standards.example/science.json"
    with pytest.raises(Refused, match="private network"):
        bring(address, answers("application/json", "10.0.0.7"))
    with pytest.raises(Refused, match="text/html"):
        bring(address, answers("text/html"))
    for kind in ("application/json", "application/ld+json", "text/csv", "application/octet-stream"):
        assert outcomes(bring(address, answers(kind))) == ["new"]
