"""Prints the description of the API as OpenAPI: `python -m throughline.api > docs/reference/openapi.json`."""

import json
import os
import sys

import django


def description() -> str:
    """The description as JSON, ready to be kept as a file."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.project.settings")
    django.setup()
    from throughline.api.urls import api  # only once the settings are there

    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False)


if __name__ == "__main__":
    sys.stdout.write(description() + "\n")
