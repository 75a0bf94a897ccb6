"""A certified pathway is amended on the demo state: made together, checked, voted, in force for those who begin then."""

import copy
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.docketed import packet
from throughline.apps.advising import actions as advising
from throughline.apps.advising.impacts import impact_from, impact_of
from throughline.apps.advising.latest import latest_steps
from throughline.apps.advising.models import Choice
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions, queries
from throughline.apps.governance.drafting import read_documents
from throughline.apps.records import queries as records
from throughline.apps.trail import queries as trail
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.draft_checks import affected_pathways
from throughline.core.formats.state_pack.drafts import would_be
from throughline.core.governing.authorship import SECTORS
from throughline.core.progress.audit import audit
from throughline.core.progress.program import Program
from throughline.core.progress.standing import Standing
from throughline.core.progress.whole_way import steps_to_the_end
from throughline.core.requirements.nodes import Choose, Have

pytestmark = pytest.mark.usefixtures("meridian", "db")

BOARD, PATHWAY, NEW = "meridian-board-of-pathways", "pathway:ironworking", "milestone:iron-air-survey"
LATER = timedelta(days=32)
TWICE = Have("on-two-days", "competency:technical-writing", times=2)
AUTHORS = {
    "k12": ("mr-bell", "riverbend-high"), "postsecondary": ("helen-zhou", "meridian-state-university"),
    "workforce": ("joe-castellano", "ironworkers-local-9"), "community": ("maya-whitefeather", "river-makers"),
}  # fmt: skip


@pytest.fixture
def now():
    """The day on which the demo stands."""
    return timezone.now()


def actor(name, when):
    return directory.actor_named(name, on=timezone.localdate(when))


def amended(stage="lead"):
    """Ironworking with one milestone more in a stage, and that milestone."""
    kept = queries.bodies_in_force([PATHWAY, "milestone:weld-procedures"])
    pathway, milestone = (copy.deepcopy(kept[ref]) for ref in (PATHWAY, "milestone:weld-procedures"))
    milestone |= {"id": NEW.partition(":")[2], "title": {"en": "Read a survey", "es": "Lee un estudio"}}
    milestone.pop("awards", None)
    gate = next(each["gate"] for each in pathway["stages"] if each["id"] == stage)
    gate["choose"]["of"].append({"have": {"id": "milestone-iron-air-survey", "what": NEW}})
    return {PATHWAY: pathway, NEW: milestone}


def brought(documents, now, unsigned=(), kind="pathway"):
    """A proposal drafted and signed by everyone who must, but (sector, part) in `unsigned`; comment open since `now`."""
    by = actor("joe-castellano", now)
    docket = actions.propose(
        by=by, kind=kind, title="A survey", reason="Bridges", bodies=[BOARD], made_for="ironworkers-local-9", now=now
    )  # fmt: skip
    actions.draft(by=by, docket=docket, documents=documents, now=now)
    parts = [each.part.name for each in queries.matter(by, docket, on=timezone.localdate(now), now=now).parts]
    for sector, (name, place) in AUTHORS.items():
        for part in parts:
            if (sector, part) not in unsigned:
                actions.sign_part(by=actor(name, now), docket=docket, part=part, organization=place, now=now)
    packet(actor("rosa-delgado", now), docket, now)
    actions.open_comment(by=actor("helen-zhou", now), docket=docket, now=now)
    return docket


def opened(docket, when):
    return advising.open_vote(by=actor("helen-zhou", when), docket=docket, body=BOARD, now=when)


def carried(docket, when):
    """Every member votes for it, and the clerk closes."""
    for member in queries.sitting(BOARD, timezone.localdate(when)).members:
        by = directory.actor_of(member.person, on=timezone.localdate(when))
        actions.vote(by=by, docket=docket, body=BOARD, word="for", now=when)
    return advising.decide(
        by=actor("helen-zhou", when), docket=docket, body=BOARD, reasons="Bridges are next.", now=when
    )


def learner_on(pathway, name="jason-12"):
    """A learner who begins on a pathway now."""
    who = actor(name, timezone.now())
    advising.look_at_portability(by=who, pathway=pathway, now=timezone.now())
    return who


@pytest.mark.covers("S001-P3.1", "S001-U10", "S001-D2.11")
def test_a_pathway_is_certified_only_by_draft_green_checks_quorum_and_signature_and_binds_those_who_begin(
    now,
):
    before = frameworks.current_number(PATHWAY)
    pinned = frameworks.rules_for(PATHWAY, before)
    docket = brought(amended(), now)
    assert "C13" not in str(queries.matter(PUBLIC, docket, on=timezone.localdate(now), now=now).findings)
    when = now + LATER
    start = trail.log_size()
    opened(docket, when)
    assert carried(docket, when) == "carried"
    assert frameworks.current_number(PATHWAY) == before + 1
    stage = frameworks.catalogue().pathways["ironworking"].stages[-1]
    assert NEW in repr(stage.gate)
    # Who is on the version before keeps its rules to the letter; who begins now has the new one.
    assert NEW not in repr(frameworks.rules_for(PATHWAY, before).pathway("ironworking").stages[-1].gate)
    assert pinned.pathway("ironworking") == frameworks.rules_for(PATHWAY, before).pathway("ironworking")
    told = [(e.kind, e.act) for e in trail.public_log(start=start)]
    assert told[0] == ("vote", "opened")
    assert told.count(("vote", "cast")) == 15
    assert ("version", "published") in told
    assert told[-1] == ("decision", "taken")
    item = next(each for each in queries.docket(on=timezone.localdate(when)) if each.docket == docket)
    assert (item.stage, item.days) == ("in_force", 32)
    history = queries.authors_of(NEW)
    assert [(each.docket, each.part, each.sectors) for each in history] == [
        (docket, NEW, ("community", "k12", "postsecondary", "workforce"))
    ]
    shown = Client().get(f"/milestones/{NEW.partition(':')[2]}/").content.decode()
    for place in ("Ironworkers Local 9", "River Makers"):
        assert place in shown.partition("Who shaped it")[2]


@pytest.mark.covers("S001-D11.8", "S001-SH5.2", "C13")
@pytest.mark.parametrize("sector", SECTORS)
def test_without_an_author_of_one_sector_certification_is_refused_and_the_stage_is_named(now, sector):
    docket = brought(amended(), now, unsigned={(sector, f"{PATHWAY}#lead")})
    with pytest.raises(Refused, match=f"C13: Stage 'lead' of {PATHWAY} has no author from") as refused:
        opened(docket, now + LATER)
    assert [each.about for each in refused.value.about["obstacles"]] == [f"{PATHWAY}#lead"]


@pytest.mark.covers("S001-D2.9", "A-GO-4", "T-13")
def test_the_preview_counts_who_is_on_each_version_and_what_strands_anyone_is_refused(now):
    documents = read_documents("pathway", amended())
    shown = impact_of(documents, on=timezone.localdate(now))
    on = {(each.pathway, each.number): each.learners for each in shown.versions}
    assert set(on) == {(PATHWAY, 1)}
    assert shown.pinned == on[PATHWAY, 1] > 0
    assert sum(shown.more.values()) + shown.gain <= shown.pinned
    assert shown.stranded == ()
    onward = [
        ref
        for ref in (f"agreement:{name}" for name in frameworks.catalogue().agreements)
        if PATHWAY.partition(":")[2]
        in repr(frameworks.catalogue().agreements[ref.partition(":")[2]].pathways)
    ]
    assert onward
    lost = impact_of(dict.fromkeys(onward), on=timezone.localdate(now))
    own = [each for each in lost.stranded if "'ironworking'" in each]
    assert own
    for each in own:
        assert each.startswith(f"{on[PATHWAY, 1]} learner")
        assert "without any agreement opening" in each
    docket = brought(dict.fromkeys(onward), now, kind="agreement")
    with pytest.raises(Refused) as refused:
        opened(docket, now + LATER)
    codes = {each.code for each in refused.value.about["obstacles"]}
    assert "stranded" in codes
    assert "checks" in codes


@pytest.mark.covers("C19", "C23")
def test_packet_and_versions_of_what_was_decided_are_looked_at_every_night(now):
    """Figures of access that go missing from a packet, and a version altered on disk, stand on the docket next day."""
    when = now + LATER
    docket = brought(amended(), now)
    opened(docket, when)
    groups = frameworks.catalogue().state.groups
    (vote,) = [each for each in queries.votes_held() if each.docket == docket]
    assert [each[0] for each in vote.packet["access"]["ironworking"]] == list(groups)
    assert all(0 < within <= of for _, within, of in vote.packet["access"]["ironworking"])
    assert carried(docket, when) == "carried"
    assert advising.run_checks(by=HOUSE, now=when) == 0
    shown = queries.certification.packet("ironworking", on=timezone.localdate(when))
    assert {"C19", "C23"} <= {each.id for each in shown.checks if not each.found}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE governance_vote SET packet = packet #- '{access,ironworking,0}' WHERE id = ("
            "SELECT vote_id FROM governance_decision WHERE published::text LIKE '%%pathway:ironworking%%')"
        )
        cursor.execute(
            "UPDATE frameworks_version SET body = jsonb_set(body, '{letter}', '\"Q\"')"
            " WHERE reference = 'pathway:nursing' AND number = 1"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert advising.run_checks(by=HOUSE, now=when + timedelta(days=1)) == 2
    first = next(iter(groups))
    assert {(each.pathway, each.check, each.sentence) for each in queries.certification.faults()} == {
        (
            "ironworking",
            "C19",
            f"No figure of access to pathway:ironworking is attached for the group '{first}'.",
        ),
        (
            "nursing",
            "C23",
            "Version 1 of pathway 'nursing' says something else than the public log holds of it.",
        ),
    }


def by_age(documents):
    """One property broken: the new milestone asks for an age without a law."""
    asked = {"id": "eighteen", "what": "age", "score": {"min": 18, "scale": "years"}}
    documents[NEW]["rule"] = {"have": {**asked, "cite": {"source": "A habit of the board"}}}


def one_way(documents):
    documents[NEW]["ways"] = documents[NEW]["ways"][:1]


def few_tries(documents):
    documents[NEW]["retakes"] = {"limit": 2}


def lower(documents):
    documents[PATHWAY]["stages"][-1]["level"] = 1


def no_end(documents):
    documents[PATHWAY]["stages"] = documents[PATHWAY]["stages"][:-1]


BROKEN = {
    "C01": one_way, "C03": by_age, "C12": lower, "C16": few_tries, "C11": no_end,
}  # fmt: skip


@pytest.mark.covers("X01")
@pytest.mark.parametrize("check", sorted(BROKEN))
def test_a_broken_property_refuses_the_vote_with_the_exact_sentence_of_its_check(now, check):
    documents = amended()
    BROKEN[check](documents)
    docket = brought(documents, now)
    findings = [
        f
        for f in queries.matter(PUBLIC, docket, on=timezone.localdate(now), now=now).findings
        if f.check == check
    ]
    assert findings
    with pytest.raises(Refused) as refused:
        opened(docket, now + LATER)
    said = [each.sentence for each in refused.value.about["obstacles"] if each.code == "checks"]
    assert set(said) >= {f"{check}: {each.sentence}" for each in findings}


def local(name, *, without=()):
    """A local variation of the common foundation, with its own id; `without` leaves parts of the state's rule out."""
    body = copy.deepcopy(queries.bodies_in_force(["rule:common-foundation"])["rule:common-foundation"])
    rule = body["rule"] if "rule" in body else body["editions"][-1]["rule"]
    rule["choose"]["of"] = [each for nth, each in enumerate(rule["choose"]["of"]) if nth not in without]
    more = {"have": {"id": "harbor-own", "what": "milestone:shop-safety"}}
    rule["choose"]["of"].append(more)
    made = {k: v for k, v in body.items() if k not in ("editions", "rule", "presupposes")}
    return {f"rule:{name}": {**made, "id": name, "refines": "common-foundation", "rule": rule}}


@pytest.mark.covers("S001-SC3", "T-14")
def test_a_variation_that_asks_for_less_than_the_state_is_refused_and_one_that_asks_for_more_is_registered(
    now,
):
    region = "harbor-pathways-council"
    clerk, chair = actor("omar-haddad", now), actor("marisol-vega", now)
    dockets = {}
    for name, without in (("harbor-foundation", ()), ("harbor-light", (1,))):
        dockets[name] = actions.propose(
            by=chair, kind="variation", title=name, reason="The harbor's own maps", bodies=[region], now=now
        )
        actions.draft(by=chair, docket=dockets[name], documents=local(name, without=without), now=now)
        packet(chair, dockets[name], now)
        actions.open_comment(by=clerk, docket=dockets[name], now=now)
    when = now + LATER
    with pytest.raises(Refused, match="SC3: rule:harbor-light asks for less than rule:common-foundation"):
        advising.open_vote(by=clerk, docket=dockets["harbor-light"], body=region, now=when)
    docket = dockets["harbor-foundation"]
    advising.open_vote(by=clerk, docket=docket, body=region, now=when)
    for member in queries.sitting(region, timezone.localdate(when)).members:
        by = directory.actor_of(member.person, on=timezone.localdate(when))
        actions.vote(by=by, docket=docket, body=region, word="for", now=when)
    assert (
        advising.decide(by=clerk, docket=docket, body=region, reasons="It asks for more.", now=when)
        == "carried"
    )
    (listed,) = queries.variations()
    assert (listed.rule, listed.refines, listed.body, listed.reason) == (
        "rule:harbor-foundation", "common-foundation", region, "The harbor's own maps",
    )  # fmt: skip


def one_by_one(documents, now):
    """For each learner on a pathway that a draft touches, read alone as their own page reads them: how many steps more the
    draft would ask of them than their own version does."""
    before = frameworks.catalogue()
    after = would_be(before, documents)
    names = {name for kept in (before, after) for name in affected_pathways(documents.keys(), kept)}
    steps = {
        key: each for key, each in latest_steps(Choice.objects.values_list("learner", flat=True)).items()
        if each[0].pathway.removeprefix("pathway:") in names & after.pathways.keys()
    }  # fmt: skip
    held, found = records.records_of(steps), {}
    for key, (choice, first) in steps.items():
        name = choice.pathway.removeprefix("pathway:")
        programs = (
            frameworks.program_for(choice.pathway, choice.number, began=timezone.localdate(first)),
            Program(RuleBook(after, {}, timezone.localdate(first)), [name]),
        )
        old, new = (
            steps_to_the_end(audit(name, Standing(held[key], each, timezone.localdate(now))))
            for each in programs
        )
        found[key] = new - old
    return found


def eased(documents):
    """The last stage asks for one thing less."""
    gate = documents[PATHWAY]["stages"][-1]["gate"]["choose"]
    gate["of"], gate["min"] = gate["of"][:-2], None
    gate.pop("min")


@pytest.mark.parametrize("change", [lambda documents: None, eased], ids=["more", "less"])
def test_a_draft_on_everyone_at_once_is_the_same_draft_on_each_learner_alone(now, change):
    """Also on those who are on an older version, and on those of other pathways that rest on what changes."""
    asked = amended()
    change(asked)
    documents = read_documents("pathway", asked)
    weld = frameworks.catalogue().milestones["weld-procedures"]
    if change is not eased:
        documents["milestone:weld-procedures"] = replace(weld, rule=Choose("both", (weld.rule, TWICE)))
    differences = one_by_one(documents, now)
    found = impact_of(documents, on=timezone.localdate(now))
    counted = Counter(differences.values())
    assert any(n > 0 for n in counted) == (change is not eased)
    assert any(n < 0 for n in counted) == (change is eased)
    assert found.more == {n: many for n, many in sorted(counted.items()) if n > 0}
    assert found.gain == sum(many for n, many in counted.items() if n < 0)
    assert found.on.learners == found.pinned == len(differences) > 0
    places = directory.regions_of(differences)
    for region, each in found.regions:
        theirs = [n for key, n in differences.items() if places.get(key, "") == region]
        assert (each.learners, each.need_more) == (len(theirs), sum(n > 0 for n in theirs))
    others = dict(found.others)[PATHWAY]
    assert others.learners > 0
    assert dict(impact_from(found.as_json()).regions) == dict(found.regions)
