"""One learner with a bit of everything in their record: what a whole record is tested with."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from PIL import Image

from tests.apps import assessed
from tests.awarding import awarding_state, the
from tests.factories import NOW, TODAY, helps, learner, load, person, put_on, show, teacher
from throughline.apps.advising import actions as advising
from throughline.apps.directory.actor import PUBLIC, Actor
from throughline.apps.records import actions, queries
from throughline.apps.records.actions import NewShare
from throughline.apps.records.actions.attesting import Saying
from throughline.apps.records.actions.recognizing import Answer, Wish
from throughline.apps.records.facts import NewFact
from throughline.core.catalogue.catalogue import Catalogue

PLACE = "northside-high"
HIDDEN = "A private matter of the family."


def whole_state() -> Catalogue:
    """The small state with awards and with assessments."""
    pack, other = awarding_state(), assessed.assessed_state()
    milestones = {**pack.milestones, assessed.EXAM: other.milestones[assessed.EXAM]}
    return replace(
        pack, milestones=milestones, assessments=other.assessments, rating_forms=other.rating_forms
    )


def live(ana: Actor) -> None:
    """A learner after a while: shown, judged, withdrawn, excepted, planned, shared, corrected, chosen."""
    marta, clerk = teacher(), person("Reg", ("registrar", PLACE))
    guide = helps(person("Gale", ("adviser", PLACE)), ana, "adviser", "plan", "progress", "record")
    mother = helps(person("Mo"), ana, "guardian", "plan", "progress", "record")
    lucia = helps(
        person("Lucia", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "progress", "record"
    )
    put_on(ana, "pathway:medicine", "nurse")
    _showing(ana, marta, clerk)
    _working(ana, marta, lucia)
    _planning(ana, guide, mother)
    _deciding(ana, marta)


def _showing(ana: Actor, marta: Actor, clerk: Actor) -> None:
    show(ana, marta, "competency:numbers", "competency:reading", "competency:cells", "experience:chess")
    show(ana, marta, "competency:tools", level=3)
    wrong = actions.attest(
        by=marta, fact=NewFact(ana.me, "competency:numbers", TODAY, level=3, note=HIDDEN), now=NOW
    )
    actions.withdraw(by=marta, attainment=wrong, on=TODAY, reason="It was somebody else's paper.", now=NOW)
    told = NewFact(ana.me, "experience:garden", TODAY, context="community", confirmed=False)
    actions.attest(by=marta, fact=told, now=NOW)
    for outcome in ("not_yet", "met"):
        fact = NewFact(ana.me, "assessment:medical-2-written", TODAY)
        advice = "Draw it again." if outcome == "not_yet" else ""
        actions.judge(
            by=marta, fact=fact, outcome=outcome, now=NOW, milestone="milestone:medical-2", advice=advice
        )
    actions.grant_exception(
        by=person("Prin", ("principal", PLACE)), learner=ana.me, rule="milestone:medical-1",
        node="medical-1-parts", kind="waive", reason="Shown at a school that closed.", on=TODAY, now=NOW,
    )  # fmt: skip
    for each in queries.awards(ana, ana.me, now=NOW):
        queries.credential_of(ana, each.id, now=NOW)
    diploma = the(ana, "foundation-diploma")
    review = actions.revoke(
        by=clerk, award=diploma.id, cause="issued_in_error", reason="A name is unclear.", now=NOW
    )
    actions.appeal(by=ana, review=review, words="It is mine.", now=NOW)
    text = f"learner,title,as_written,organization,ended_on\n{ana.me},Algebra I,B,Far Away High,2019-06-14\n"
    actions.bring_sources(by=marta, organization=PLACE, text=text, now=NOW)


def _working(ana: Actor, marta: Actor, lucia: Actor) -> None:
    key = _piece(ana, "photo")
    pinned = (key, actions.evidence.keep(by=ana, evidence=key, now=NOW))
    _, link = actions.attesting.ask_by_link(
        by=ana,
        piece=pinned,
        name="Uncle Ben",
        tie="family",
        now=NOW,
        address="https://x.example/said/{secret}",
    )
    saying = Saying("I saw her build it.", "family", "my uncle", name="Ben")
    actions.attesting.say_by_link(by=PUBLIC, secret=link.rpartition("/")[2], saying=saying, now=NOW)
    _piece(ana, "text")
    asked = actions.recognizing.ask(
        by=ana, learner=ana.me, organization=PLACE, wishes=[Wish("competency:tools", 2)], evidence=[pinned], now=NOW
    )  # fmt: skip
    (wish,) = queries.recognizing.recognition(ana, asked, now=NOW).asked.wishes
    actions.recognizing.decide(
        by=marta, recognition=asked, answers=[Answer(wish.id, True, "The drawing shows it.")], now=NOW
    )
    work = assessed.hand_in(ana, evidence=(assessed.piece(ana),), levels={"heard": 2, "graph": 2})
    assessed.both_sign(assessed.Around(ana, marta, lucia, marta), work, assessed.MET)
    seen = actions.rate_skills(by=marta, learner=ana.me, form="together", levels={"reading": 2}, now=NOW)
    actions.answer_review(by=ana, review=seen, words="I agree.", now=NOW)


def _piece(ana: Actor, kind: str) -> object:
    typed = {
        "title": f"My {kind}", "words": "I made it.", "setting": "family", "happened_on": str(TODAY),
        "place": "Home", "people": [("Ben", "uncle")],
    }  # fmt: skip
    key = actions.evidence.begin(by=ana, learner=ana.me, kind=kind, typed=typed, now=NOW)
    picture = BytesIO()
    Image.effect_mandelbrot((120, 90), (-2, -1.5, 1, 1.5), 30 if kind == "photo" else 12).save(picture, "PNG")
    actions.evidence.add_file(by=ana, evidence=key, data=picture, name="bench.png", now=NOW, words="A bench")
    return key


def _planning(ana: Actor, guide: Actor, mother: Actor) -> None:
    advising.set_goal(by=ana, words="Work in a ward", now=NOW, together_with=[guide.me])
    advising.add_entry(by=ana, what="milestone:tools", now=NOW)
    advising.write_profile(by=ana, now=NOW, career="Nursing", caring_adult="Mr. Okafor")
    advising.plan_week(by=ana, days=[("mon", "school"), ("tue", "clinic")], now=NOW)
    version = advising.save_plan(by=ana, now=NOW, why="To look back")
    advising.tell_test(
        by=ana, version=version, tried="A day at the ward", learned="I like it", on=TODAY, now=NOW
    )
    advising.reflect(by=ana, words="I grew", past="Chess", current="Ward", future="Nurse", on=TODAY, now=NOW)
    advising.comment(by=mother, learner=ana.me, words="We are proud.", now=NOW)
    advising.note_exploration(by=ana, kind="visit", words="Saw a ship", on=TODAY, now=NOW, family="trades")
    advising.take_quiz(by=ana, liked=["arts"], now=NOW)
    advising.propose(by=guide, learner=ana.me, kind="entry", what="milestone:shop", now=NOW, message="Look")
    talk = advising.invite(
        by=ana, people=[guide.me], pathway="pathway:medicine", opens_at=NOW, closes_at=NOW + timedelta(days=2), now=NOW
    )  # fmt: skip
    advising.write_note(by=guide, session=talk, words="A good way.", now=NOW)


def _deciding(ana: Actor, marta: Actor) -> None:
    actions.feature(by=ana, learner=ana.me, entries=["competency:numbers"], now=NOW)
    actions.name_place(by=ana, learner=ana.me, organization="mercy-bay", named=False, now=NOW)
    new = NewShare("college", "Harbor", "To apply", ("competency:numbers",), NOW + timedelta(days=20))
    share = actions.prepare(by=ana, learner=ana.me, new=new, now=NOW)
    actions.open_share(by=ana, share=share, now=NOW)
    fact = next(each for each in queries.attainments(ana, ana.me, now=NOW) if each.what == "competency:cells")
    asked = actions.ask_correction(by=ana, attainment=fact.id, words="The day is wrong.", now=NOW)
    other = person("Ria", ("registrar", PLACE))
    actions.answer_correction(by=other, correction=asked, outcome="stands", reason="We looked.", now=NOW)


def somebody_who_lived() -> Actor:
    """The state published, and a learner after a while."""
    load(whole_state())
    ana = learner()
    live(ana)
    return ana
