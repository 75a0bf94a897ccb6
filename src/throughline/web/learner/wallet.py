"""A learner puts a credential into a wallet of their own: a code to scan, a code to type, and what was given so far."""

import json
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.records import queries as records
from throughline.apps.records.actions import wallets
from throughline.apps.records.credentials import addresses
from throughline.apps.records.credentials.wallet_copies import FORMS
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, who

GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


@dataclass(frozen=True, slots=True)
class Copy:
    """An offer with the title of its credential."""

    title: str
    offer: records.wallets.OfferNow


@dataclass(frozen=True, slots=True)
class WalletPage:
    """The credentials that can be put into a wallet, and what was offered before."""

    credentials: tuple[tuple[UUID, str], ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class OfferPage:
    """An offer just made: the link and its picture for the wallet, the code to type there, and how long it is good."""

    title: str
    offer: wallets.Offered
    link: str
    picture: str


def offer_link(made: wallets.Offered) -> str:
    """The offer as a link that a wallet opens (OpenID4VCI 1.0, section 4.1)."""
    said = {
        "credential_issuer": addresses.house(),
        "credential_configuration_ids": [f"OpenBadge_{form}" for form in FORMS],
        "grants": {
            GRANT: {
                "pre-authorized_code": made.code,
                "tx_code": {
                    "input_mode": "numeric",
                    "length": 6,
                    "description": _("The six digits on your page"),
                },
            }
        },
    }
    return f"openid-credential-offer://?{urlencode({'credential_offer': json.dumps(said, separators=(',', ':'))})}"


@page("wallet.offer")
def wallet(request: HttpRequest) -> HttpResponse:
    """What can be put into a wallet, and what was."""
    actor, now, house = who(request), timezone.now(), reading.catalogue()
    mine = [each for each in records.awards(actor, own(actor), now=now) if not each.replaced]
    before = records.wallets.wallet_offers(actor, own(actor), now=now)
    shown = WalletPage(
        tuple((each.id, name_of(house, each.credential)) for each in mine if each.stands.state == "stands"),
        tuple(Copy(name_of(house, each.credential), each) for each in before),
    )
    return show(request, "throughline/learner/wallet.html", shown)


@page("wallet.offer")
@require_POST
def offer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Offers an award to a wallet, and shows the codes this once."""
    actor, now = who(request), timezone.now()
    made = wallets.offer(by=actor, award=key, now=now)
    title = name_of(reading.catalogue(), records.award(actor, key, now=now).credential)
    link = offer_link(made)
    picture = segno.make(link, error="l", micro=False).svg_data_uri(scale=3, border=4)
    answer = show(request, "throughline/learner/wallet_offer.html", OfferPage(title, made, link, picture))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@page("wallet.offer")
@require_POST
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes an offer back that no wallet took yet."""
    wallets.withdraw_offer(by=who(request), offer=key, now=timezone.now())
    messages.success(request, _("The offer is over. No wallet can take it now."))
    return redirect("wallet")
