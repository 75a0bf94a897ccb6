"""A learner shows part of a record to somebody, for a purpose, until a day; sees who looked; takes it back at once."""

from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import NOW, TODAY, fresh, helps, learner, load, person, show, small_state, teacher
from throughline.apps.directory import actions as people
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Actor, Refused
from throughline.apps.records import actions, queries
from throughline.apps.records.actions import NewShare
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import Share
from throughline.core.consents import ConsentRule

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=30)
NOTE = "Measured the roof of the boathouse twice."


@pytest.fixture
def ana() -> Actor:
    load()
    return learner()


@pytest.fixture
def marta(ana: Actor) -> Actor:
    return teacher()


def asks_guardian(part: str = "beside") -> None:
    """The small state asks a guardian's yes to sharing."""
    from dataclasses import replace

    pack = small_state()
    rule = ConsentRule("sharing", {"en": "Sharing"}, guardian=part)  # type: ignore[arg-type]
    load(replace(pack, state=replace(pack.state, consents=(rule,))))


def fact(who: Actor, by: Actor, what: str, **rest: object) -> None:
    """A fact with what the test wants of it."""
    level = 2 if what.startswith("competency:") else None
    actions.attest(by=by, fact=NewFact(who.me, what, TODAY, level=level, **rest), now=NOW)  # type: ignore[arg-type]


def prepared(who: Actor, *picked: str, **rest: object) -> object:
    """A draft that shows these entries."""
    new = NewShare("college", "Harbor College", "To apply", picked, LATER, **rest)  # type: ignore[arg-type]
    return actions.prepare(by=who, learner=who.me, new=new, now=NOW)


def shared(who: Actor, *picked: str, **rest: object) -> tuple[object, str]:
    """An open share, with the secret of its link."""
    key = prepared(who, *picked, **rest)
    return key, actions.open_share(by=who, share=key, now=NOW)  # type: ignore[arg-type]


@pytest.mark.covers("S001-D6.7")
def test_a_link_shows_what_was_picked_and_no_trace_of_the_rest(ana, marta):
    fact(ana, marta, "competency:numbers", note=NOTE)
    fact(ana, marta, "competency:reading", note="Read a private letter aloud.")
    _, secret = shared(ana, "competency:numbers")
    seen = queries.opened(secret, now=NOW)
    assert list(seen.record.entries) == ["competency:numbers"]
    assert "reading" not in repr(seen).lower()
    assert "private letter" not in repr(seen)


def test_what_is_added_later_is_not_shown_by_an_older_share(ana, marta):
    show(ana, marta, "competency:numbers")
    _, secret = shared(ana, "competency:numbers")
    show(ana, marta, "competency:numbers", "competency:cells", level=3)
    (line,) = queries.opened(secret, now=NOW).record.lines.values()
    assert line.step == 2


def test_the_preview_is_what_the_other_side_sees(ana, marta):
    show(ana, marta, "competency:numbers", "competency:reading")
    key = prepared(ana, "competency:numbers")
    before = queries.preview(ana, key, now=NOW)
    secret = actions.open_share(by=ana, share=key, now=NOW)
    assert asdict(queries.opened(secret, now=NOW)) == asdict(before)


def test_lines_left_out_of_a_draft_are_not_shown_and_something_must_remain(ana, marta):
    show(ana, marta, "competency:numbers", "competency:reading")
    key = prepared(ana, "competency:numbers", "competency:reading")
    lines = queries.preview(ana, key, now=NOW).record.lines
    out = [key_ for key_, line in lines.items() if line.what == "competency:reading"]
    actions.leave_out(by=ana, share=key, keys=out, now=NOW)
    assert list(queries.preview(ana, key, now=NOW).record.entries) == ["competency:numbers"]
    with pytest.raises(Refused, match="nothing would be left"):
        actions.leave_out(by=ana, share=key, keys=list(lines), now=NOW)


def test_the_secret_of_a_link_is_not_kept_and_a_new_one_ends_the_old(ana, marta):
    show(ana, marta, "competency:numbers")
    key, secret = shared(ana, "competency:numbers")
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_share::text FROM records_share")
        assert secret not in cursor.fetchone()[0]
    newer = actions.renew_link(by=ana, share=key, now=NOW)
    assert queries.opened(newer, now=NOW).name == "Ana Reed"
    with pytest.raises(queries.NotShared, match="nothing is shared"):
        queries.opened(secret, now=NOW)


@pytest.mark.parametrize("end", ["taken back", "its day has passed"])
def test_a_share_that_ended_answers_plainly_and_shows_nothing(ana, marta, end):
    show(ana, marta, "competency:numbers")
    key, secret = shared(ana, "competency:numbers")
    now = NOW
    if end == "taken back":
        actions.withdraw_share(by=ana, share=key, now=NOW)
    else:
        now = LATER
    with pytest.raises(queries.NotShared, match="no longer shared") as refusal:
        queries.opened(secret, now=now)
    assert "Ana" not in str(refusal.value)


def test_a_draft_cannot_be_opened_by_anybody_else(ana, marta):
    show(ana, marta, "competency:numbers")
    key = prepared(ana, "competency:numbers", organization="mercy-bay")
    boss = person("Boss", ("employer", "mercy-bay"))
    with pytest.raises(queries.NotShared):
        queries.opened_directly(boss, key, now=NOW)
    with pytest.raises(Refused):
        queries.preview(boss, key, now=NOW)


def test_a_look_by_link_is_an_event_the_learner_reads_once_a_day(ana, marta):
    show(ana, marta, "competency:numbers")
    key, secret = shared(ana, "competency:numbers")
    for hours in (0, 1, 26):
        queries.opened(secret, now=NOW + timedelta(hours=hours))
    (mine,) = queries.shares(ana, ana.me, now=NOW)
    assert [look.who for look in mine.looked] == ["Harbor College, by your link"] * 2
    assert {look.at for look in directory.reads_of(ana, ana.me)} == {f"share:{key}"}
    assert mine.state == "open"


def test_looking_at_ones_own_preview_is_no_event(ana, marta):
    show(ana, marta, "competency:numbers")
    key, _ = shared(ana, "competency:numbers")
    queries.preview(ana, key, now=NOW)
    assert directory.reads_of(ana, ana.me) == []


@pytest.mark.covers("S001-R3.1b")
def test_one_record_three_readers_each_sees_only_what_is_theirs(ana, marta):
    show(ana, marta, "competency:numbers", "competency:cells")
    fact(ana, marta, "experience:harbor-shop", context="workplace", organization="mercy-bay", note=NOTE)
    wanted = {
        "college": ("competency:numbers", "competency:cells"),
        "employer": ("experience:harbor-shop",),
        "family": ("competency:cells", "experience:harbor-shop"),
    }
    for audience, picked in wanted.items():
        new = NewShare(audience, audience, "To show", picked, LATER)
        key = actions.prepare(by=ana, learner=ana.me, new=new, now=NOW)
        seen = queries.opened(actions.open_share(by=ana, share=key, now=NOW), now=NOW)
        assert set(seen.record.entries) == set(picked)


def test_what_is_shared_directly_stands_in_the_inbox_of_its_members_only(ana, marta):
    show(ana, marta, "competency:numbers")
    key, secret = shared(ana, "competency:numbers", organization="mercy-bay")
    assert secret == ""
    boss, other = person("Boss", ("employer", "mercy-bay")), person("Oz", ("employer", "trades-association"))
    ((found, name),) = queries.inbox(boss, now=NOW)
    assert (found.id, name, found.purpose) == (key, "Ana Reed", "To apply")
    assert queries.inbox(other, now=NOW) == []
    assert directory.reads_of(ana, ana.me) == [], "a list is not a look"
    assert queries.opened_directly(boss, key, now=NOW).name == "Ana Reed"
    with pytest.raises(Refused, match="Only these may"):
        queries.opened_directly(other, key, now=NOW)
    (look,) = queries.shares(ana, ana.me, now=NOW)[0].looked
    assert (look.who, look.because) == ("Boss Reed", "you act for mercy-bay")
    actions.withdraw_share(by=ana, share=key, now=NOW)
    assert queries.inbox(boss, now=NOW) == []
    with pytest.raises(queries.NotShared):
        queries.opened_directly(boss, key, now=NOW)


def test_a_learner_at_an_organization_does_not_act_for_it(ana, marta):
    show(ana, marta, "competency:numbers")
    key, _ = shared(ana, "competency:numbers", organization="northside-high")
    with pytest.raises(Refused):
        queries.opened_directly(learner("Bo"), key, now=NOW)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"until": NOW}, "last day"),
        ({"until": NOW + timedelta(days=5000)}, "last day"),
        ({"purpose": " "}, "what for"),
        ({"to_whom": ""}, "with whom"),
        ({"picked": ("competency:cells",)}, "nothing that stands"),
        ({"audience": "everyone"}, "what kind of reader"),
        ({"organization": "nowhere"}, "none is called"),
    ],
)
def test_a_share_says_for_whom_what_for_and_until_when(ana, marta, wrong, why):
    show(ana, marta, "competency:numbers")
    sound = {"audience": "college", "to_whom": "Harbor", "purpose": "To apply", "until": LATER,
             "picked": ("competency:numbers",)}  # fmt: skip
    with pytest.raises(Refused, match=why):
        actions.prepare(by=ana, learner=ana.me, new=NewShare(**{**sound, **wrong}), now=NOW)


def test_nobody_but_the_learner_shares_their_record(ana, marta):
    show(ana, marta, "competency:numbers")
    mother = helps(person("Rosa"), ana, "guardian", "record")
    for other in (marta, mother, HOUSE):
        with pytest.raises(Refused):
            actions.prepare(by=other, learner=ana.me, now=NOW,
                            new=NewShare("college", "H", "To apply", ("competency:numbers",), LATER))  # fmt: skip
    key = prepared(ana, "competency:numbers")
    for act in (actions.open_share, actions.withdraw_share, actions.renew_link):
        with pytest.raises(Refused):
            act(by=mother, share=key, now=NOW)


def test_another_learners_line_cannot_be_picked(ana, marta):
    bo = learner("Bo")
    show(bo, marta, "competency:numbers")
    show(ana, marta, "competency:reading")
    (theirs,) = queries.own_record(bo, bo.me, now=NOW).lines
    with pytest.raises(Refused, match="nothing that stands"):
        prepared(ana, theirs)
    key = prepared(ana, "competency:reading")
    Share.objects.filter(id=key).update(items=[theirs])
    assert queries.preview(ana, key, now=NOW).record.lines == {}


def test_a_withdrawn_fact_is_shown_as_withdrawn_without_the_private_reason(ana, marta):
    show(ana, marta, "competency:numbers")
    _, secret = shared(ana, "competency:numbers")
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    actions.withdraw(by=marta, attainment=item.id, on=TODAY, reason="The sheet was another Ana's.", now=NOW)
    seen = queries.opened(secret, now=NOW)
    assert seen.record.entries["competency:numbers"].withdrawn
    assert "another Ana" not in repr(seen)
    (mine,) = queries.own_record(ana, ana.me, now=NOW).lines.values()
    assert "another Ana" in mine.why


def test_a_place_the_learner_would_rather_not_name_is_not_revealed(ana, marta):
    worker = person("Wes", ("teacher", "southside-high"))
    people.join(by=HOUSE, person=ana.me, organization="southside-high", role="learner", starts=TODAY, now=NOW)
    fact(ana, worker, "competency:tools", context="custody", organization="southside-high",
         note="Built a bench at Southside.")  # fmt: skip
    _, secret = shared(ana, "competency:tools", deep=True)
    assert "southside" in repr(queries.opened(secret, now=NOW)).lower()
    actions.name_place(by=ana, learner=ana.me, organization="southside-high", named=False, now=NOW)
    seen = repr(queries.opened(secret, now=NOW)).lower()
    assert "southside" not in seen
    assert "custody" not in seen
    assert "small state" in seen
    (line,) = queries.own_record(ana, ana.me, now=NOW).lines.values()
    assert line.place_id == "southside-high", "their own record says it"
    actions.name_place(by=ana, learner=ana.me, organization="southside-high", named=True, now=NOW)
    assert "southside" in repr(queries.opened(secret, now=NOW)).lower()


def test_what_comes_first_is_the_learners_choice_in_their_order(ana, marta):
    show(ana, marta, "competency:numbers", "competency:reading", "competency:cells")
    actions.feature(by=ana, learner=ana.me, entries=["competency:cells", "competency:numbers"], now=NOW)
    view = queries.own_record(ana, ana.me, now=NOW)
    assert view.featured == ("competency:cells", "competency:numbers")
    assert list(view.entries)[:2] == ["competency:cells", "competency:numbers"]
    actions.feature(by=ana, learner=ana.me, entries=["competency:reading"], now=NOW)
    assert queries.own_record(ana, ana.me, now=NOW).featured == ("competency:reading",)
    with pytest.raises(Refused, match="not in the record"):
        actions.feature(by=ana, learner=ana.me, entries=["competency:tools"], now=NOW)
    with pytest.raises(Refused):
        actions.feature(by=marta, learner=ana.me, entries=["competency:cells"], now=NOW)


def test_no_score_no_try_and_no_name_of_a_judge_leaves_the_house(ana, marta):
    from decimal import Decimal

    fact(ana, marta, "assessment:medical-1-written", score=Decimal("87.5"), scale="percent", note=NOTE)
    for day in range(3):
        tried = NewFact(ana.me, "assessment:medical-1-performance", TODAY + timedelta(days=day))
        actions.judge(by=marta, fact=tried, outcome="not_yet", now=NOW, advice="Practise the second part.")
    _, secret = shared(ana, "assessment:medical-1-written", deep=True)
    seen = repr(queries.opened(secret, now=NOW))
    for private in ("87.5", "percent", "not_yet", "Practise", "Marta", str(marta.me)):
        assert private not in seen
    assert NOTE in seen


def test_a_reader_of_another_persons_record_is_an_event(ana, marta):
    show(ana, marta, "competency:numbers")
    mother = helps(person("Rosa"), ana, "guardian", "record")
    queries.own_record(mother, ana.me, now=NOW)
    assert [look.who for look in directory.reads_of(ana, ana.me)] == ["Rosa Reed"]


# -- consent, asked anew at each use


@pytest.mark.covers("S001-R3.2")
def test_where_the_state_asks_a_guardian_a_share_waits_for_the_guardians_yes_and_ends_with_it(ana, marta):
    asks_guardian()
    show(ana, marta, "competency:numbers")
    mother = helps(person("Rosa"), ana, "guardian", "record")
    key = prepared(ana, "competency:numbers")
    with pytest.raises(Refused, match="guardian has to agree"):
        actions.open_share(by=ana, share=key, now=NOW)
    actions.consent(by=mother, learner=ana.me, purpose="sharing", now=NOW)
    secret = actions.open_share(by=ana, share=key, now=NOW)
    assert queries.opened(secret, now=NOW).name == "Ana Reed"
    actions.withdraw_consent(by=mother, learner=ana.me, purpose="sharing", now=NOW)
    with pytest.raises(queries.NotShared):
        queries.opened(secret, now=NOW)
    assert queries.shares(ana, ana.me, now=NOW)[0].state == "waits"


@pytest.mark.covers("S001-R3.2")
def test_at_majority_a_guardians_access_and_say_end_by_themselves_unless_the_learner_lets_them_stay(
    ana, marta
):
    asks_guardian()
    show(ana, marta, "competency:numbers")
    mother = helps(person("Rosa"), ana, "guardian", "plan", "progress", "record")
    (tie,) = directory.helpers_of(ana, ana.me)
    people.end_by_law(by=HOUSE, relation=tie.id, until=TODAY, cite="Majority Act, section 1", now=NOW)
    tomorrow = TODAY + timedelta(days=1)
    after = NOW + timedelta(days=1)
    assert queries.own_record(fresh(mother), ana.me, now=NOW).name == "Ana Reed"
    left = directory.actor_of(mother.me, on=tomorrow)
    with pytest.raises(Refused):
        queries.own_record(left, ana.me, now=after)
    _, secret = _shared_at(ana, after)
    assert queries.opened(secret, now=after).name == "Ana Reed", "nobody else's yes is needed now"
    with pytest.raises(Refused, match="only the learner"):
        people.let_in(by=mother, learner=ana.me, helper=mother.me, kind="family", scopes=["record"], now=NOW)
    people.let_in(by=ana, learner=ana.me, helper=mother.me, kind="family", scopes=["record"], now=after)
    stays = directory.actor_of(mother.me, on=tomorrow)
    assert queries.own_record(stays, ana.me, now=after).name == "Ana Reed"
    with pytest.raises(Refused):
        directory.helpers_of(stays, ana.me)


def _shared_at(who: Actor, now: object) -> tuple[object, str]:
    new = NewShare("college", "Harbor College", "To apply", ("competency:numbers",), LATER)
    key = actions.prepare(by=who, learner=who.me, new=new, now=now)  # type: ignore[arg-type]
    return key, actions.open_share(by=who, share=key, now=now)  # type: ignore[arg-type]


def test_a_yes_counts_only_from_whom_the_state_asks_and_the_learner_may_take_any_back(ana):
    from dataclasses import replace

    pack = small_state()
    rules = (
        ConsentRule("matching", {"en": "Matching"}),
        ConsentRule("research", {"en": "Research"}, guardian="instead", days=365),
    )
    load(replace(pack, state=replace(pack.state, consents=rules)))
    mother = helps(person("Rosa"), ana, "guardian", "record")
    with pytest.raises(Refused, match="a guardian says it"):
        actions.consent(by=ana, learner=ana.me, purpose="research", now=NOW)
    with pytest.raises(Refused, match="the learner says it"):
        actions.consent(by=mother, learner=ana.me, purpose="matching", now=NOW)
    actions.consent(by=mother, learner=ana.me, purpose="research", now=NOW)
    assert queries.consent_holds(ana.me, "research", now=NOW).holds
    assert not queries.consent_holds(ana.me, "research", now=NOW + timedelta(days=366)).holds
    shown = {each.rule.id: each for each in queries.consents(ana, ana.me, now=NOW)}
    assert [given.by for given in shown["research"].given] == ["Rosa Reed"]
    assert not shown["matching"].standing.holds
    actions.withdraw_consent(by=ana, learner=ana.me, purpose="research", now=NOW)
    assert not queries.consent_holds(ana.me, "research", now=NOW).holds
    with pytest.raises(Refused, match="nothing here is called"):
        actions.consent(by=ana, learner=ana.me, purpose="advertising", now=NOW)


# -- corrections


def test_a_correction_is_asked_for_answered_with_a_reason_by_a_day_and_nothing_changes_silently(ana, marta):
    show(ana, marta, "competency:numbers", level=1)
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    key = actions.ask_correction(by=ana, attainment=item.id, words="I showed level 3.", now=NOW)
    (asked,) = queries.corrections_to_answer(marta, now=NOW)
    assert (asked.id, asked.due_on, asked.organization) == (key, TODAY + timedelta(days=30), "northside-high")
    with pytest.raises(Refused, match="waits for its answer"):
        actions.ask_correction(by=ana, attainment=item.id, words="Again.", now=NOW)
    with pytest.raises(Refused, match="no reason"):
        actions.answer_correction(by=marta, correction=key, outcome="stands", reason=" ", now=NOW)
    better = NewFact(ana.me, "competency:numbers", TODAY, level=3)
    actions.answer_correction(
        by=marta, correction=key, outcome="corrected", reason="The sheet says 3.", instead=better, now=NOW
    )
    old, new = sorted(queries.attainments(ana, ana.me, now=NOW), key=lambda each: each.level or 0)
    assert (old.level, old.withdrawn, old.why) == (1, TODAY, "The sheet says 3.")
    assert (new.level, new.withdrawn) == (3, None)
    (answered,) = queries.corrections(ana, ana.me)
    assert answered.answer is not None
    assert (answered.answer.outcome, answered.answer.by, answered.answer.replaced_by) == (
        "corrected", "Marta Reed", new.id,
    )  # fmt: skip
    verbs = [change.verb for change in directory.what_changed(ana, ana.me)]
    assert {"asked for a correction", "withdrew", "attested", "answered a correction"} <= set(verbs)


def test_where_the_answer_is_that_it_stands_an_appeal_goes_to_somebody_else(ana, marta):
    show(ana, marta, "competency:numbers")
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    key = actions.ask_correction(by=ana, attainment=item.id, words="It was level 3.", now=NOW)
    with pytest.raises(Refused, match="no answer"):
        actions.appeal_correction(by=ana, correction=key, words="Please look again.", now=NOW)
    actions.answer_correction(
        by=marta, correction=key, outcome="stands", reason="The rubric says 2.", now=NOW
    )
    later = NOW + timedelta(hours=1)
    again = actions.appeal_correction(by=ana, correction=key, words="Please look again.", now=later)
    with pytest.raises(Refused, match="you gave the first answer"):
        actions.answer_correction(by=marta, correction=again, outcome="stands", reason="As before.", now=NOW)
    actions.answer_correction(
        by=teacher("Tom"), correction=again, outcome="stands", reason="Two of us agree.", now=NOW
    )
    newest, first = queries.corrections(ana, ana.me)
    assert (newest.appeal, first.appealed) == (True, True)
    with pytest.raises(Refused, match="it was made already"):
        actions.appeal_correction(by=ana, correction=key, words="Once more.", now=NOW)


def test_only_the_body_behind_an_entry_answers(ana, marta):
    show(ana, marta, "competency:numbers")
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    key = actions.ask_correction(by=ana, attainment=item.id, words="It was level 3.", now=NOW)
    for other in (teacher("Tom", "southside-high"), learner("Bo"), ana):
        with pytest.raises(Refused):
            actions.answer_correction(by=other, correction=key, outcome="stands", reason="No.", now=NOW)
    assert queries.corrections_to_answer(teacher("Tim", "southside-high"), now=NOW) == []
    with pytest.raises(Refused):
        queries.correction(learner("Cy"), key)
    assert queries.correction(marta, key).words == "It was level 3."
    with pytest.raises(Refused, match="no request"):
        queries.correction(marta, uuid4())


def test_the_database_itself_refuses_to_change_a_request_or_its_answer(ana, marta):
    show(ana, marta, "competency:numbers")
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    key = actions.ask_correction(by=ana, attainment=item.id, words="It was level 3.", now=NOW)
    actions.answer_correction(
        by=marta, correction=key, outcome="stands", reason="The rubric says 2.", now=NOW
    )
    for wrong in ("UPDATE records_correction SET words = 'x'", "DELETE FROM records_correctionanswer"):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(wrong)
