"""The app's name for Django."""

from django.apps import AppConfig


class Directory(AppConfig):
    name = "throughline.apps.directory"
    label = "directory"
