"""Which field of a value is which member of Open Badges 3.0 and CLR 2.0: one table each, for writing and reading."""

from throughline.core.credentials.building import facts as f
from throughline.core.credentials.building.forms import (
    DOCUMENT,
    FLAG,
    INSTANT,
    NUMBER,
    TEXT,
    TEXTS,
    Member,
    Shape,
    many,
    one,
    one_or_many,
)
from throughline.core.credentials.building.vocabulary import CLR_CONTEXT, OB_CONTEXT, VC_CONTEXT


def _texts(*pairs: tuple[str, str]) -> tuple[Member, ...]:
    return tuple(Member(attribute, name, TEXT) for attribute, name in pairs)


DOCUMENTS = many(DOCUMENT)

IMAGE = Shape(f.Image, {"type": "Image"}, (Member("id", "id", TEXT, True), *_texts(("caption", "caption"))))
_IMAGE = Member("image", "image", one(lambda: IMAGE))

ADDRESS = Shape(
    f.Address,
    {"type": ["Address"]},
    _texts(
        ("country", "addressCountry"), ("country_code", "addressCountryCode"), ("region", "addressRegion"),
        ("locality", "addressLocality"), ("street", "streetAddress"),
        ("post_office_box", "postOfficeBoxNumber"), ("postal_code", "postalCode"),
    ),
)  # fmt: skip

IDENTIFIER = Shape(
    f.Identifier,
    {"type": "IdentifierEntry"},
    (Member("identifier", "identifier", TEXT, True), Member("kind", "identifierType", TEXT)),
)
_IDENTIFIERS = Member("identifiers", "otherIdentifier", many(one(lambda: IDENTIFIER)))

IDENTITY = Shape(
    f.Identity,
    {"type": "IdentityObject"},
    (
        Member("hashed", "hashed", FLAG),
        Member("hash", "identityHash", TEXT, True),
        Member("kind", "identityType", TEXT),
        Member("salt", "salt", TEXT),
    ),
)
_IDENTITIES = Member("identities", "identifier", many(one(lambda: IDENTITY)))

PROFILE: Shape[f.Issuer] = Shape(
    f.Issuer,
    {"type": ["Profile"]},
    (
        Member("id", "id", TEXT, True),
        *_texts(
            ("name", "name"), ("url", "url"), ("description", "description"), ("email", "email"),
            ("phone", "phone"), ("official", "official"),
        ),
        _IMAGE,
        Member("address", "address", one(lambda: ADDRESS)),
        _IDENTIFIERS,
        Member("parent", "parentOrg", one(lambda: PROFILE)),
        Member("endorsements", "endorsement", DOCUMENTS),
    ),
)  # fmt: skip

ALIGNMENT = Shape(
    f.Alignment,
    {"type": ["Alignment"]},
    _texts(
        ("name", "targetName"), ("url", "targetUrl"), ("kind", "targetType"), ("code", "targetCode"),
        ("framework", "targetFramework"), ("description", "targetDescription"),
    ),
)  # fmt: skip
_ALIGNMENTS = Member("alignments", "alignment", many(one(lambda: ALIGNMENT)))

RUBRIC_LEVEL = Shape(
    f.RubricLevel,
    {"type": ["RubricCriterionLevel"]},
    (
        Member("id", "id", TEXT, True),
        *_texts(("name", "name"), ("level", "level"), ("description", "description"), ("points", "points")),
        _ALIGNMENTS,
    ),
)

RESULT_DESCRIPTION = Shape(
    f.ResultDescription,
    {"type": ["ResultDescription"]},
    (
        Member("id", "id", TEXT, True),
        *_texts(("name", "name"), ("kind", "resultType")),
        Member("allowed", "allowedValue", TEXTS),
        *_texts(
            ("required_value", "requiredValue"), ("required_level", "requiredLevel"),
            ("least", "valueMin"), ("most", "valueMax"),
        ),
        Member("levels", "rubricCriterionLevel", many(one(lambda: RUBRIC_LEVEL))),
        _ALIGNMENTS,
    ),
)  # fmt: skip

CRITERIA = Shape(f.Criteria, {}, _texts(("id", "id"), ("narrative", "narrative")))

RELATED = Shape(
    f.Related,
    {"type": ["Related"]},
    (Member("id", "id", TEXT, True), *_texts(("version", "version"), ("language", "inLanguage"))),
)

ACHIEVEMENT = Shape(
    f.AchievementFacts,
    {"type": ["Achievement"]},
    (
        Member("id", "id", TEXT, True),
        *_texts(("name", "name"), ("description", "description"), ("kind", "achievementType")),
        Member("criteria", "criteria", one(lambda: CRITERIA)),
        Member("creator", "creator", one(lambda: PROFILE)),
        _ALIGNMENTS,
        Member("results", "resultDescription", many(one(lambda: RESULT_DESCRIPTION))),
        Member("credits", "creditsAvailable", NUMBER),
        *_texts(
            ("code", "humanCode"), ("field_of_study", "fieldOfStudy"), ("specialization", "specialization"),
            ("version", "version"), ("language", "inLanguage"),
        ),
        _IMAGE,
        Member("tags", "tag", TEXTS),
        _IDENTIFIERS,
        Member("related", "related", many(one(lambda: RELATED))),
        Member("endorsements", "endorsement", DOCUMENTS),
    ),
)  # fmt: skip

RESULT = Shape(
    f.ResultFacts,
    {"type": ["Result"]},
    (
        *_texts(
            ("describes", "resultDescription"), ("status", "status"), ("level", "achievedLevel"),
            ("value", "value"),
        ),
        _ALIGNMENTS,
    ),
)  # fmt: skip

EVIDENCE = Shape(
    f.EvidenceFacts,
    {"type": ["Evidence"]},
    _texts(
        ("id", "id"), ("name", "name"), ("narrative", "narrative"), ("description", "description"),
        ("genre", "genre"), ("audience", "audience"), ("digest", "digestSRI"), ("media_type", "mediaType"),
    ),
)  # fmt: skip

SUBJECT = Shape(
    f.Subject,
    {"type": ["AchievementSubject"]},
    (
        *_texts(("id", "id")),
        _IDENTITIES,
        Member("achievement", "achievement", one(lambda: ACHIEVEMENT), True),
        Member("results", "result", many(one(lambda: RESULT))),
        *_texts(("narrative", "narrative"), ("role", "role")),
        Member("source", "source", one(lambda: PROFILE)),
        Member("started", "activityStartDate", INSTANT),
        Member("ended", "activityEndDate", INSTANT),
        Member("credits", "creditsEarned", NUMBER),
        *_texts(("license_number", "licenseNumber"), ("term", "term")),
        _IMAGE,
    ),
)

STATUS = Shape(
    f.StatusEntry,
    {},
    (
        *_texts(("id", "id")),
        Member("kind", "type", TEXT, True),
        *_texts(("purpose", "statusPurpose"), ("index", "statusListIndex"), ("list", "statusListCredential")),
    ),
)

SCHEMA = Shape(f.Schema, {}, (Member("id", "id", TEXT, True), Member("kind", "type", TEXT, True)))

ASSOCIATION = Shape(
    f.Association,
    {"type": "Association"},
    (
        Member("kind", "associationType", TEXT, True),
        Member("source", "sourceId", TEXT, True),
        Member("target", "targetId", TEXT, True),
    ),
)

CLR_SUBJECT = Shape(
    f.ClrSubject,
    {"type": ["ClrSubject"]},
    (
        *_texts(("id", "id")),
        _IDENTITIES,
        Member("achievements", "achievement", many(one(lambda: ACHIEVEMENT))),
        Member("credentials", "verifiableCredential", DOCUMENTS),
        Member("associations", "association", many(one(lambda: ASSOCIATION))),
    ),
)

_HEAD = (Member("id", "id", TEXT), *_texts(("name", "name"), ("description", "description")), _IMAGE)
_TIMES = (
    Member("awarded", "awardedDate", INSTANT),
    Member("valid_from", "validFrom", INSTANT),
    Member("valid_until", "validUntil", INSTANT),
)
_EVIDENCE = Member("evidence", "evidence", many(one(lambda: EVIDENCE)))
_ENDORSEMENTS = Member("endorsements", "endorsement", DOCUMENTS)
_CHECKS = (
    Member("status", "credentialStatus", one_or_many(one(lambda: STATUS))),
    Member("schemas", "credentialSchema", many(one(lambda: SCHEMA))),
)
_ISSUER = Member("issuer", "issuer", one(lambda: PROFILE), True)

BADGE = Shape(
    f.Badge,
    {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "type": ["VerifiableCredential", "AchievementCredential"],
    },
    (
        *_HEAD,
        _ISSUER,
        *_TIMES,
        Member("subject", "credentialSubject", one(lambda: SUBJECT), True),
        _EVIDENCE,
        _ENDORSEMENTS,
        *_CHECKS,
    ),
)

CLR = Shape(
    f.Clr,
    {
        "@context": [VC_CONTEXT, CLR_CONTEXT, OB_CONTEXT],
        "type": ["VerifiableCredential", "ClrCredential"],
    },
    (
        *_HEAD,
        _ISSUER,
        *_TIMES,
        Member("partial", "partial", FLAG),
        Member("subject", "credentialSubject", one(lambda: CLR_SUBJECT), True),
        _EVIDENCE,
        _ENDORSEMENTS,
        *_CHECKS,
    ),
)

ENDORSEMENT_SUBJECT = Shape(
    f.Endorsed,
    {"type": ["EndorsementSubject"]},
    (Member("id", "id", TEXT, True), Member("comment", "endorsementComment", TEXT)),
)

ENDORSEMENT = Shape(
    f.Endorsement,
    {
        "@context": [VC_CONTEXT, OB_CONTEXT],
        "type": ["VerifiableCredential", "EndorsementCredential"],
    },
    (
        Member("id", "id", TEXT),
        *_texts(("name", "name"), ("description", "description")),
        _ISSUER,
        *_TIMES,
        Member("subject", "credentialSubject", one(lambda: ENDORSEMENT_SUBJECT), True),
        *_CHECKS,
    ),
)
