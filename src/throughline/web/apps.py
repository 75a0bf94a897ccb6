"""The web face as a Django app: it has pages and no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and template tags of the pages."""

    name = "throughline.web"
    label = "web"
