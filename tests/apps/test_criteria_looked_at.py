"""A criterion that asks more of learners who read in another language is found in judged work; small groups stay hidden."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.utils import timezone

from tests import factories as f
from tests.apps.assessed import EXAM
from tests.apps.moderated import moderated_state
from throughline.apps.directory import actions as directory
from throughline.apps.directory.actions import NewPerson
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.records.models import Judgment, Rating, Submission
from throughline.apps.records.queries.item_bias import criteria_looked_at

pytestmark = pytest.mark.django_db


def _judged(people: int, planted: float, spanish: int) -> None:
    """So many learners with one judged talk each, the first so many reading in Spanish; `graph` asks `planted` logits more
    of these."""
    chance, judge = np.random.default_rng(7), f.teacher()
    new = [NewPerson(uuid4(), f"L{n}", "Reed", language="es" if n < spanish else "en") for n in range(people)]
    directory.add_people(by=HOUSE, people=new, starts=f.TODAY, now=f.NOW)
    works, judgments, ratings = [], [], []
    for n, who in enumerate(new):
        when, ability = f.NOW - timedelta(days=n + 1), chance.normal(0.3, 1.2)
        works.append(
            Submission(
                id=uuid4(), learner_id=who.id, assessment=f"assessment:{EXAM}", number=1, part="talk", certifying=True,
                words=f"Talk {n}", happened_on=timezone.localdate(when), brought_by_id=who.id, handed_in_at=when,
            )
        )  # fmt: skip
        judgments.append(
            Judgment(
                id=uuid4(), submission=works[-1], judge_id=judge.me, role="teacher", organization="northside-high",
                sector="k12", round="own", met=True, signed_at=when,
            )
        )  # fmt: skip
        for name in ("heard", "graph"):
            hard = planted if name == "graph" and n < spanish else 0.0
            passed = chance.random() < 1 / (1 + np.exp(hard - ability))
            ratings.append(Rating(judgment=judgments[-1], criterion=name, level=3 if passed else 1))
    for model, rows in ((Submission, works), (Judgment, judgments), (Rating, ratings)):
        model.objects.bulk_create(rows)


@pytest.fixture
def operator():
    pack = moderated_state()
    f.load(replace(pack, state=replace(pack.state, languages=("en", "es"))))
    return f.person("Kwame", ("operator", "board"))


@pytest.mark.covers("S001-D10.10")
@pytest.mark.parametrize(("planted", "found"), [(2.5, [("C", True)]), (0.0, [])])
def test_a_planted_criterion_is_flagged_and_without_one_none_is(operator, planted, found):
    _judged(400, planted, 200)
    look = criteria_looked_at(operator, EXAM, "talk", "es")
    asks_more = [(c.size, c.more) for c in look.criteria if c.size == "C" and c.more]
    assert len(look.criteria) == 2
    assert asks_more == found


def test_a_small_group_is_not_looked_at_and_not_everybody_looks(operator):
    _judged(60, 0.0, 19)
    assert criteria_looked_at(operator, EXAM, "talk", "es").criteria == ()
    with pytest.raises(Refused):
        criteria_looked_at(f.teacher("Nora"), EXAM, "talk")
