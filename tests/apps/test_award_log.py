"""The public log holds a salted hash of every signed credential, and decides which survive a stolen key."""

from datetime import timedelta

import pytest

from tests.awarding import awarding_state, outcome_of, the
from tests.factories import NOW, learner, load, show, teacher
from tests.governing import agreed_key
from throughline.apps.directory.actor import HOUSE
from throughline.apps.records import actions, queries
from throughline.apps.trail import log_keys
from throughline.apps.trail.models import PublicEntry
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.proofs import data_integrity
from throughline.core.log_proof import check_log_proof, digest_of, read_log_proof

pytestmark = pytest.mark.django_db
FOUNDATION = ("competency:numbers", "competency:reading", "competency:cells")


@pytest.fixture
def ana():
    load(awarding_state())
    return learner()


@pytest.fixture
def marta(ana):
    return teacher()


def test_a_signed_credential_carries_a_proof_that_the_log_holds_it_and_the_log_says_nothing_of_anyone(
    ana, marta
):
    show(ana, marta, "competency:numbers")
    award = the(ana, "numbers-badge")
    document = queries.credential_of(ana, award.id, now=NOW)
    proof = read_log_proof(queries.log_proof_of(ana, award.id, now=NOW).as_json())
    check = check_log_proof(proof, log=log_keys.public_keys(), digest=digest_of(document))
    assert check.holds, check.why
    other = digest_of({**document, "name": "Another badge"})
    assert not check_log_proof(proof, log=log_keys.public_keys(), digest=other).holds
    said = str(
        list(
            PublicEntry.objects.exclude(kind="version").values("kind", "act", "reference", "number", "digest")
        )
    )
    for told in (str(ana.me), "Ana", str(award.id), document["credentialSubject"]["id"], "numbers-badge"):
        assert told not in said


def test_keys_and_lists_stand_in_the_log_too(ana, marta):
    show(ana, marta, "competency:numbers")
    document = queries.credential_of(ana, the(ana, "numbers-badge").id, now=NOW)
    *_, key, purpose = document["credentialStatus"]["statusListCredential"].split("/")
    queries.status_list(key, purpose, now=NOW)
    agreed_key("northside-high")
    actions.rotate(by=HOUSE, issuer="northside-high", kind="Ed25519", reason="Yearly.", now=NOW)
    entries = PublicEntry.objects.exclude(kind__in=["version", "recognition", "operator"])
    kinds = entries.values_list("kind", "act").order_by("position")
    assert list(kinds) == [
        ("issuer_key", "published"), ("credential", "issued"), ("status_list", "published"),
        ("issuer_key", "published"), ("issuer_key", "retired"),
    ]  # fmt: skip


def test_after_a_theft_what_the_log_held_before_survives_and_the_rest_is_issued_anew(ana, marta):
    show(ana, marta, *FOUNDATION)
    badge, diploma = the(ana, "numbers-badge"), the(ana, "foundation-diploma")
    queries.credential_of(ana, badge.id, now=NOW)
    stolen_at = NOW + timedelta(days=2)
    later = queries.credential_of(ana, diploma.id, now=NOW + timedelta(days=3))
    actions.report_stolen(
        by=HOUSE, issuer="northside-high", name="key-1", at=stolen_at, reason="A laptop was lost.",
        now=NOW + timedelta(days=4),
    )  # fmt: skip
    found = {each.award: each for each in queries.after_theft(HOUSE, "northside-high", "key-1")}
    assert (found[badge.id].survives, found[diploma.id].survives) == ("survives", "does_not")
    made = actions.issue_after_theft(
        by=HOUSE, issuer="northside-high", name="key-1", now=NOW + timedelta(days=4)
    )
    assert len(made) == 1
    anew = queries.credential_of(ana, made[0], now=NOW + timedelta(days=4))
    assert anew["proof"]["verificationMethod"].endswith("#key-2")
    assert outcome_of(anew) == "holds"
    methods = known({each.id: each for each in queries.methods_of("northside-high")})
    (check,) = data_integrity.check_proofs(later, methods=methods, as_of=NOW + timedelta(days=5))
    assert check.outcome != "holds", "a stolen key is believed by nobody without the log"
    assert queries.after_theft(HOUSE, "northside-high", "key-1")[0].award == badge.id
