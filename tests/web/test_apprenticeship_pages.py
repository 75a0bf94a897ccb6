"""Apprenticeships through their pages: standards registered whole, weeks signed, the ladder, and credits that verify."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from tests.web.looking import MOST, actor, cost, id_of, said
from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import apprentices, apprenticeships, incentives
from throughline.apps.opportunities.models import Apprentice, IncentiveClaim, RegisteredStandards, WorkWeek
from throughline.apps.records.queries import stated
from throughline.apps.trail.models import PublicEntry
from throughline.core.apprenticeships.weeks import Week, standing
from throughline.core.formats.state_pack import Pack

pytestmark = pytest.mark.usefixtures("meridian", "db")
WORDS = "Set beams."
MILESTONES = ("milestone:iron-reinforcing", "milestone:iron-raising")


def form(pack: Pack, **changes: object) -> dict[str, object]:
    """The form of standards with every part written."""
    rules = pack.catalogue.state.apprenticeships
    assert rules is not None
    filled: dict[str, object] = {
        "occupation": "Rigger", "form": "hybrid", "hours": "4000", "instruction": "150", "rate": "41,00",
        "after-1": "0", "percent-1": "50", "after-2": "1000", "percent-2": "62.5", "apprentices": "1",
        "journeyworkers": "2", "asks": MILESTONES, "credential": "credential:journeyworker-ironworker", "do": "ask",
        **{f"part-{each.id}": f"How we do {each.id}." for each in rules.standards.parts},
    }  # fmt: skip
    return {**filled, **changes}


@pytest.mark.covers("N06", "A-UN-1")
def test_a_sponsor_registers_standards_with_all_parts_and_a_journeyworker_signs_weeks_of_30_hours(
    meridian: Pack,
) -> None:
    desk, council = signed_in("joe-castellano"), signed_in("victor-lindgren")
    path = desk.post("/apprenticeships/write/", {"place": "ironworkers-local-9"})["Location"]
    rules = meridian.catalogue.state.apprenticeships
    assert rules is not None
    # Whatever part is missing, it cannot be registered, and the page says which.
    for part in rules.standards.parts:
        gap = desk.post(path, form(meridian, **{f"part-{part.id}": ""}))
        assert gap.status_code == 422
        assert f"{part.title['en']}: not written yet" in said(gap)
    for changes, words in (
        ({"percent-2": "50"}, "The wage in steps: each step must be more than the one before"),
        ({"percent-2": "", "after-2": ""}, "The wage in steps: less than the law asks"),
        ({"form": "time", "hours": "1999"}, "Hours of work in all: less than the law asks"),
        ({"asks": ()}, "What apprentices can do at the end: not written yet"),
        ({"journeyworkers": ""}, "How many apprentices to how many journeyworkers: not written yet"),
        ({"instruction": ""}, "Hours of lessons a year: not written yet"),
    ):
        gap = desk.post(path, form(meridian, **changes))
        assert (gap.status_code, words in said(gap)) == (422, True), changes
    assert "Rigger" not in said(Client().get("/apprenticeships/"))
    assert "Rigger" not in said(Client().get("/places/ironworkers-local-9/"))
    # Whole, it goes to who registers for the state, who may send it back.
    assert desk.post(path, form(meridian)).status_code == 302
    key = path.rstrip("/").rpartition("/")[2]
    waits = f"/apprenticeships/waits/{key}/"
    assert desk.get(waits).status_code == 403, "the sponsor does not register its own"
    assert "Rigger" in said(council.get("/apprenticeships/write/"))
    council.post(waits, {"do": "back", "why": "Say who teaches welding."})
    assert "Say who teaches welding." in said(desk.get(path))
    desk.post(path, form(meridian))
    before = PublicEntry.objects.count()
    council.post(waits, {"do": "register"})
    entry = PublicEntry.objects.get(reference=f"standards:{key}")
    assert PublicEntry.objects.count() == before + 1
    public = said(Client().get(f"/apprenticeships/{key}/"))
    for words in (
        "Rigger",
        "4,000",
        "$20.50",
        "$25.63",
        "1 apprentice to 2",
        "How we do equal-opportunity.",
        entry.digest,
    ):
        assert words in public
    assert f'href="/apprenticeships/{key}/"' in Client().get("/places/ironworkers-local-9/").content.decode()
    # A learner begins, the sponsor confirms, and only a journeyworker signs.
    phone = signed_in("mariah-23")
    phone.post(f"/apprenticeships/{key}/begin/")
    mine = Apprentice.objects.get(version__standards=key)
    with pytest.raises(Refused, match="not confirmed"):
        log(mine, 0)
    desk.post(
        "/apprenticeships/learners/",
        {"apprentice": mine.id, "employer": "ironbridge-steel", "begun": first_day()},
    )
    assert phone.post(
        "/me/apprenticeship/", {"apprentice": mine.id, "monday": first_day(), "hours": 30, "instruction": 4, "words": WORDS}
    ).status_code == 302  # fmt: skip
    assert "0 Hours that wait to be signed 30" in said(phone.get("/me/apprenticeship/"))
    week = WorkWeek.objects.get(apprentice=mine)
    for other in ("joe-castellano", "mr-bell", "mariah-23"):
        assert signed_in(other).post(f"/apprenticeships/weeks/{week.id}/").status_code == 403
    beside = signed_in("pete-kowalski")
    assert "Set beams." in said(beside.get("/apprenticeships/weeks/"))
    beside.post(f"/apprenticeships/weeks/{week.id}/")
    shown = said(phone.get("/me/apprenticeship/"))
    assert "Hours signed 30" in shown
    assert "signed by Pete Kowalski" in shown
    assert "Hours the law still asks 3,970 law 29 CFR Part 29, 29.5(b)" in shown
    with pytest.raises(Refused, match="stays as it is"):
        log(mine, 0)
    # Hybrid: what she can show is all there, and the hours of the standards are still asked for.
    at = next(
        a for a in queries.apprentices.own(actor("mariah-23"), on=timezone.localdate()) if str(a.key) == key
    )
    assert at.standing is not None
    assert at.standing.to_show == ()
    assert at.standing.complete is False
    all_hours = [Week(monday(0), Decimal(4000), Decimal(0), None, signed=True)]
    assert standing(at.standards, all_hours, frozenset()).complete is False, (
        "hours alone are not enough either"
    )
    assert standing(at.standards, all_hours, frozenset(MILESTONES)).complete is True
    looks = said(phone.get("/me/looks/"))
    assert "Pete Kowalski" in looks


def first_day() -> str:
    return monday(0).isoformat()


def monday(nth: int):
    today = timezone.localdate()
    return today - timedelta(days=today.weekday() + 7 * (20 - nth))


def log(mine: Apprentice, nth: int, paid: str | None = None):
    new = apprentices.NewWeek(
        monday(nth), Decimal(30), Decimal(0), "Set beams.", Decimal(paid) if paid else None
    )
    return apprentices.log_week(by=actor("mariah-23"), apprentice=mine.id, week=new, now=timezone.now())


def begun(
    learner: str = "mariah-23", in_school: bool = False, employer: str = "ironbridge-steel"
) -> Apprentice:
    """Somebody who learns by the standards of the demo."""
    now, (standards, *_) = timezone.now(), queries.apprenticeships.registered()
    key = apprentices.ask_to_begin(by=actor(learner), standards=standards.key, now=now)
    apprentices.confirm(
        by=actor("joe-castellano"), apprentice=key, employer=employer, begun_on=monday(0), in_school=in_school, now=now
    )  # fmt: skip
    return Apprentice.objects.get(id=key)


@pytest.mark.covers("S001-M20")
def test_pay_below_the_agreed_step_is_a_breach_that_learner_and_sponsor_both_read() -> None:
    mine = begun()
    at = queries.apprentices.own(actor("mariah-23"), on=timezone.localdate())[0]
    assert at.standards.steps[0].percent == 50
    assert at.standards.rate * at.standards.steps[0].percent / 100 == Decimal("21.25")
    percents = [each.percent for each in at.standards.steps]
    assert percents == sorted(set(percents))
    log(mine, 0, "21.25")
    assert "below" not in said(signed_in("mariah-23").get("/me/apprenticeship/"))
    log(mine, 1, "21.00")
    assert "1 week was paid below the step that was agreed" in said(
        signed_in("mariah-23").get("/me/apprenticeship/")
    )
    assert "You owe the rest" in said(signed_in("joe-castellano").get("/apprenticeships/learners/"))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"monday": timezone.localdate() + timedelta(days=21)}, "Monday|to come"),
        ({"hours": Decimal(0)}, "between"),
        ({"hours": Decimal(80)}, "between"),
        ({"words": " "}, "what you did"),
    ],
)
def test_a_week_that_cannot_be_is_refused_with_the_reason(changes: dict, why: str) -> None:
    mine = begun()
    week = {
        "monday": monday(1),
        "hours": Decimal(30),
        "instruction": Decimal(0),
        "words": "Set beams.",
    } | changes
    with pytest.raises(Refused, match=why):
        apprentices.log_week(
            by=actor("mariah-23"), apprentice=mine.id, week=apprentices.NewWeek(**week), now=timezone.now()
        )


def test_what_was_registered_and_signed_stays_in_the_database_itself() -> None:
    row = RegisteredStandards.objects.get()
    for statement in (
        f"UPDATE opportunities_registeredstandards SET number = 9 WHERE id = '{row.id}'",
        "DELETE FROM opportunities_weeksignature",
    ):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_an_amended_text_is_a_new_version_and_whoever_began_keeps_theirs(meridian: Pack) -> None:
    found = queries.apprenticeships.registered()[0]
    mine, now = begun(), timezone.now()
    desk = signed_in("joe-castellano")
    desk.post(f"/apprenticeships/write/{found.key}/", form(meridian, occupation="Ironworker and rigger"))
    apprenticeships.register(by=actor("victor-lindgren"), standards=found.key, now=now)
    assert "Ironworker and rigger" in said(Client().get(f"/apprenticeships/{found.key}/"))
    assert "Ironworker and rigger" not in said(Client().get(f"/apprenticeships/{found.key}/1/"))
    assert Apprentice.objects.get(id=mine.id).version.number == 1


@pytest.mark.covers("N45", "A-EM-4")
def test_the_ladder_and_a_credit_of_4250_with_a_certificate_that_verifies_and_nothing_in_the_fifth_year() -> (
    None
):
    ladder = said(Client().get("/apprenticeships/"))
    at = [
        ladder.index(each)
        for each in ("Pre-apprenticeship", "Youth apprenticeship", "Registered apprenticeship")
    ]
    assert at == sorted(at)
    for words in (
        "first year of high school",
        "the diploma",
        "college credit",
        "a credential that goes with you",
    ):
        assert words in ladder
    assert "16. law 29 CFR Part 29, 29.5(b)(10)" in ladder, "the one age is the law's, with its cite"
    ask = "/apprenticeships/credits/training-credit/"
    assert "Due: $4,250" in said(Client().get(ask, {"apprentices": "3", "in_school": "1"}))
    fifth = said(Client().get(ask, {"apprentices": "3", "in_school": "1", "earlier": "4"}))
    assert "Due: $0" in fifth
    assert "for 4 tax years, and they are used up" in fifth
    assert Client().get(ask, {"apprentices": "1", "in_school": "2"}).status_code == 422
    # An employer with three apprentices, one in school, claims it.
    begun("mariah-23")
    begun("mariah-16", in_school=True)
    desk, year = signed_in("pete-kowalski"), timezone.localdate().year
    claim = {"incentive": "training-credit", "place": "ironbridge-steel", "year": str(year)}
    path = desk.post("/credits/", claim)["Location"]
    page = said(Client().get(path))
    for words in ("Apprentices 3", "Of them in school 1", "Due $4,250.00", "word for word"):
        assert words in page
    document = json.loads(Client().get(f"{path}certificate.json").content)
    assert document["due"] == "4250.00"
    issuer = "meridian-apprenticeship-council"
    assert stated.holds(document, issuer, now=timezone.now())
    assert not stated.holds({**document, "due": "9250.00"}, issuer, now=timezone.now())
    paper = PdfReader(BytesIO(Client().get(f"{path}certificate.pdf").content))
    assert "4,250.00" in "".join(sheet.extract_text() for sheet in paper.pages)
    assert "was claimed" in said(desk.post("/credits/", claim))
    for key in ("mariah-16", "mariah-19", "mariah-23"):
        assert str(id_of(key)) not in json.dumps(document)


def test_the_cap_of_a_year_is_given_out_by_the_order_of_claims_and_an_employer_has_it_for_four_years() -> (
    None
):
    begun("mariah-16", in_school=True)
    now, pete, year = timezone.now(), actor("pete-kowalski"), timezone.localdate().year
    _given("northside-high", year, "7499000.00")
    made = incentives.claim(
        by=pete, incentive="training-credit", organization="ironbridge-steel", year=year, now=now
    )
    row = IncentiveClaim.objects.get(id=made)
    # Two apprentices, one in school: 3,000 asked, 1,000 left.
    assert (row.due, row.why, row.number) == (Decimal(1000), "rest", 2)
    assert "Left of" in said(Client().get("/apprenticeships/credits/training-credit/"))
    with pytest.raises(Refused, match="has not begun"):
        incentives.claim(
            by=pete, incentive="training-credit", organization="ironbridge-steel", year=year + 1, now=now
        )


def test_after_four_tax_years_the_fifth_claim_is_worked_out_as_nothing() -> None:
    now, pete, year = timezone.now(), actor("pete-kowalski"), timezone.localdate().year
    for back in range(1, 5):
        _given("ironbridge-steel", year - back, "1250.00")
    made = incentives.claim(
        by=pete, incentive="training-credit", organization="ironbridge-steel", year=year, now=now
    )
    row = IncentiveClaim.objects.get(id=made)
    assert (row.due, row.why) == (Decimal(0), "years")


def _given(organization: str, year: int, due: str) -> None:
    IncentiveClaim.objects.create(
        incentive="training-credit", organization=organization, year=year, number=1, due=Decimal(due), why="whole",
        document={}, claimed_by_id=id_of("pete-kowalski"), claimed_at=timezone.now(),
    )  # fmt: skip


def test_an_employer_without_apprentices_and_a_stranger_claim_nothing() -> None:
    now, year = timezone.now(), timezone.localdate().year
    with pytest.raises(Refused, match="nobody is confirmed"):
        incentives.claim(
            by=actor("grace-lindqvist"), incentive="training-credit", organization="alder-prosthetics", year=year, now=now
        )  # fmt: skip
    with pytest.raises(Refused, match="Only these may"):
        incentives.claim(
            by=actor("mr-bell"),
            incentive="training-credit",
            organization="ironbridge-steel",
            year=year,
            now=now,
        )


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("mariah-19", "/apprenticeships/"),
        ("mariah-19", "/me/apprenticeship/"),
        ("joe-castellano", "/apprenticeships/learners/"),
        ("joe-castellano", "/apprenticeships/write/"),
        ("pete-kowalski", "/apprenticeships/weeks/"),
        ("pete-kowalski", "/credits/"),
        ("joe-castellano", "/apprenticeships/credits/training-credit/"),
    ],
)
def test_each_page_keeps_within_eight_queries(who: str, path: str) -> None:
    assert cost(signed_in(who), path) <= MOST
