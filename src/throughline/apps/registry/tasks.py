"""Jobs: after a publication the registry's own entries are made before anybody asks for them."""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.registry import own


@app.task(name="registry.follow_catalogue")
def follow_catalogue() -> str:
    """Bring the state's own catalogue in the registry up to what is in force."""
    return own.follow(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="registry.catch_up", queueing_lock="registry.catch_up")
def catch_up(timestamp: int = 0) -> str:
    """The same for publications that nobody told of; two queries where there was none."""
    return follow_catalogue()
