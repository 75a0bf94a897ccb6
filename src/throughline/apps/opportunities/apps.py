"""The app's name for Django."""

from django.apps import AppConfig


class Opportunities(AppConfig):
    name = "throughline.apps.opportunities"
    label = "opportunities"
