"""A record leaves one house and comes home in another: nothing is lost, and only what was signed counts."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from tests.core.credentials.bundles import WORDS
from tests.factories import NOW, TODAY, learner, load, teacher
from tests.living import somebody_who_lived, whole_state
from throughline.apps.advising import actions as advising
from throughline.apps.advising import queries as plans
from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import Attainment, Award, Bringing, HeldCredential
from throughline.apps.trail.models import Event
from throughline.core.credentials.bundle.reading import read_bundle
from throughline.core.credentials.bundle.writing import write_bundle
from throughline.core.credentials.controllers.resolving import Unreachable

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
MOVED = timedelta(days=31)


def nobody(address):
    raise Unreachable(f"{address} must not be asked.")


@pytest.fixture
def lived(another_house):
    return somebody_who_lived()


def bundle_of(who, now=LATER):
    _, clr = queries.own_file(who, who.me, now=now)
    more = plans.own_sections(who, who.me)
    held = queries.everything(who, who.me, clr=clr, transcript=None, more=more, now=now)
    return b"".join(write_bundle(held, WORDS))


def known_issuers(folder, now=LATER):
    queries.signed_registry(now=now)
    file = folder / "issuers.json"
    file.write_text(json.dumps(queries.signed_registry(now=now)))
    return [str(file)]


def home(who, bundle, now=LATER, fetcher=nobody):
    return advising.bring_record(
        by=who, learner=who.me, data=BytesIO(bundle), now=now + timedelta(hours=1), fetcher=fetcher
    )


@pytest.mark.covers("S001-R3.1c")
def test_a_record_goes_to_an_empty_house_and_from_there_again_with_nothing_lost(
    lived, another_house, tmp_path
):  # fmt: skip
    first = bundle_of(lived)
    registry = known_issuers(tmp_path)
    with another_house(KNOWN_ISSUERS=registry):
        load(whole_state(), now=LATER)
        ana = learner()
        assert ana.me != lived.me
        home(ana, first)
        second = bundle_of(ana, LATER + MOVED)
        left, came = read_bundle(first), read_bundle(second)
        assert set(left.record) <= set(came.record)
        empty = [section for section, rows in left.record.items() if not rows]
        assert len(left.record) - len(empty) > 30, empty
        for section, rows in left.record.items():
            if section != "brought from":
                assert came.record[section] == rows, section
        assert [each["holder"] for each in came.record["brought from"]] == ["Ana Reed"]
        bodies = {each.body for each in came.credentials}
        assert {each.body for each in left.credentials} <= bodies
        proofs = {each.body: each.log_proof for each in came.credentials}
        assert all(each.log_proof and proofs[each.body] == each.log_proof for each in left.credentials)
        assert {e.digest: b"".join(e.chunks()) for e in left.evidence} == {
            e.digest: b"".join(e.chunks()) for e in came.evidence
        }
        assert {each.address for each in left.snapshots} <= {each.address for each in came.snapshots}


def told_of(who):
    """What a learner tells of each piece; small pictures are drawn anew."""
    pieces = queries.evidence.own(who, who.me).kept
    return [(p.title, p.words, [replace(f, preview="") for f in p.files], p.people) for p in pieces]


def test_what_is_the_learners_own_lives_on_where_it_came(lived, another_house, tmp_path):
    first, before = bundle_of(lived), queries.own_record(lived, lived.me, now=LATER)
    told = told_of(lived)
    registry = known_issuers(tmp_path)
    with another_house(KNOWN_ISSUERS=registry):
        load(whole_state(), now=LATER)
        ana = learner()
        home(ana, first)
        after = queries.own_record(ana, ana.me, now=LATER + MOVED)
        pieces = queries.evidence.own(ana, ana.me).kept
        assert told_of(ana) == told
        assert {key for key in before.lines if key.startswith("evidence:")} <= after.lines.keys()
        assert after.featured == before.featured == ("competency:numbers",)
        assert queries.neutral_places(ana.me) == frozenset({"mercy-bay"})
        choice = plans.choice_of(ana, ana.me, now=LATER)
        assert (choice.pathway, choice.destination) == ("pathway:medicine", "nurse")
        assert plans.reflections(ana, ana.me, now=LATER)[0].future == "Nurse"
        assert [g.words for g in plans.goals(ana, ana.me, now=LATER)] == ["Work in a ward"]
        key = pieces[0].id
        actions.evidence.revise(by=ana, evidence=key, now=LATER + MOVED)
        actions.evidence.write(by=ana, evidence=key, typed={"title": "Better now"}, now=LATER + MOVED)
        actions.evidence.keep(by=ana, evidence=key, now=LATER + MOVED)
        again = read_bundle(bundle_of(ana, LATER + MOVED)).record
        assert "Better now" in {each["title"] for each in again["versions of work"]}
        assert len(again["versions of work"]) == 1 + len(read_bundle(first).record["versions of work"])


def test_what_known_issuers_signed_counts_and_what_only_the_holder_says_does_not(
    lived, another_house, tmp_path
):  # fmt: skip
    first, before = bundle_of(lived), queries.records_of([lived.me])[lived.me]
    registry = known_issuers(tmp_path)
    with another_house(KNOWN_ISSUERS=registry):
        load(whole_state(), now=LATER)
        ana = learner()
        home(ana, first)
        facts = queries.records_of([ana.me])[ana.me].facts
        counted = {(f.what, f.level) for f in facts if f.confirmed}
        standing = {(f.what, f.level) for f in before.facts if f.confirmed and not f.revoked}
        assert counted == standing - {("credential:foundation-diploma", None)}, "it was taken back"
        told = {f.what for f in facts if not f.confirmed}
        assert told == {"experience:garden"}
        assert {f.issuer for f in facts if f.confirmed} <= {"small", "northside-high", "trades-association"}
        assert all(not f.validators for f in facts if not f.confirmed)


def test_nobody_known_signed_it_so_nothing_of_it_counts_and_nothing_of_it_is_lost(
    lived, another_house
):  # fmt: skip
    first = bundle_of(lived)
    with another_house():
        load(whole_state(), now=LATER)
        ana = learner()
        look = queries.looked_at(ana, ana.me, read_bundle(first), now=LATER, fetcher=nobody)
        assert (look.counted, look.told) == (0, len(look.facts))
        assert {each.known for each in look.credentials} == {False}
        home(ana, first)
        assert not Attainment.objects.filter(confirmed=True).exists()
        lines = queries.own_record(ana, ana.me, now=LATER).lines.values()
        assert {line.assurance for line in lines} == {"said"}
        assert len(read_bundle(bundle_of_unsigned(ana)).record["facts"]) == len(
            read_bundle(first).record["facts"]
        )


def bundle_of_unsigned(who, now=LATER + MOVED):
    more = plans.own_sections(who, who.me)
    held = queries.everything(who, who.me, clr=None, transcript=None, more=more, now=now)
    return b"".join(write_bundle(held, WORDS))


def changed(bundle, change):
    held = read_bundle(bundle)
    record = json.loads(json.dumps(held.record))
    return b"".join(write_bundle(change(replace(held, record=record)), WORDS))


def test_a_forged_row_comes_in_as_told_and_a_forged_credential_as_one_that_does_not_hold(
    lived, another_house, tmp_path
):  # fmt: skip
    def forge(held):
        facts = held.record["facts"]
        facts.append({**facts[0], "id": "11111111-1111-4111-8111-111111111111", "what": "credential:care-degree",
                      "level": None, "confirmed": True, "source": "assessor"})  # fmt: skip
        false = json.loads(held.credentials[0].body)
        false["id"], false["name"] = "urn:uuid:11111111-1111-4111-8111-111111111112", "Surgeon"
        return replace(
            held,
            credentials=(*held.credentials, replace(held.credentials[0], body=json.dumps(false).encode())),
        )

    first, registry = changed(bundle_of(lived), forge), known_issuers(tmp_path)
    with another_house(KNOWN_ISSUERS=registry):
        load(whole_state(), now=LATER)
        ana = learner()
        home(ana, first)
        facts = {f.what: f for f in queries.records_of([ana.me])[ana.me].facts}
        assert not facts["credential:care-degree"].confirmed
        held = {row.name: row.answer for row in HeldCredential.objects.all()}
        assert held["Surgeon"] == "not_verified"


def test_signed_for_somebody_else_counts_for_nobody_here(lived, another_house, tmp_path):
    first, registry = bundle_of(lived), known_issuers(tmp_path)
    with another_house(KNOWN_ISSUERS=registry):
        load(whole_state(), now=LATER)
        other = learner("Bea")
        with pytest.raises(Refused, match="it is the record of Ana Reed"):
            home(other, first)
        renamed = changed(first, lambda held: replace(held, holder="Bea Reed"))
        home(other, renamed)
        assert not Attainment.objects.filter(confirmed=True).exists()


def test_the_same_bundle_twice_brings_nothing_twice_and_one_credential_has_one_holder(
    lived, another_house, tmp_path
):  # fmt: skip
    first, later, registry = (
        bundle_of(lived),
        bundle_of(lived, LATER + timedelta(minutes=5)),
        known_issuers(tmp_path),
    )
    with another_house(KNOWN_ISSUERS=registry):
        load(whole_state(), now=LATER)
        ana = learner()
        came, again = home(ana, first), home(ana, first)
        assert (came.new, again.new, came.id) == (True, False, again.id)
        rows = Attainment.objects.count()
        home(ana, later)
        assert (Attainment.objects.count(), Bringing.objects.count()) == (rows, 2)
        namesake = learner()
        with pytest.raises(Refused, match="somebody else's record"):
            home(namesake, first)
        assert not Bringing.objects.filter(learner=namesake.me).exists()


def test_ones_own_bundle_brought_back_into_the_same_house_changes_nothing(lived):
    before = queries.own_record(lived, lived.me, now=LATER)
    home(lived, bundle_of(lived))
    assert queries.own_record(lived, lived.me, now=LATER) == before
    assert not HeldCredential.objects.exists()


def broken(section, *, where=None, **columns):
    """One row of a section changed: the first, or the first with these values."""

    def change(held):
        rows = held.record[section]
        next(row for row in rows if (where or {}).items() <= row.items()).update(columns)
        return held

    return change


def withdrawn(held):
    gone = held.record["withdrawals"][0]["attainment_id"]
    next(row for row in held.record["facts"] if row["id"] == gone)["happened_on"] = "yesterday"
    return held


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (broken("facts", happened_on="yesterday"), "“facts” in it cannot be read"),
        (withdrawn, "“facts” in it cannot be read"),
        (broken("versions of work", link="javascript:alert(1)"), "“versions of work” in it cannot be read"),
        (broken("versions of work", words="Another text."), "was changed after it was kept"),
        (broken("files of work", stored_id="0" * 64), "did not come along"),
        (broken("choices", state="crowned"), "this state knows no such step"),
        (broken("versions of the plan", body=[]), "is of another kind"),
        (broken("facts", where={"what": "experience:garden"}, what="NOT A KIND"), "contradict each other"),
    ],
)
def test_what_cannot_be_read_is_named_and_then_none_of_it_comes_in(lived, another_house, change, said):
    first = changed(bundle_of(lived), change)
    with another_house():
        load(whole_state(), now=LATER)
        ana = learner()
        with pytest.raises(Refused) as refusal:
            home(ana, first)
        assert said in str(refusal.value)
        assert not Bringing.objects.exists()
        assert not Attainment.objects.exists()
        assert queries.own_record(ana, ana.me, now=LATER).lines == {}


def test_words_of_others_come_as_brought_and_make_nothing_surer(lived, another_house):
    first = bundle_of(lived)
    with another_house():
        load(whole_state(), now=LATER)
        ana = learner()
        home(ana, first)
        (said,) = [s for p in queries.evidence.own(ana, ana.me).kept for s in p.said_about]
        assert (said.words, said.name, said.assurance) == ("I saw her build it.", "Ben", "brought")
        works = [w for w in queries.own_record(ana, ana.me, now=LATER).lines.values() if w.kind == "evidence"]
        assert {line.assurance for line in works} == {"said"}


def test_the_next_act_here_issues_nothing_that_a_known_issuer_issued_before(
    lived, another_house, tmp_path
):  # fmt: skip
    first, registry = bundle_of(lived), known_issuers(tmp_path)
    with another_house(KNOWN_ISSUERS=registry):
        load(whole_state(), now=LATER)
        ana = learner()
        home(ana, first)
        assert not Award.objects.exists()
        fact = NewFact(ana.me, "experience:chess", TODAY)
        actions.attest(by=teacher(), fact=fact, now=LATER + MOVED)
        assert "credential:numbers-badge" not in set(Award.objects.values_list("credential", flat=True))


def test_only_the_learner_or_the_command_line_brings_a_record(lived):
    with pytest.raises(Refused, match="Only these may"):
        advising.bring_record(
            by=teacher("Tom"), learner=lived.me, data=BytesIO(bundle_of(lived)), now=LATER, fetcher=nobody
        )


def test_bringing_is_an_event_the_learner_sees_and_it_stays(lived, another_house):
    first = bundle_of(lived)
    with another_house():
        load(whole_state(), now=LATER)
        ana = learner()
        home(ana, first)
        assert Event.objects.get(verb="brought a record").about == ana.me
        (now,) = queries.bringings(ana, ana.me, now=LATER)
        assert now.holder == "Ana Reed"
        assert "experience:garden" in now.told
