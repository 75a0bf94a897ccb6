"""The texts of what leaves the house with a learner: the transcript and the pages of the bundle."""

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from throughline.core.credentials.bundle.page_words import PageWords
from throughline.core.credentials.transcript.facts import Words


def transcript_words() -> Words:
    """The transcript's texts in the reader's language."""
    return Words(
        language=get_language() or "en",
        title=_("Learner record"),
        name=_("Name"),
        issued=_("Issued"),
        number=_("Record number"),
        kept_by=_("Kept by"),
        issuers=_("Issued by"),
        check=_("Check this record"),
        how_to_check=_(
            "Scan the code or open the address. You see at once whether this record is genuine and still holds. "
            "No account is needed."
        ),
        attached=_("The whole record is attached to this file as {file}. Anyone can check it without us."),
        qr=_("QR code that opens"),
        what=_("What was earned"),
        level=_("Level"),
        issuer=_("From"),
        date=_("Date"),
        levels=_("What the levels mean"),
        courses=_("Courses this corresponds to"),
        courses_limits=_("What this list does not say"),
        course=_("Course"),
        stands_on=_("Stands on"),
        decided=_("Decided by"),
        page=_("Page {page} of {pages}"),
    )


def course_limits() -> Mapping[str, str]:
    """By what the list of courses does not say (`transcript.legacy.LIMITS`), a sentence for it."""
    return {
        "no_grades": _("It holds no grades. What was shown stands above, with its level in words."),
        "no_average": _("It holds no average of any kind, and none can be worked out from it."),
        "no_rank": _("It compares nobody with anybody."),
        "not_every_course": _(
            "It names only courses that an equivalence certified by the state leads to. Another course may fit as well."
        ),
        "not_hours": _("It says what was shown, not how many hours anyone sat in a room."),
    }


def bundle_words() -> PageWords:
    """The texts of a bundle's pages in the reader's language."""
    return PageWords(
        language=get_language() or "en",
        title=_("Learner record"),
        made=_("Made on {date}."),
        what_is_here=_(
            "Everything that was yours there is in this folder. It needs no network and no account."
        ),
        credentials=_("Credentials"),
        evidence=_("Evidence"),
        files=_("Files"),
        whole_record=_("The whole record, signed"),
        transcript=_("Transcript"),
        everything=_("Everything else, for another system to take in"),
        snapshots=_("What stood where"),
        how_to_check=_("How to check this record"),
        check_lead=_("Nobody has to take our word for it, and you do not need us to check."),
        steps=(
            _("Open any checker of Open Badges or verifiable credentials, on this machine or on the web."),
            _(
                "Give it one of the signed files from the folder “credentials”, or clr.json for all of them at once."
            ),
            _("It says whether the file is as it was signed, who signed it, and whether it still holds."),
            _(
                "If the issuer no longer exists, use the folder “documents”: it holds the issuer's keys and lists as they "
                "stood when this was made."
            ),
        ),
        as_of=_("These documents are as they stood on {date}."),
        back=_("Back to the record"),
        issued_by=_("Issued by"),
        issued_on=_("Issued on"),
        valid_until=_("Valid until"),
        level=_("Level"),
        criteria=_("How it is earned"),
        shows=_("What it shows"),
        endorsed=_("Who endorses it"),
        employer=_("Employer"),
        role=_("Role"),
        hours=_("Hours"),
        file_of=_("The signed file"),
        nothing_yet=_("Nothing yet."),
    )
