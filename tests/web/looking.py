"""What the tests of signed-in pages share: people by their demo key, the words of a page, its cost in queries."""

from __future__ import annotations

import html
import re
from time import process_time
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor

MOST = 8
READS_ANOTHER = 2
"""Another's page costs a little more: who it is about, and the event they can see."""


def actor(demo_key: str) -> Actor:
    """A person of the demo as they act today."""
    return directory.actor_named(demo_key, on=timezone.localdate())


def id_of(demo_key: str) -> UUID:
    """The id of a person of the demo."""
    return actor(demo_key).me


def said(answer: HttpResponse) -> str:
    """The words of a page, without its marks, on one line."""
    text = answer.content.decode()
    main = text[text.index("<main") : text.index("</main>")] if "<main" in text else text
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def cost(client: Client, path: str) -> int:
    """How many queries a page takes once it is warm, besides those of the session and savepoints."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return sum(1 for each in seen if not re.search(r"django_session|SAVEPOINT", each["sql"]))


EMPTY = 1.2
"""Milliseconds of processor time of a view that does nothing, for a person who is signed in, on the machine of
docs/reference/performance.md."""


def milliseconds(client: Client, path: str) -> float:
    """The processor time of a page that was asked for before: the least of many, told in that machine's time.

    An empty view beside each look says how fast this machine is just then, with whatever else it does.
    """
    looks, empty = [], []
    with override_settings(ROOT_URLCONF="benchmarks.empty_view"):
        client.get(path)
        for _ in range(20):
            looks.append(_took(client, path))
            empty.append(_took(client, "/empty"))
    return EMPTY * min(looks) / min(empty)


def _took(client: Client, path: str) -> float:
    began = process_time()
    assert client.get(path).status_code == 200
    return process_time() - began
