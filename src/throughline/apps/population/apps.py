"""The app's name for Django."""

from django.apps import AppConfig


class Population(AppConfig):
    name = "throughline.apps.population"
    label = "population"
