"""Reads: the circles of support of many learners, for jobs and for the apps above, which ask the policy first."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from throughline.apps.directory.models import Relation
from throughline.apps.directory.one_person import StandsFor, ids_of


def who_are_helped(*, on: date) -> list[UUID]:
    """Everybody whom somebody helps on a day, under the ids their ties know. One query."""
    return list(_open(on).order_by("learner").values_list("learner", flat=True).distinct())


def circles_of(learners: Iterable[UUID], *, on: date) -> list[tuple[UUID, UUID, str, date]]:
    """Who helps each of these on a day, as what and since when, the oldest tie first. A learner stands under any of
    their ids, a helper under the one of now. One query."""
    ties = _open(on).filter(learner__in=ids_of(learners)).order_by("starts", "id")
    return list(
        ties.annotate(now=StandsFor(F("helper_id"))).values_list("learner_id", "now", "kind", "starts")
    )


def _open(on: date) -> QuerySet[Relation]:
    return Relation.objects.filter(Q(until=None) | Q(until__gte=on), starts__lte=on, revoked_at=None)
