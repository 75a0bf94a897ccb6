"""What a host says of itself: an OpenAPI document for each interface, with where apps ask to be let in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from throughline.api.doors.faces import MOST, USUAL, Face
from throughline.apps.records.credentials import addresses
from throughline.apps.records.scopes import SCOPES

ERROR = {
    "description": "Why it was not done.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Imsx_StatusInfo"}}},
}
OBJECT = {"type": "object"}


def service_description(face: Face) -> dict[str, Any]:
    """The service description document of an interface."""
    house = addresses.house()
    return {
        "openapi": "3.0.1",
        "info": {
            "title": f"Throughline, host of {face.title}",
            "description": "A learner's own credentials, for apps that the learner lets in.",
            "version": "1.0",
            "termsOfService": f"{house}/help/",
            "x-imssf-privacyPolicyUrl": f"{house}/help/",
            "x-imssf-image": f"{house}{settings.STATIC_URL}throughline/favicon.svg",
        },
        "servers": [{"url": f"{house}/{face.base}"}],
        "paths": _paths(face),
        "components": {
            "securitySchemes": {"OAuth2ACG": _security(face)},
            "schemas": {"Imsx_StatusInfo": OBJECT, "Profile": OBJECT, face.document: OBJECT},
            "headers": {
                "X-Total-Count": {"schema": {"type": "integer"}},
                "Link": {"schema": {"type": "string"}},
            },
        },
    }


def _security(face: Face) -> dict[str, Any]:
    house = addresses.house()
    token = house + reverse("idp:oidc:token")
    return {
        "type": "oauth2",
        "description": "OAuth 2.0 Authorization Code Grant authorization",
        "x-imssf-name": "Throughline",
        "x-imssf-privacyPolicyUrl": f"{house}/help/",
        "x-imssf-registrationUrl": house + reverse("idp:oidc:client_registration"),
        "x-imssf-termsOfServiceUrl": f"{house}/help/",
        "flows": {
            "authorizationCode": {
                "tokenUrl": token,
                "authorizationUrl": house + reverse("idp:oidc:authorization"),
                "refreshUrl": token,
                "scopes": {name: str(words) for name, words in SCOPES.items() if name.startswith(face.scope)},
            }
        },
    }


def _paths(face: Face) -> dict[str, Any]:
    one = {"application/json": {"schema": {"$ref": f"#/components/schemas/{face.document}"}}}
    either = one | {"text/plain": {"schema": {"type": "string"}}}
    person = {"application/json": {"schema": {"$ref": "#/components/schemas/Profile"}}}
    return {
        "/discovery": {"get": _call("getServiceDescription", {"200": _answer("This document.")})},
        "/credentials": {
            "get": _call(
                "getCredentials", {"200": _answer("A page of credentials.", {"application/json": {"schema": OBJECT}})},
                f"{face.scope}credential.readonly", parameters=_paging(),
            ),
            "post": _call(
                "upsertCredential", {"200": _answer("Replaced.", either), "201": _answer("Kept.", either)},
                f"{face.scope}credential.upsert", body=either,
            ),
        },
        "/profile": {
            "get": _call("getProfile", {"200": _answer("The learner.", person)}, f"{face.scope}profile.readonly"),
            "put": _call(
                "putProfile", {"200": _answer("Written.", person)}, f"{face.scope}profile.update", body=person
            ),
        },
    }  # fmt: skip


def _call(
    name: str,
    answers: dict[str, Any],
    scope: str = "",
    parameters: list[dict[str, Any]] | None = None,
    body: dict[str, Any] | None = None,
) -> dict[str, Any]:
    made: dict[str, Any] = {"operationId": name, "responses": {**answers, "default": ERROR}}
    if scope:
        made["security"] = [{"OAuth2ACG": [scope]}]
    if parameters:
        made["parameters"] = parameters
    return made | ({"requestBody": {"required": True, "content": body}} if body else {})


def _answer(words: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"description": words, "content": content or {"application/json": {"schema": OBJECT}}}


def _paging() -> list[dict[str, Any]]:
    whole = {"type": "integer", "minimum": 0}
    return [
        {"name": "limit", "in": "query", "schema": whole | {"minimum": 1, "maximum": MOST, "default": USUAL}},
        {"name": "offset", "in": "query", "schema": whole},
        {"name": "since", "in": "query", "schema": {"type": "string", "format": "date-time"}},
    ]
