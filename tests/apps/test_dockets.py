"""The docket: from a proposal to a decision that is signed, in the log, and in force."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.docketed import AFTER, all_vote, authors, closed, opened, packet, proposed, ready, sailing, seated
from tests.factories import NOW, fresh, learner, load, person, teacher
from tests.governing import board, governed
from throughline.apps.advising import actions as advising
from throughline.apps.directory.actor import PUBLIC, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.governance.models import CastBallot, Decision
from throughline.apps.records.queries.statements import check_statement
from throughline.apps.trail import queries as trail

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def sitting_board(django_db_setup, django_db_blocker):
    """The small state with its board seated, once for all of these tests; gone again after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seated(board())[0]
        transaction.set_rollback(True)


@pytest.fixture
def seats(sitting_board, db):
    return sitting_board


@pytest.fixture
def running(seats):
    """A vote that has just opened."""
    docket = proposed(learner(), "board")
    ready(seats, docket)
    opened(seats, docket)
    return docket


def test_anybody_proposes_and_proposals_and_requests_stand_in_one_count(seats):
    ana = learner()
    first = actions.request_pathway(by=ana, profession="Boat builder", now=NOW)
    asked = actions.propose(
        by=ana, kind="pathway", title="Boats", reason="River", bodies=["board"], answers=first, now=NOW
    )
    school = actions.propose(
        by=teacher(), kind="framework", title="Sails", reason="Wind", bodies=["board"], made_for="northside-high", now=NOW
    )  # fmt: skip
    assert first < asked < school
    shown = queries.docket(on=timezone.localdate(NOW))
    assert [(each.docket, each.kind, each.stage) for each in shown] == [
        (school, "framework", "asked"), (asked, "pathway", "asked"),
    ]  # fmt: skip
    assert queries.matter(PUBLIC, asked, on=timezone.localdate(NOW), now=NOW).request == first
    assert ana.name not in repr(queries.matter(PUBLIC, asked, on=timezone.localdate(NOW), now=NOW))
    with pytest.raises(Refused, match="act"):
        actions.propose(
            by=ana, kind="pathway", title="x", reason="y", bodies=["board"], made_for="mercy-bay", now=NOW
        )
    with pytest.raises(Refused, match="no charter"):
        actions.propose(by=ana, kind="pathway", title="x", reason="y", bodies=["nobody"], now=NOW)


def test_from_a_proposal_to_a_signed_decision_that_is_in_force_and_in_the_log(seats, running):
    all_vote(seats, running)
    before = trail.log_size()
    assert closed(seats, running) == "carried"
    assert frameworks.catalogue().competencies["sailing"].title == {"en": "Sailing"}
    vote = queries.one_vote(running, "board", 1)
    assert vote.published == (("competency:sailing", 1),)
    assert check_statement("board", vote.signed).outcome == "holds"
    forged = vote.signed[:-4] + ("AAAA" if not vote.signed.endswith("AAAA") else "BBBB")
    assert check_statement("board", forged).outcome == "broken"
    entries = trail.public_log(limit=1000)
    told = [(e.kind, e.act, e.reference) for e in entries if e.kind in ("proposal", "vote", "decision")]
    assert told[:2] == [
        ("proposal", "opened", f"docket:{running}/board"), ("vote", "opened", f"docket:{running}/board"),
    ]  # fmt: skip
    assert [act for _, act, _ in told[2:]] == ["cast"] * len(seats.voting()) + ["taken"]
    assert told[-1] == ("decision", "taken", f"decision:board/framework/{running}")
    assert "competency:sailing" in [each.reference for each in entries[before:]]
    assert entries[-1].digest == vote.digest
    item = queries.docket(on=timezone.localdate(AFTER))[0]
    assert (item.stage, item.days) == ("in_force", 40)


def test_no_entry_of_a_vote_names_a_person(seats, running):
    all_vote(seats, running)
    closed(seats, running)
    said = repr(trail.public_log(limit=1000)) + repr(queries.one_vote(running, "board", 1))
    for member in seats.voting():
        assert str(member.me) not in said
        assert member.name not in said


def test_a_pack_that_is_loaded_again_does_not_take_back_what_was_voted(seats, running):
    all_vote(seats, running)
    closed(seats, running)
    load(governed(board()), now=AFTER)
    assert "sailing" in frameworks.catalogue().competencies


@pytest.mark.covers("S001-V6")
def test_a_vote_does_not_open_while_the_seat_of_learners_is_vacant(seats):
    docket = proposed(learner(), "board")
    ready(seats, docket)
    leaving = seats.by_seat["learner", 1]
    actions.resign(by=fresh(leaving), body="board", now=NOW, on=timezone.localdate(NOW))
    with pytest.raises(Refused, match="Learners") as refused:
        opened(seats, docket)
    assert [each.code for each in refused.value.about["obstacles"]] == ["seats"]


def test_a_body_decides_nothing_outside_its_powers_and_the_clause_is_named(seats):
    docket = proposed(learner(), "board", kind="funding", text="Give every club a boat.")
    ready(seats, docket)
    with pytest.raises(Refused, match=r"'funding': its charter gives it pathway, framework \(Article 2.1\)"):
        opened(seats, docket)


@pytest.mark.covers("S001-D11.10")
def test_a_vote_waits_for_the_window_and_for_an_answer_to_each_comment(seats):
    docket = proposed(learner(), "board")
    packet(seats.chair, docket)
    with pytest.raises(Refused, match="Nobody was asked for comment"):
        opened(seats, docket)
    last = actions.open_comment(by=seats.clerk, docket=docket, now=NOW)
    assert (last - timezone.localdate(NOW)).days == board().comment_days
    comment = actions.say(
        by=learner("Bo"), docket=docket, text="What about rowing?", speaks_as="learner", now=NOW
    )
    with pytest.raises(Refused, match="open for comment until"):
        opened(seats, docket, now=NOW + timedelta(days=14))
    with pytest.raises(Refused, match="1 comment has no answer"):
        opened(seats, docket)
    with pytest.raises(Refused, match="it was open until"):
        actions.say(by=learner("Cy"), docket=docket, text="Too late?", now=AFTER)
    actions.answer_comment(by=seats.chair, comment=comment, text="Rowing comes next.", now=AFTER)
    with pytest.raises(Refused, match="answered already"):
        actions.answer_comment(by=seats.chair, comment=comment, text="Or never.", now=AFTER)
    assert opened(seats, docket) == 1
    shown = queries.matter(PUBLIC, docket, on=timezone.localdate(AFTER), now=AFTER)
    assert [(each.text, each.speaks_as, each.answer) for each in shown.comments] == [
        ("What about rowing?", "learner", "Rowing comes next.")
    ]
    assert "Bo" not in repr(shown.comments)


def test_what_was_changed_after_comment_had_opened_must_be_heard_first(seats):
    docket = proposed(learner(), "board")
    ready(seats, docket)
    both = {
        "competency:sailing": sailing(title={"en": "Sailing well"}),
        "competency:rowing": sailing(id="rowing"),
    }
    actions.draft(by=seats.chair, docket=docket, documents=both, now=NOW, words="Rowing too")
    with pytest.raises(Refused, match="competency:rowing was changed after comment had opened"):
        opened(seats, docket)
    actions.draft(
        by=seats.chair, docket=docket, documents={"competency:sailing": both["competency:sailing"]}, now=NOW
    )
    assert opened(seats, docket) == 1


@pytest.mark.covers("S001-P0.5")
@pytest.mark.parametrize("missing", ["sorting", "equity"])
def test_a_packet_without_the_sorting_review_or_an_answer_of_the_five_is_refused(seats, missing):
    docket = proposed(learner(), "board")
    packet(seats.chair, docket, without=(missing,))
    actions.open_comment(by=seats.clerk, docket=docket, now=NOW)
    with pytest.raises(Refused, match="sorting review" if missing == "sorting" else "4 of the five"):
        opened(seats, docket)


@pytest.mark.covers("S001-R14.6", "S001-P0.5")
def test_the_packet_shows_the_five_answers_the_review_and_what_the_detectors_found(seats, running):
    shown = queries.one_vote(running, "board", 1).packet
    assert set(shown["questions"]) == {"sorting", "equity", "people", "infrastructure", "economy", "voting"}
    assert shown["questions"]["equity"] == "As to equity: yes"
    assert [each[0] for each in shown["detectors"]] == ["C03", "C08", "C09", "C15", "C16", "C22"]
    assert shown["clause"] == "Article 2.1"


def test_a_seat_votes_once_in_the_open_and_stands_aside_only_for_a_conflict(seats, running):
    member, other = (fresh(each) for each in seats.voting()[:2])
    with pytest.raises(Refused, match="names the conflict"):
        actions.vote(by=member, docket=running, body="board", word="recused", now=AFTER)
    actions.vote(by=member, docket=running, body="board", word="recused", conflict="I sell boats", now=AFTER)
    with pytest.raises(Refused, match="has voted"):
        actions.vote(by=member, docket=running, body="board", word="for", now=AFTER)
    with pytest.raises(Refused, match="seat in"):
        actions.vote(by=learner("Stranger"), docket=running, body="board", word="for", now=AFTER)
    actions.vote(by=other, docket=running, body="board", word="against", reason="Too wet", now=AFTER)
    shown = queries.one_vote(running, "board", 1)
    assert [(b.seat, b.word, b.reason, b.conflict) for b in shown.ballots] == [
        ("k12", "recused", "", "I sell boats"), ("postsecondary", "against", "Too wet", ""),
    ]  # fmt: skip
    assert len(shown.silent) == len(seats.voting()) - 2


def test_a_ballot_and_a_decision_stand_even_against_the_database_itself(seats, running):
    all_vote(seats, running, but=1)
    late = AFTER + timedelta(days=8)
    closed(seats, running, now=late)
    row = CastBallot.objects.first()
    for sentence in (
        "UPDATE governance_castballot SET word = 'against'", "DELETE FROM governance_decision",
        "UPDATE governance_vote SET closes = '2030-01-01'", "TRUNCATE governance_commentanswer CASCADE",
    ):  # fmt: skip
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sentence)
    with pytest.raises(DatabaseError, match="no ballot comes after it"), transaction.atomic():
        CastBallot.objects.create(
            vote=row.vote, seat="youth", place=1, sector="community", word="for", person_id=seats.clerk.me, cast_at=late
        )  # fmt: skip
    with pytest.raises(Refused, match="decided already"):
        actions.vote(by=fresh(seats.voting()[-1]), docket=running, body="board", word="for", now=late)


def test_it_closes_when_all_have_spoken_or_on_the_day_after_its_last(seats, running):
    all_vote(seats, running, but=1)
    with pytest.raises(Refused, match="not everybody has voted"):
        closed(seats, running)
    late = AFTER + timedelta(days=8)
    with pytest.raises(Refused, match="it closed on"):
        all_vote(seats, running, now=late)
    with pytest.raises(Refused, match="gives no reasons"):
        closed(seats, running, now=late, reasons=" ")
    assert closed(seats, running, now=late) == "carried"


@pytest.mark.parametrize(("word", "outcome"), [("against", "lost"), ("abstain", "lost")])
def test_what_is_lost_changes_nothing(seats, running, word, outcome):
    all_vote(seats, running, word)
    assert closed(seats, running) == outcome
    assert "sailing" not in frameworks.catalogue().competencies
    assert Decision.objects.get().published == []
    with pytest.raises(Refused, match="open already, or it is decided"):
        opened(seats, running)


def test_without_a_quorum_the_vote_is_held_again(seats, running):
    members = seats.voting()
    all_vote(seats, running, but=len(members) - 2)
    late = AFTER + timedelta(days=8)
    assert closed(seats, running, now=late) == "no_quorum"
    assert opened(seats, running, now=late) == 2


def test_two_votes_are_never_about_the_same_document(seats, running):
    other = proposed(learner("Bo"), "board", documents={"competency:sailing": sailing(title={"en": "Other"})})
    ready(seats, other)
    with pytest.raises(Refused, match=f"before a vote already, under docket number {running}"):
        opened(seats, other)
    all_vote(seats, running)
    closed(seats, running)
    with pytest.raises(Refused, match="competency:sailing has changed since this was drafted"):
        opened(seats, other)


@pytest.mark.covers("S001-SH5.1")
def test_how_power_is_spread_is_worked_out_again_from_the_votes(seats, running):
    members = [fresh(each) for each in seats.voting()]
    for nth, member in enumerate(members):
        word = ("for", "against", "abstain")[nth % 3]
        actions.vote(by=member, docket=running, body="board", word=word, now=AFTER)
    closed(seats, running)
    found = queries.spread(queries.votes_held())
    said = [
        b
        for b in queries.one_vote(running, "board", 1).statement["ballots"]
        if b["word"] in ("for", "against")
    ]
    shares = [sum(b["sector"] == s for b in said) / len(said) for s in {b["sector"] for b in said}]
    assert float(found.index) == pytest.approx(sum(share**2 for share in shares))
    assert found.decisions == 1
    assert min(found.shares.values()) > 0


def test_a_draft_that_names_what_is_not_there_or_is_another_kind_is_refused_with_its_place(seats):
    docket = actions.propose(by=learner(), kind="framework", title="x", reason="y", bodies=["board"], now=NOW)
    for documents, words in (
        ({"competency:sailing": sailing(framework="nowhere")}, "there is no competency framework 'nowhere'"),
        ({"competency:sailing": {"id": "sailing"}}, "competency:sailing, at"),
        ({"competency:sailing": sailing(id="rowing")}, "says that its id is 'rowing'"),
        ({"agreement:a": {}}, "changes no agreement"),
        ({}, "still empty"),
    ):
        with pytest.raises(Refused, match=words):
            actions.draft(by=seats.chair, docket=docket, documents=documents, now=NOW)
    with pytest.raises(Refused, match="whoever made the proposal"):
        actions.draft(by=person("Stranger"), docket=docket, text="Mine", now=NOW)


def test_who_signs_speaks_for_their_own_organization_and_the_sector_is_its(seats):
    ana = learner()
    docket = proposed(ana, "board")
    by_sector = authors()
    for sector, who in by_sector.items():
        at = who.roles[0].organization
        assert (
            actions.sign_part(by=who, docket=docket, part="competency:sailing", organization=at, now=NOW)
            == sector
        )
    assert actions.sign_part(
        by=ana, docket=docket, part="competency:sailing", organization="northside-high", now=NOW
    ) == "learners"  # fmt: skip
    (part,) = queries.matter(PUBLIC, docket, on=timezone.localdate(NOW), now=NOW).parts
    assert part.sectors == ("community", "k12", "learners", "postsecondary", "workforce")
    with pytest.raises(Refused, match="who acts for the organization"):
        actions.sign_part(by=ana, docket=docket, part="competency:sailing", organization="mercy-bay", now=NOW)
    with pytest.raises(Refused, match="changes no part"):
        actions.sign_part(
            by=ana, docket=docket, part="competency:rowing", organization="northside-high", now=NOW
        )


def test_whoever_made_it_withdraws_it_and_nobody_goes_on_with_it(seats):
    ana = learner()
    docket = proposed(ana, "board")
    with pytest.raises(Refused, match="whoever made"):
        actions.withdraw_proposal(by=seats.clerk, docket=docket, reason="No", now=NOW)
    actions.withdraw_proposal(by=ana, docket=docket, reason="Another has it", now=NOW)
    assert queries.docket(on=timezone.localdate(NOW))[0].stage == "withdrawn"
    with pytest.raises(Refused, match="was withdrawn"):
        actions.open_comment(by=seats.clerk, docket=docket, now=NOW)
    with pytest.raises(Refused, match="was withdrawn"):
        advising.open_vote(by=seats.clerk, docket=docket, body="board", now=NOW)


def test_who_declared_a_conflict_with_whoever_asks_stands_aside(seats):
    member = fresh(seats.voting()[2])
    actions.declare_conflict(
        by=member, body="board", organization="northside-high", words="My sister teaches there", now=NOW
    )
    docket = proposed(teacher(), "board", made_for="northside-high")
    ready(seats, docket)
    opened(seats, docket)
    with pytest.raises(Refused, match="declared a conflict with northside-high"):
        actions.vote(by=member, docket=docket, body="board", word="for", now=AFTER)
    actions.vote(by=member, docket=docket, body="board", word="recused", conflict="My sister", now=AFTER)
