"""Stories of learners, told through real actions."""

import pytest

from tests.journeys.stories import stories


@pytest.fixture
def begin(db):
    """Begins a learner's story at a school of the demo state."""
    return stories()
