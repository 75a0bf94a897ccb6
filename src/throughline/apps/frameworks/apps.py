"""The app's name for Django."""

from django.apps import AppConfig


class Frameworks(AppConfig):
    name = "throughline.apps.frameworks"
    label = "frameworks"
