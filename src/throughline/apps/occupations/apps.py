"""The app's name for Django."""

from django.apps import AppConfig


class Occupations(AppConfig):
    name = "throughline.apps.occupations"
    label = "occupations"
