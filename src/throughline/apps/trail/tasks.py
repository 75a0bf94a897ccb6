"""Jobs: whoever witnesses the public log is asked to cosign its newest checkpoint."""

import logging

from procrastinate.contrib.django import app

from throughline.apps.trail import asking_witnesses

log = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="trail.ask_witnesses", queueing_lock="trail.ask_witnesses")
def ask_witnesses(timestamp: int = 0) -> int:
    """Ask those that did not sign it yet; gives how many signed."""
    heard = asking_witnesses.ask_witnesses()
    for each in heard:
        if not each.cosigned:
            log.warning("The witness %s did not cosign the public log. %s", each.witness, each.why)
    return sum(each.cosigned for each in heard)
