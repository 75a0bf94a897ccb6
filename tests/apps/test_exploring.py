"""Exploring stays exploring: private, binding nobody, and out of reach of everything that decides."""

import ast
from pathlib import Path

import pytest

import throughline
from tests.factories import NOW, TODAY, helps, learner, load, person, put_on, teacher
from throughline.apps.advising import actions, queries
from throughline.apps.directory.actor import Refused
from throughline.apps.directory.policy import TABLE

pytestmark = pytest.mark.django_db
SOURCE = Path(throughline.__file__).parent
READERS = {
    "apps/advising/queries/exploring.py", "apps/advising/actions/exploring.py", "apps/advising/queries/__init__.py",
    "apps/advising/sections.py", "apps/advising/actions/bringing.py", "apps/advising/watching.py",
}  # fmt: skip
"""Advising's own module: besides asking and writing, the bundle that the learner takes along and brings back, and the look
for whether groups are sorted, which counts those alike in what they like and keeps nothing of one of them."""
NAMES = {
    "Exploration",
    "QuizResult",
    "explorations",
    "families_in_order",
    "has_taken_quiz",
    "ExplorationNote",
}


@pytest.fixture
def ana():
    load()
    return learner()


@pytest.mark.covers("S001-G2.2")
def test_a_quiz_changes_the_order_of_the_families_and_never_the_set(ana):
    assert queries.families_in_order(ana) == ("arts", "land", "sciences", "trades")
    actions.take_quiz(by=ana, liked=["land", "arts"], now=NOW)
    assert queries.families_in_order(ana) == ("land", "arts", "sciences", "trades")
    with pytest.raises(Refused, match="arts, land, sciences, trades"):
        actions.take_quiz(by=ana, liked=["prison"], now=NOW)
    put_on(ana, "pathway:medicine")
    assert set(queries.families_in_order(ana)) == {"sciences", "trades", "arts", "land"}
    assert queries.families_in_order(learner("Bo")) == ("arts", "land", "sciences", "trades")


def test_an_exploration_is_read_by_the_learner_and_their_guardian_alone(ana):
    actions.note_exploration(by=ana, kind="shadow day", words="A day at the boatyard", on=TODAY, now=NOW)
    guardian = helps(person("Rosa"), ana, "guardian", "plan")
    for who in (ana, guardian):
        assert [e.words for e in queries.explorations(who, ana.me, now=NOW)] == ["A day at the boatyard"]
    adviser = helps(person("Obi"), ana, "adviser", "plan", "progress", "record")
    for other in (adviser, teacher(), person("Boss", ("employer", "mercy-bay"))):
        with pytest.raises(Refused, match="guardian"):
            queries.explorations(other, ana.me, now=NOW)


@pytest.mark.covers("S001-G2.1")
def test_nothing_that_places_matches_admits_or_judges_can_read_an_exploration():
    """Only advising's own module touches the tables; outside it only pages of the learner ask for them."""
    touching = {str(f.relative_to(SOURCE)) for f in SOURCE.rglob("*.py") if _names(f) & NAMES}
    assert touching >= READERS
    elsewhere = touching - READERS
    assert all(f.startswith(("web/learner/", "web/family/")) for f in elsewhere), elsewhere
    may = [question.__name__ for way in TABLE["exploration.read"] for question in way]
    assert may == ["themselves", "guardian"]


def _names(file):
    tree = ast.parse(file.read_text())
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    names |= {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    return names | {a.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
