"""Every sentence of a verification in English, by its code. A face translates the same texts.

Written for whoever holds a credential in their hand: what was found, why it matters, what to do next.
"""

from __future__ import annotations

from typing import Final

from throughline.core.credentials.verifying.answers import Answer, Mark, Said, StepName


def _(text: str) -> str:
    # Marks a text for the tables of translations; the words here stay English.
    return text


ANSWERS: Final[dict[Answer, tuple[str, str]]] = {
    "verified": (_("Verified"), _("The one who issued it signed it, nothing in it was changed, and it is good today.")),
    "not_verified": (_("Not verified"), _("Do not rely on it as it is. The steps below say why.")),
    "cannot_tell": (
        _("We cannot tell"),
        _("Something that is needed could not be checked. It may be good; the steps below say what is missing."),
    ),
}  # fmt: skip
"""Each answer as a title and a sentence."""

STEPS: Final[dict[StepName, str]] = {
    "read": _("We could read it"),
    "understood": _("Every word in it has one clear meaning"),
    "signature": _("The signature is good"),
    "key": _("The key belongs to the issuer"),
    "dates": _("It is good on this date"),
    "status": _("It was not taken back"),
    "holder": _("The one who shows it is the one it belongs to"),
    "shape": _("It has the usual form"),
    "parts": _("What stands inside it"),
    "issuer": _("We know the issuer"),
    "evidence": _("The files are the ones it names"),
}

MARKS: Final[dict[Mark, str]] = {
    "yes": _("Yes"),
    "no": _("No"),
    "unknown": _("Cannot tell"),
    "warning": _("Please note"),
    "not_needed": _("Not needed"),
}

FORMS: Final[dict[str, str]] = {
    "json": _("a file with signed text (JSON)"),
    "jwt": _("a signed token (JWT)"),
    "sd_jwt": _("a signed token with chosen parts (SD-JWT)"),
    "png": _("a picture (PNG) with the credential inside"),
    "svg": _("a picture (SVG) with the credential inside"),
    "pdf": _("a PDF with the credential attached"),
    "address": _("a link"),
    "bundle": _("a bundle of files (ZIP)"),
    "other": _("something else"),
}

KINDS: Final[dict[str, str]] = {
    "badge": _("Badge or achievement"),
    "clr": _("Learner record"),
    "endorsement": _("Endorsement"),
    "status_list": _("Status list"),
    "credential": _("Credential"),
    "presentation": _("Presentation"),
    "badge_2": _("Badge of the older kind (Open Badges 2.0)"),
    "several": _("Several credentials"),
    "": _("Not recognized"),
}

SENTENCES: Final[dict[str, str]] = {
    # read
    "read": _("It is whole, and we know its form."),
    "too_large": _("It has {size} bytes; up to {most} are read. Give the credential by itself."),
    "empty": _("There is nothing in it. Choose the file again."),
    "not_text": _("This is no credential in a form that we know. Bring the file that the issuer gave."),
    "unreadable": _("It is damaged or not whole, or reads in two ways. Ask for the file as it was issued."),
    "no_credential_inside": _(
        "There is no credential inside this file. Bring the file that the issuer gave."
    ),
    "web_page": _("This is a web page, not a credential. Look on it for a way to download the credential."),
    "xml": _("This is a record in XML, such as ELMO. It carries no signature that we can check here."),
    "cbor_code": _(
        "This is the text of a QR code in a packed form (CBOR) that is not read here. Ask for the credential as a file."
    ),
    "cose": _(
        "This is signed in a packed form (COSE) that is not read here. Ask for the credential as JSON or as a token."
    ),
    "jades": _(
        "This carries a seal of the European kind (JAdES) that is not checked here. Ask the issuer’s own checking page."
    ),
    "wallet_link": _(
        "This link opens a wallet app. Open it with the app, and bring the credential that you get."
    ),
    "not_recognized": _("This is no credential in a form that we know. Bring the file that the issuer gave."),
    "not_https": _("Only links that begin with https:// are opened."),
    "address_not_reached": _("The link could not be opened. Download the credential and bring the file."),
    "not_a_credential": _("This can be read, but it is no credential. Bring the file that the issuer gave."),
    "too_deep": _(
        "Credentials stand inside credentials more than {most} deep. The innermost were not looked at."
    ),
    "too_many": _(
        "It holds more than {most} credentials. The rest was not looked at. Bring them in smaller files."
    ),
    # understood
    "understood": _("Every word in it is from a published list, and none can be read in two ways."),
    "token_understood": _("It is signed word for word, as it stands."),
    "unsafe": _(
        "A word in it ({path}) could be read in two ways, or is on no published list. So it is refused."
    ),
    "unknown_context": _("It uses a list of words that is not held here: {context}."),
    "wrong_first_context": _("It does not say which model of credentials it follows."),
    "wrong_context": _("Its list of words is not sound at {path}."),
    "wrong_type": _("It does not say that it is a {wanted}."),
    "wrong_term": _("The kind given at {path} is not sound."),
    "wrong_address": _("The id given at {path} is not sound."),
    "related_twice": _("It names the resource {id} twice."),
    "related_without_digest": _("The resource at {path} has no digest to know it by."),
    "related_differs": _("The resource {id} is not the one it names: its digest is another."),
    "wrong_object": _("What stands at {path} is not of the right form."),
    "wrong_time": _("The time at {path} is missing or not sound."),
    "wrong_text": _("The text at {path} is not of the right form."),
    "no_issuer": _("It names no issuer."),
    "no_subject": _("It says nothing about anyone."),
    "ends_before_it_begins": _("It ends before it begins."),
    "nobody_vouches": _(
        "It carries no signature, and whoever shows it is not its issuer. Anyone could have written it."
    ),
    "token_contradicts": _("The token says one thing and the credential in it another."),
    # signature
    "signed": _("It was signed by the key of {controller}, and nothing was changed since."),
    "no_signature": _("It carries no signature. Anyone could have written it."),
    "signature_broken": _(
        "The signature does not fit. Something was changed after it was signed, or it is a forgery."
    ),
    "signature_unsupported": _("It is signed in a way that is not checked here ({suite})."),
    "key_not_reached": _("The key it was signed with could not be had, so the signature was not checked."),
    "key_not_there": _(
        "The issuer publishes no such key. It was not signed by the issuer, or the key is gone."
    ),
    "presentation_unsigned": _("Whoever shows it did not sign it. Each credential in it stands for itself."),
    # key
    "key_of_issuer": _("The key that signed is the issuer’s own, and it was in use."),
    "key_of_other": _("It was signed by {controller}, but it says that {issuer} issued it."),
    "key_of_holder": _("The key that signed is that of the one who shows it."),
    "key_expired": _("The key was out of use since {when} when it was signed."),
    "key_withdrawn": _("The key was withdrawn on {when}, before this was signed."),
    "key_withdrawn_later": _(
        "The key was withdrawn on {when}. Nothing here proves that this was signed before that day."
    ),
    "key_withdrawn_but_logged": _(
        "The key was withdrawn on {when}. The public log proves that this existed before that day."
    ),
    "key_withdrawn_not_logged": _(
        "The key was withdrawn on {when}, and this does not stand in the public log. It was not issued."
    ),
    "key_withdrawn_logged_late": _(
        "The key was withdrawn on {when}, and the public log was seen with this only after that. Ask for a new one."
    ),
    "log_alone": _("The log itself says when. No other party has confirmed it."),
    # dates
    "not_yet_valid": _("It is good only from {begins} on."),
    "expired": _("It was good until {ends}."),
    "no_end": _("It has no last day."),
    "in_window": _("It is good until {ends}."),
    "signed_in_the_future": _("It says that it was signed at a time still to come ({when})."),
    # status
    "no_status": _("It does not say where to ask whether it was taken back."),
    "status_clear": _("The issuer’s list says that it was not taken back."),
    "revoked": _("The issuer took it back."),
    "suspended": _("The issuer has put it on hold for now."),
    "status_message": _("The issuer’s list has a message about it: {message}."),
    "refresh": _("The issuer has a newer version of it. Ask for that."),
    "status_unknown": _(
        "The issuer’s list could not be relied on, so nobody can say whether it was taken back."
    ),
    "status_not_reached": _(
        "The issuer’s list could not be had, so nobody can say whether it was taken back."
    ),
    "status_list_by_other": _("The list is kept by another issuer ({issuer})."),
    "status_list_moved": _("The list names another address as its own."),
    # holder
    "holder_shown": _("Whoever shows it signed it for this question, just now."),
    "holder_signed": _("Whoever shows it signed it. It does not say for whom or when."),
    "challenge_missing": _(
        "It was not signed for this question. It may be a copy of something shown before."
    ),
    "domain_wrong": _("It was signed to be shown to {domain}, not here."),
    "subject_other": _("It is about someone other than the one who shows it."),
    # shape
    "shape_usual": _("It has all the parts that readers look for."),
    "shape_differs": _(
        "Some parts that readers look for are missing or written in another way. That does not touch the signature."
    ),
    "shape_lacks": _("{path} is missing."),
    "shape_type": _("{path} does not say that it is a {wanted}."),
    "shape_context_order": _("{wanted} does not stand in its place in the list of words."),
    "shape_other_achievement_type": _("‘{kind}’ is not on the list of kinds of achievement."),
    "shape_association_elsewhere": _("{path} points to an achievement that is not in this record."),
    "schema_not_checked": _("It names a form of its own ({schema}) that was not checked."),
    "not_a_status_list": _(
        "It holds a list but does not say that it is a status list, so it must not be used as one."
    ),
    # parts
    "parts_good": _("All {count} credentials inside it are good, each by itself."),
    "parts_note": _("Some of what stands inside it needs a look: {good} of {count} are good by themselves."),
    "parts_bad": _("Some of what stands inside it is not good: {good} of {count} are good by themselves."),
    "parts_unknown": _(
        "Some of what stands inside it could not be checked: {good} of {count} are good by themselves."
    ),
    "endorsement_other": _("An endorsement in it speaks of something else."),
    # issuer
    "issuer_known": _("{name} is on the list of known issuers."),
    "issuer_unknown": _(
        "{claimed} is not on the list of known issuers. That is no fault; ask yourself whether you trust them."
    ),
    "issuer_no_longer": _("{name} was on the list of known issuers until {until}."),
    "issuer_not_yet": _("{name} is on the list of known issuers only since {since}."),
    # evidence
    "evidence_all_same": _("Each file at hand is one that it names, unchanged."),
    "evidence_same": _("{file} is unchanged: {what}."),
    "evidence_strange": _("{file} is not among the files it names, or was changed."),
    # Open Badges 2
    "host_needed": _(
        "A badge of this kind is proven by the page it came from, or by its issuer’s key. That could not be asked."
    ),
    "badge_2_part": _("This is a part of a badge of the older kind, not a badge that someone was given."),
    "badge_2_proven": _("The page it came from, or its issuer’s key, proves it."),
    "badge_2_not_proven": _("The page it came from, or its issuer’s key, does not prove it."),
    "badge_2_dates": _("It is good on this date."),
    "badge_2_dates_wrong": _("It is not good on this date."),
    "badge_2_clear": _("The issuer did not take it back."),
    "badge_2_revoked": _("The issuer took it back."),
    "badge_2_wrong": _("The badge does not hold together."),
    # warnings
    "bundle_keys_unproven": _(
        "The keys that came with this bundle prove nothing by themselves: whoever made it could have written them. "
        "Give the state’s own key or its list of issuers beside it (with the program: --state-key or --issuers)."
    ),
    "old_model": _("It follows an older model of credentials (1.1)."),
    "token_claim_missing": _("The token leaves out some of what its kind asks for."),
    "token_header_extra": _("The token has more in its head than its kind allows."),
    "token_algorithm_of_other_profile": _("The token is signed in a way that its kind does not name."),
    "token_times_differ": _(
        "The token and the credential in it name different times. The narrower ones count."
    ),
    "parts_left_out": _("Whoever shows it may have left out parts of what was signed."),
    "old_suite": _("Its way of signing goes by an older name ({suite})."),
    "other_signature": _("It carries one more signature that was not checked ({suite})."),
    "looked_back": _(
        "The dates were held against {as_of}, not against now. Lists of what was taken back say how it is now."
    ),
}


def english(sentence: Said) -> str:
    """The sentence in English, its places filled."""
    return SENTENCES[sentence.code].format_map(dict(sentence.details))
