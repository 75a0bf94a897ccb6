"""The app's name for Django."""

from django.apps import AppConfig


class Advising(AppConfig):
    name = "throughline.apps.advising"
    label = "advising"
