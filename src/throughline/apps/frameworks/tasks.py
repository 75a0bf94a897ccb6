"""Jobs: every night everything that can be proven is proven anew."""

from django.utils import timezone
from procrastinate.contrib.django import app

from throughline.apps.directory.actor import HOUSE
from throughline.apps.frameworks import nights


@app.periodic(cron="40 2 * * *")
@app.task(name="frameworks.prove_everything", queueing_lock="frameworks.prove_everything")
def prove_everything(timestamp: int = 0) -> int:
    """Prove what every pathway promises, and that no credential is dead; gives how much of it could not be."""
    night = nights.prove(by=HOUSE, now=timezone.now())
    return len(night.unproven) + len(night.dead)
