"""Others who come to the doors: an app that a learner lets in, and a wallet with a key of its own."""

import re
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

from django.contrib.auth import get_user_model
from django.test import Client

from throughline.apps.directory.models import Person

BACK = "https://app.example/back"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/scope/"
EVERYTHING = tuple(f"{at}{name}" for at in (OB, CLR) for name in
                   ("credential.readonly", "credential.upsert", "profile.readonly", "profile.update"))  # fmt: skip


def browser_of(who):
    """A browser in which this person is signed in, with an account of their own."""
    person = Person.objects.get(id=who.me)
    if person.user_id is None:
        person.user = get_user_model().objects.create_user(username=str(who.me))
        person.save()
    client = Client()
    client.force_login(person.user, backend="throughline.web.signing_in.Accounts")
    return client


@dataclass
class App:
    """An app as its makers write it: registers itself, sends the learner to consent, trades its code, calls."""

    scopes: tuple[str, ...] = EVERYTHING
    name: str = "Badge Book"
    http: Client = field(default_factory=Client)
    token: str = ""
    refresh: str = ""

    def __post_init__(self):
        asked = {
            "client_name": self.name, "redirect_uris": [BACK], "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"], "token_endpoint_auth_method": "client_secret_basic",
            "scope": " ".join((*self.scopes, "offline_access")),
        }  # fmt: skip
        made = self.http.post("/oauth/register", asked, content_type="application/json")
        assert made.status_code == 201, made.content
        self.id, self.secret = made.json()["client_id"], made.json()["client_secret"]
        self.verifier = token_urlsafe(48)

    @property
    def address(self):
        """Where the learner is sent to be asked."""
        challenge = urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "client_id": self.id, "response_type": "code", "redirect_uri": BACK, "state": "s-1",
            "scope": " ".join((*self.scopes, "offline_access")), "code_challenge": challenge,
            "code_challenge_method": "S256",
        }  # fmt: skip
        return f"/oauth/authorize?{urlencode(asked)}"

    def consent(self, browser, action="grant", scopes=None):
        """The learner's answer on the page; gives the response that leads back to the app."""
        page = browser.get(self.address)
        assert page.status_code == 200, page.content[:300]
        hidden = unescape(re.search(r'name="request" value="([^"]*)"', page.content.decode())[1])
        chosen = list(scopes if scopes is not None else (*self.scopes, "offline_access"))
        return browser.post("/oauth/authorize", {"request": hidden, "action": action, "scopes": chosen})

    def let_in(self, browser, scopes=None):
        """The whole way: consent, and the code traded for tokens."""
        back = self.consent(browser, scopes=scopes)
        assert back.status_code == 302, back.content
        answer = parse_qs(urlsplit(back["Location"]).query)
        assert answer["state"] == ["s-1"]
        got = self.trade(grant_type="authorization_code", code=answer["code"][0], redirect_uri=BACK,
                         code_verifier=self.verifier)  # fmt: skip
        assert got.status_code == 200, got.content
        self.token, self.refresh = got.json()["access_token"], got.json()["refresh_token"]
        return self

    def trade(self, **form):
        """One request to the token endpoint."""
        return self.http.post("/oauth/token", form, headers={"Authorization": f"Basic {self.basic}"})

    @property
    def basic(self):
        return b64encode(f"{self.id}:{self.secret}".encode()).decode()

    def get(self, path):
        return self.http.get(path, headers={"Authorization": f"Bearer {self.token}"})

    def send(self, path, body, media="application/json", method="post"):
        return getattr(self.http, method)(
            path, body, content_type=media, headers={"Authorization": f"Bearer {self.token}"}
        )
