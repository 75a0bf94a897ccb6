"""The app's name for Django."""

from django.apps import AppConfig


class Records(AppConfig):
    name = "throughline.apps.records"
    label = "records"
