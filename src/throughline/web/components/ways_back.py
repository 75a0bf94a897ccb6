"""What ways that have no next step are called, to learners and to those who call."""

from django.utils.translation import gettext_lazy

OWN = {
    "paused": gettext_lazy("You are taking a pause, or choosing again."),
    "between_places": gettext_lazy("Your last place to learn ended, and no other one is known here."),
    "offer": gettext_lazy("The day of a place that was held for you went by."),
    "quiet": gettext_lazy("Nothing new of yours was entered for a while."),
}
"""To the learner."""

THEIRS = {
    "paused": gettext_lazy("taking a pause, or choosing again"),
    "between_places": gettext_lazy("between two places to learn"),
    "offer": gettext_lazy("an offer's day went by"),
    "quiet": gettext_lazy("nothing new was entered"),
}
"""To whoever calls."""

BEGIN = {
    "paused": gettext_lazy("Ask what they did in the pause, and what they would like next."),
    "between_places": gettext_lazy("Ask where they are now. All they have shown stays theirs."),
    "offer": gettext_lazy("Ask whether the place came at the wrong time. There may be another."),
    "quiet": gettext_lazy("Ask what they have done that nobody wrote down yet. It may count."),
}
"""How a call can begin."""

BY = {
    "adviser": gettext_lazy("An adviser"),
    "navigator": gettext_lazy("A navigator"),
    "desk": gettext_lazy("The desk"),
}
