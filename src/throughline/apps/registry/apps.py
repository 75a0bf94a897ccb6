"""The app's name for Django."""

from django.apps import AppConfig


class Registry(AppConfig):
    name = "throughline.apps.registry"
    label = "registry"
