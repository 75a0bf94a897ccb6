"""Badges that were issued elsewhere: kept as they came, checked without their host, honest about what only a host knows."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.awarding import awarding_state
from tests.factories import learner, load, teacher
from tests.rows import shared_folder
from throughline.apps.directory.actor import Refused
from throughline.apps.records import queries as records
from throughline.apps.records.actions import holding
from throughline.apps.records.models import HeldCredential
from throughline.core.credentials.carriers import baking
from throughline.core.credentials.controllers.resolving import Unreachable, known
from throughline.core.credentials.keys import new_private
from throughline.core.credentials.proofs import data_integrity

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    load(awarding_state())
    return learner()


def sample(name):
    file = shared_folder() / "standards" / "credentials" / name
    if not file.exists():
        pytest.skip("the shared standards are not here; name their place with THROUGHLINE_SHARED")
    return file.read_bytes()


def offline(address):
    raise Unreachable(f"{address} was not asked.")


def hold(who, given, fetcher=offline):
    return holding.hold(by=who, given=given, now=timezone.now(), fetcher=fetcher)


def kept(who):
    return records.holding.held(who, who.me, now=timezone.now())


def own_badge(**changes):
    """A badge with its issuer's key in its name, so that nobody need be asked."""
    key = new_private()
    did = f"did:key:{key.public.multibase()}"
    began = timezone.now().replace(microsecond=0) - timedelta(days=90)
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": f"urn:uuid:{uuid4()}", "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did, "type": ["Profile"], "name": "Harbor Club"},
        "validFrom": began.strftime("%Y-%m-%dT%H:%M:%SZ"), "name": "Knots",
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": {
            "id": "https://club.example/knots", "type": ["Achievement"], "name": "Knots", "description": "Ties them",
            "criteria": {"narrative": "Tied twelve"}}},
        **changes,
    }  # fmt: skip
    return data_integrity.sign(document, key=key, method=f"{did}#{key.public.multibase()}", created=began)


@pytest.mark.covers("N09")
def test_a_badge_from_elsewhere_is_checked_without_its_host_and_kept_byte_for_byte(ana):
    given = json.dumps(own_badge(), indent=3).encode()
    made = hold(ana, given)
    (found,) = kept(ana)
    assert (found.name, found.issuer_name, found.answer, found.host_needed) == (
        "Knots",
        "Harbor Club",
        "verified",
        False,
    )
    assert records.holding.held_file(ana, made.id, now=timezone.now()).content == given


@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_picture_with_a_badge_inside_stays_that_picture(ana, form):
    from throughline.core.drawing.badge import badge_png, badge_svg

    svg = badge_svg("Knots", "Harbor Club", "", "Knots", 7)
    text = json.dumps(own_badge())
    baked = baking.bake_svg(svg.encode(), text) if form == "svg" else baking.bake_png(badge_png(svg), text)
    made = hold(ana, baked)
    (found,) = kept(ana)
    assert (found.form, found.answer) == (form, "verified")
    assert records.holding.held_file(ana, made.id, now=timezone.now()).content == baked


def test_the_baked_pictures_and_tokens_of_the_standard_are_read_though_their_issuers_are_not_asked(ana):
    for name in ("simple-json.png", "simple-jwt.svg", "simple.jwt", "simple.json"):
        given = sample(f"1edtech-validator/ob30/{name}")
        made = hold(ana, given)
        assert records.holding.held_file(ana, made.id, now=timezone.now()).content == given
    assert {each.answer for each in kept(ana)} <= {"verified", "cannot_tell"}


def test_a_badge_that_has_run_out_is_kept_and_says_so(ana):
    hold(
        ana,
        json.dumps(
            own_badge(validUntil=(timezone.now() - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ"))
        ).encode(),
    )
    (found,) = kept(ana)
    assert (found.answer, found.over) == ("not_verified", True)


@pytest.mark.parametrize("spoilt", ["name", "issuer", "proof"])
def test_a_badge_that_was_changed_is_not_kept(ana, spoilt):
    badge = own_badge()
    if spoilt == "proof":
        badge.pop("proof")
    else:
        badge[spoilt] = "Surgery" if spoilt == "name" else f"did:key:{new_private().public.multibase()}"
    with pytest.raises(Refused):
        hold(ana, json.dumps(badge).encode())
    assert kept(ana) == ()


@pytest.mark.parametrize(
    "given", [b"hello", b"{}", b"", b"PK\x03\x04", b"https://badges.example/1", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_badge_is_refused_in_words(ana, given):
    with pytest.raises(Refused):
        hold(ana, given)


def web_of_older_badges(badge):
    """The pages of a host of Open Badges 2.0: the badge, its class, its issuer."""
    base = "https://badges.example"
    pages = {
        f"{base}/issuer": {"@context": "https://w3id.org/openbadges/v2", "id": f"{base}/issuer", "type": "Issuer",
                           "name": "Old Club", "url": base, "email": "a@badges.example"},
        f"{base}/class": {"@context": "https://w3id.org/openbadges/v2", "id": f"{base}/class", "type": "BadgeClass",
                          "name": "Sailing", "description": "Sails", "image": f"{base}/i.png",
                          "criteria": {"narrative": "Sailed alone"}, "issuer": f"{base}/issuer"},
        badge["id"]: badge,
    }  # fmt: skip

    def asked(address):
        if address not in pages:
            raise Unreachable(f"{address} is not there.")
        return json.dumps(pages[address]).encode()

    return asked


OLDER = {
    "@context": "https://w3id.org/openbadges/v2", "id": "https://badges.example/1", "type": "Assertion",
    "recipient": {"type": "email", "hashed": False, "identity": "ana@example.org"}, "issuedOn": "2021-05-01T00:00:00Z",
    "verification": {"type": "HostedBadge"}, "badge": "https://badges.example/class",
}  # fmt: skip


@pytest.mark.covers("N09")
def test_an_older_badge_whose_host_is_silent_says_that_its_host_is_needed(ana):
    hold(ana, json.dumps(OLDER).encode())
    (found,) = kept(ana)
    assert (found.kind, found.answer, found.host_needed, found.repackaged) == (
        "badge_2",
        "cannot_tell",
        True,
        False,
    )


def test_an_older_badge_is_repackaged_so_that_it_needs_its_host_no_more(ana):
    made = hold(ana, json.dumps(OLDER).encode(), fetcher=web_of_older_badges(OLDER))
    (found,) = kept(ana)
    assert (found.answer, found.host_needed, found.repackaged) == ("verified", False, True)
    newer = records.holding.held_repackaged(ana, made.id, now=timezone.now())
    (check,) = data_integrity.check_proofs(newer, methods=known(records.methods_of("small")))
    assert check.outcome == "holds"
    assert newer["evidence"][0]["id"] == OLDER["id"]
    assert newer["credentialSubject"]["achievement"]["creator"]["name"] == "Old Club"
    later = records.verified(
        ana, json.dumps(newer), now=timezone.now() + timedelta(seconds=2), fetcher=offline
    )
    assert later.answer == "verified"


def test_an_older_badge_is_checked_again_once_its_host_answers(ana):
    made = hold(ana, json.dumps(OLDER).encode())
    holding.check_again(by=ana, held=made.id, now=timezone.now(), fetcher=web_of_older_badges(OLDER))
    (found,) = kept(ana)
    assert (found.answer, found.repackaged) == ("verified", True)


def test_the_same_file_twice_is_one(ana):
    given = json.dumps(own_badge()).encode()
    assert hold(ana, given).id == hold(ana, given).id
    assert HeldCredential.objects.count() == 1


def test_only_the_learner_keeps_and_lets_go_and_a_reader_they_let_in_leaves_a_trace(ana):
    made = hold(ana, json.dumps(own_badge()).encode())
    bo = teacher("Bo")
    for act in (lambda: holding.let_go(by=bo, held=made.id, now=timezone.now()),
                lambda: holding.check_again(by=bo, held=made.id, now=timezone.now()),
                lambda: records.holding.held(bo, ana.me, now=timezone.now()),
                lambda: records.holding.held_file(bo, made.id, now=timezone.now())):  # fmt: skip
        with pytest.raises(Refused):
            act()
    holding.let_go(by=ana, held=made.id, now=timezone.now())
    assert kept(ana) == ()
