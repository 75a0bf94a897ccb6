"""Stories of learners, told through real actions."""

import pytest
from django.db import transaction

from tests.journeys.stories import stories


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """What begins a story, the demo state published once for a module; gone again when the module is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield stories()
        transaction.set_rollback(True)


@pytest.fixture
def begin(told, db):
    """Begins a learner's story at a school of the demo state. No test sees the learner of another."""
    return told
