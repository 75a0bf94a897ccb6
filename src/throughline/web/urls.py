"""Every address of the pages: the first that fits is taken."""

from throughline.web.addresses.everyone import everyone
from throughline.web.addresses.governing import governing
from throughline.web.addresses.learner import learner
from throughline.web.addresses.registry import registry
from throughline.web.addresses.second_voices import second_voices
from throughline.web.addresses.shares import shares
from throughline.web.addresses.with_learners import with_learners

urlpatterns = [
    # Some of these begin like addresses below, and say more.
    *second_voices,
    *shares,
    *everyone,
    *governing,
    *learner,
    *with_learners,
    *registry,
]
