"""What an app may ask a learner for, in the words that the learner reads."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OB = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/scope/"
SCOPES: Final[Mapping[str, Promise]] = {
    f"{OB}credential.readonly": _("Read your badges and other credentials"),
    f"{OB}credential.upsert": _("Add badges from elsewhere to your record"),
    f"{OB}profile.readonly": _("Read your name and what you say of yourself"),
    f"{OB}profile.update": _("Write what you say of yourself"),
    f"{CLR}credential.readonly": _("Read your whole learner record"),
    f"{CLR}credential.upsert": _("Add learner records from elsewhere"),
    f"{CLR}profile.readonly": _("Read your name for your learner record"),
    f"{CLR}profile.update": _("Write what you say of yourself in your learner record"),
    "offline_access": _("Go on until you take it back, or it is not used for 90 days"),
}
