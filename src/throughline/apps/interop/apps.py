"""The app's name for Django."""

from django.apps import AppConfig


class Interop(AppConfig):
    name = "throughline.apps.interop"
    label = "interop"
