"""The app's name for Django."""

from django.apps import AppConfig


class Trail(AppConfig):
    name = "throughline.apps.trail"
    label = "trail"
