"""The app's name for Django."""

from django.apps import AppConfig


class Governance(AppConfig):
    name = "throughline.apps.governance"
    label = "governance"
