"""Bringing Django up on the right database, for commands that need one."""

from __future__ import annotations

import os

from throughline.project import database


def begin(mode: str | None = None) -> None:
    """Finds or starts the database and sets Django up; `mode` is `demo` or nothing.

    :raises Problem: the database cannot be had, or its data is newer than this code.
    """
    if mode:
        os.environ["THROUGHLINE_MODE"] = mode
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.project.settings")
    database.connect()
    import django

    django.setup()
    database.refuse_newer_data()


def migrate() -> None:
    """Brings the database to this version, quietly."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django.utils import timezone

    from throughline.apps.trail.actions import follow_restored, sign_unsigned

    follow_restored()
    sign_unsigned(now=timezone.now())
