"""Whoever runs the house, a board or a college reads nobody in silence: each look stands on the learner's own page."""

from __future__ import annotations

import html
import logging

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.apps.test_policy import SUBJECT, acts
from tests.web.looking import actor, id_of
from tests.web.test_pages import _routes, signed_in
from throughline.apps.directory import queries as directory
from throughline.apps.directory.policy import TABLE, allowed
from throughline.apps.directory.predicates import anyone, themselves
from throughline.apps.trail.models import Event
from throughline.core.formats.state_pack import Pack

pytestmark = pytest.mark.usefixtures("meridian", "db")
POWERFUL = {"kwame-asante": "operator", "rosa-delgado": "board_member", "helen-zhou": "registrar"}
OF_A_PERSON = [
    name for name, ways in TABLE.items() if (themselves,) in ways and name.rpartition(".")[2] in ("read", "list")
]  # fmt: skip
"""Permissions to read what is one person's own."""
OF_ONESELF = {"today.read"}
"""What is the reader's own day, whoever they are; whom it shows is asked by itself."""


def _addresses(learner: object) -> list[str]:
    """Every page that is not for everyone: those of nobody in particular, and those of one person."""
    found = []
    for each in _routes():
        names = set(each.pattern.converters)
        if TABLE[each.callback.permission] != ((anyone,),) and names <= {"key", "learner", "person"}:  # type: ignore[attr-defined]
            try:
                found.append(reverse(str(each.name), kwargs=dict.fromkeys(names, learner)))
            except NoReverseMatch:  # it is of something else, by another kind of name
                continue
    return found


def _named_in(client: Client, address: str, learners: dict[str, list[str]]) -> set[str]:
    answer = client.get(address)
    if answer.status_code != 200 or answer.streaming:
        return set()
    text = html.unescape(answer.content.decode(errors="ignore"))
    return {name for name in learners if name in text}


@pytest.mark.covers("T-09")
def test_no_role_of_power_reads_a_person_and_every_page_that_names_one_to_them_stands_in_that_persons_log(
    meridian: Pack,
) -> None:
    assert len(OF_A_PERSON) > 15
    for role in ("operator", "board_member", "registrar", "principal"):
        may = [name for name in OF_A_PERSON if allowed(acts(role, "elsewhere"), name, SUBJECT).allowed]
        assert set(may) <= OF_ONESELF, role
    learners: dict[str, list[str]] = {}
    for each in meridian.people:
        if "learner" in (each.get("roles") or ()):
            learners.setdefault(str(each["name"]), []).append(str(each["id"]))
    addresses = _addresses(id_of("mariah-16"))
    assert len(addresses) > 60
    silent = []
    logging.disable(logging.WARNING)  # what is refused is logged, and most of this is
    for who in POWERFUL:
        client, me = signed_in(who), id_of(who)
        for address in addresses:
            for name in _named_in(client, address, learners):
                own = [id_of(key) for key in learners[name]]
                if not Event.objects.filter(who=me, about__in=own, verb="read").exists():
                    silent.append((who, address, name))
    logging.disable(logging.NOTSET)
    assert silent == []


def test_who_was_let_in_is_in_the_log_each_day_they_look(meridian: Pack) -> None:
    """The control: pages that name a learner to somebody are found by their names, and each look was written down."""
    learners = {"Jason Reed": ["jason-16"]}
    client = signed_in("mr-okafor")
    assert _named_in(client, "/advising/", learners) == {"Jason Reed"}
    jason = actor("jason-16")
    assert any("Okafor" in each.who for each in directory.reads_of(jason, jason.me))
