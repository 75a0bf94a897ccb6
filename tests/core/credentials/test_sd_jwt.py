"""A token that shows a part: the part shown is what was signed, and nothing else passes for it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
import yaml

from tests.core.credentials import vectors
from throughline.core.credentials.controllers.resolving import Method
from throughline.core.credentials.keys import new_private, private_from_jwk, public_from_jwk
from throughline.core.credentials.multibase import base64url
from throughline.core.credentials.strict_json import Unreadable
from throughline.core.credentials.tokens import jws, sd_jwt

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ISSUER, HOLDER = new_private("P-256"), new_private("P-256")
KEYS = [Method("https://issuer.example#1", "https://issuer.example", ISSUER.public)]


def digest(text: str) -> str:
    return base64url(hashlib.sha256(text.encode()).digest())


def part(*values: Any) -> str:
    return base64url(json.dumps(values).encode())


def token(claims: dict[str, Any], *parts: str, binding: str = "") -> str:
    return "~".join(
        [jws.write_jws({"typ": "dc+sd-jwt"}, json.dumps(claims).encode(), ISSUER), *parts, binding]
    )


NAME, CITY = part("s1", "name", "Ana"), part("s2", "Boston")
CLAIMS = {"iss": "https://issuer.example", "_sd": [digest(NAME)], "towns": ["Salem", {"...": digest(CITY)}]}


def test_what_is_shown_stands_where_it_was_signed():
    found = sd_jwt.read_sd_jwt(token(CLAIMS, NAME, CITY))
    assert sd_jwt.disclosed(found) == {"iss": CLAIMS["iss"], "name": "Ana", "towns": ["Salem", "Boston"]}
    assert sd_jwt.check_sd_jwt(found, KEYS).outcome == "holds"


def test_what_is_not_shown_leaves_no_trace():
    assert sd_jwt.disclosed(sd_jwt.read_sd_jwt(token(CLAIMS))) == {"iss": CLAIMS["iss"], "towns": ["Salem"]}


@pytest.mark.parametrize(
    "text",
    [
        token(CLAIMS, NAME, NAME),
        token(CLAIMS, part("s1", "name", "Ben")),
        token(CLAIMS, NAME[:-1] + ("A" if NAME[-1] != "A" else "B")),
        token(CLAIMS, NAME + "="),
        token({"_sd": [digest(NAME), digest(NAME)]}, NAME),
        token({"_sd": [digest(NAME)], "again": {"_sd": [digest(NAME)]}}, NAME),
        token({"_sd": [digest(NAME)], "name": "Eve"}, NAME),
        token({"_sd": [digest(CITY)]}, CITY),
        token({"towns": [{"...": digest(NAME)}]}, NAME),
        token({"_sd": "none"}),
        token({"_sd": [3]}),
        token({"...": "x"}),
        token({"_sd_alg": "md5"}),
        token({"_sd": [digest(part("s", "_sd", []))]}, part("s", "_sd", [])),
        token({"_sd": [digest(part("s"))]}, part("s")),
        token({"_sd": [digest(part("s", 1, 2))]}, part("s", 1, 2)),
        token(CLAIMS).replace("~", ""),
        '{"payload": "e30", "protected": "e30"}',
        '{"payload": 3}',
    ],
)  # fmt: skip
def test_a_part_that_was_not_signed_there_makes_the_token_worthless(text):
    with pytest.raises(Unreadable):
        sd_jwt.disclosed(sd_jwt.read_sd_jwt(text))


def bound(holder: Any = HOLDER, typ: str = "kb+jwt", covered: str = "", **said: Any) -> str:
    claims = {**CLAIMS, "cnf": {"jwk": HOLDER.public.jwk()}}
    shown = token(claims, NAME)
    whole = {"aud": "https://college.example", "nonce": "n-1", "iat": int(NOW.timestamp()),
             "sd_hash": digest(covered or shown), **said}  # fmt: skip
    return shown + jws.write_jws({"typ": typ}, json.dumps(whole).encode(), holder)


def check(text: str) -> str:
    found = sd_jwt.read_sd_jwt(text)
    return sd_jwt.check_binding(
        found, sd_jwt.disclosed(found), audience="https://college.example", nonce="n-1", as_of=NOW,
        longest=timedelta(minutes=5),
    ).outcome  # fmt: skip


def test_the_holder_shows_it_themselves():
    assert check(bound()) == "holds"
    assert check(token(CLAIMS, NAME)) == "cannot_tell"


@pytest.mark.parametrize(
    "text",
    [
        bound(holder=new_private("P-256")),
        bound(typ="jwt"),
        bound(covered="something else"),
        bound(aud="https://other.example"),
        bound(nonce="n-0"),
        bound(iat=int(NOW.timestamp()) - 3600),
        bound(iat=int(NOW.timestamp()) + 3600),
        bound(iat="now"),
        token(CLAIMS, NAME, binding="e30.e30"),
    ],
    ids=range(9),
)
def test_a_token_shown_by_another_or_again_is_refused(text):
    assert check(text) == "broken"


# --- published cases ---


@dataclass(frozen=True)
class Sd:
    """What the case marks as hidden unless shown."""

    value: Any


class Loader(yaml.SafeLoader):
    """Reads the mark `!sd` of the cases."""


def _marked(loader: Loader, node: yaml.Node) -> Sd:
    if isinstance(node, yaml.ScalarNode):
        return Sd(node.value if node.style else yaml.safe_load(node.value))
    if isinstance(node, yaml.SequenceNode):
        return Sd(loader.construct_sequence(node, deep=True))
    assert isinstance(node, yaml.MappingNode)
    return Sd(loader.construct_mapping(node, deep=True))


Loader.add_constructor("!sd", _marked)


class Made:
    """A token as a case's issuer signs and its holder shows it."""

    def __init__(self) -> None:
        self.salts = count()
        self.shown: list[str] = []

    def hide(self, value: Any, show: Any) -> Any:
        if isinstance(value, dict):
            return self._object(value, show if isinstance(show, dict) else {})
        if isinstance(value, list):
            wanted = show if isinstance(show, list) else []
            return [
                self._item(each, wanted[at] if at < len(wanted) else None) for at, each in enumerate(value)
            ]
        return value

    def _object(self, value: dict[Any, Any], show: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, inner in value.items():
            plain = name.value if isinstance(name, Sd) else name
            if not isinstance(name, Sd):
                made[plain] = self.hide(inner, show.get(plain))
                continue
            text = self._part(show.get(plain), plain, inner)
            made.setdefault("_sd", []).append(digest(text))
        return made

    def _item(self, value: Any, show: Any) -> Any:
        return (
            {"...": digest(self._part(show, value.value))}
            if isinstance(value, Sd)
            else self.hide(value, show)
        )

    def _part(self, show: Any, *rest: Any) -> str:
        shows = show not in (False, None, "None")
        before = len(self.shown)
        text = part(f"salt-{next(self.salts)}", *rest[:-1], self.hide(rest[-1], show))
        if not shows:
            del self.shown[before:]
            return text
        self.shown.append(text)
        return text


@pytest.mark.parametrize(
    "name", [each for each in vectors.family("sd-jwt/testcases") if not each.endswith("settings.yml")]
)
def test_the_published_cases_give_the_claims_they_say(name):
    case = yaml.load(vectors.text(name), Loader)
    made = Made()
    claims = made.hide(case["user_claims"], case["holder_disclosed_claims"])
    settings = yaml.safe_load(vectors.text("sd-jwt/testcases/settings.yml"))
    issuer = private_from_jwk(
        {k: v for k, v in settings["key_settings"]["issuer_keys"][0].items() if k != "kid"}
    )
    signed = jws.write_jws({"typ": "dc+sd-jwt"}, json.dumps(claims).encode(), issuer)
    text = "~".join([signed, *made.shown, ""])
    if case.get("serialization_format") == "json":
        protected, payload, signature = signed.split(".")
        flat = {"protected": protected, "signature": signature, "header": {"disclosures": made.shown}}
        several = {"payload": payload, "signatures": [flat]}
        text = json.dumps(several if "general" in name else {**flat, "payload": payload})
    found = sd_jwt.read_sd_jwt(text)
    assert sd_jwt.check_sd_jwt(found, [Method("i#1", "i", issuer.public)]).outcome == "holds"
    assert sd_jwt.disclosed(found) == case["expect_verified_user_claims"]


def test_the_example_of_the_standard_holds():
    found = sd_jwt.read_sd_jwt(vectors.text("sd-jwt/rfc9901-a3-sd-jwt-vc.txt"))
    key = public_from_jwk(vectors.value("sd-jwt/rfc9901-a5-issuer-key.json"))
    assert sd_jwt.check_sd_jwt(found, [Method("i#1", "i", key)]).outcome == "holds"
    claims = sd_jwt.disclosed(found)
    assert claims["vct"] == "urn:eudi:pid:de:1"
    assert not {"_sd", "_sd_alg", "..."} & set(claims)


@pytest.mark.parametrize(
    ("name", "good"),
    [
        ("credential-sdjwt-selective", True),
        ("credential-sdjwt-bad-signature", False),
        ("presentation-sdjwt-selective", True),
        ("presentation-sdjwt-bad-credential", False),
    ],
)
def test_the_sd_jwts_of_the_w3c_suite_get_their_answer(name, good):
    given = vectors.value("w3c-vc-jose-cose/vm-p384.json")
    key = Method(given["id"], given["controller"], public_from_jwk(given["publicKeyJwk"]))
    found = sd_jwt.read_sd_jwt(vectors.text(f"w3c-vc-jose-cose/{name}.txt"))
    assert (sd_jwt.check_sd_jwt(found, [key]).outcome == "holds") is good
    if good:
        assert "_sd" not in json.dumps(sd_jwt.disclosed(found))
