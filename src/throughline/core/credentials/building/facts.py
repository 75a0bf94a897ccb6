"""The plain values of credentials and records: what Open Badges 3.0 and CLR 2.0 say, in our words.

Each holds in `more` what a document had beyond these fields, or wrote in a form these fields would not give back:
it stands first when the value is written again, so nothing that was read is lost. What the house issues has no `more`.
Texts are in one language. Instants know their zone and are written in UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Document = Mapping[str, Any]
"""A credential as JSON values, signed or not; kept as it is."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture by its address. caption: what it shows, for who cannot see it."""

    id: str
    caption: str = ""
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an organization is."""

    country: str = ""
    country_code: str = ""
    region: str = ""
    locality: str = ""
    street: str = ""
    post_office_box: str = ""
    postal_code: str = ""
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A further name of a thing. kind: of the standard's list (`sourcedId`, `identifier`) or `ext:...`."""

    identifier: str
    kind: str
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """How a subject can be told: `hash` of a name with a salt (`subjects.identity`), or, from others, in the clear."""

    hash: str
    kind: str
    hashed: bool = True
    salt: str = ""
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Issuer:
    """An organization as a credential names it (OB Profile). id: its did:web. parent: what it is part of.

    endorsements: signed credentials about it.
    """

    id: str
    name: str = ""
    url: str = ""
    description: str = ""
    email: str = ""
    phone: str = ""
    official: str = ""
    image: Image | None = None
    address: Address | None = None
    identifiers: tuple[Identifier, ...] = ()
    parent: "Issuer | None" = None
    endorsements: tuple[Document, ...] = ()
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Alignment:
    """What an achievement corresponds to in a framework: a competency, a credential, by its address.

    kind: `CFItem` (a CASE competency), `ceasn:Competency`, `ceterms:Credential`, `CTDL` ... or `ext:...`.
    """

    name: str
    url: str
    kind: str = ""
    code: str = ""
    framework: str = ""
    description: str = ""
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RubricLevel:
    """A step of a scale. level: its word or number; points where the rubric has them."""

    id: str
    name: str
    level: str = ""
    description: str = ""
    points: str = ""
    alignments: tuple[Alignment, ...] = ()
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultDescription:
    """What a result of an achievement can be. kind: `RubricCriterionLevel`, `Percent`, `Status` ... or `ext:...`.

    allowed: values, low to high. levels: steps, low to high; required_level: the id of the one that meets it.
    """

    id: str
    name: str
    kind: str
    allowed: tuple[str, ...] = ()
    required_value: str = ""
    required_level: str = ""
    least: str = ""
    most: str = ""
    levels: tuple[RubricLevel, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Criteria:
    """How an achievement is earned, in words; id: where that is published."""

    narrative: str = ""
    id: str = ""
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Related:
    """Another version or language of the same achievement, by its id."""

    id: str
    version: str = ""
    language: str = ""
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AchievementFacts:
    """What can be earned (OB Achievement). id: the same for everyone who earns this version.

    kind: one of the standard's 31 types or `ext:...`. creator: who wrote it, where that is not the issuer.
    code: as a catalog names it. endorsements: signed credentials about it.
    """

    id: str
    name: str
    description: str
    criteria: Criteria | None
    kind: str = ""
    creator: Issuer | None = None
    alignments: tuple[Alignment, ...] = ()
    results: tuple[ResultDescription, ...] = ()
    credits: float | None = None
    code: str = ""
    field_of_study: str = ""
    specialization: str = ""
    version: str = ""
    language: str = ""
    image: Image | None = None
    tags: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    related: tuple[Related, ...] = ()
    endorsements: tuple[Document, ...] = ()
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """One result, with its status in it, so that nobody can show the one without the other.

    describes: the id of the result description. level: the id of the step reached.
    """

    describes: str
    status: str
    level: str = ""
    value: str = ""
    alignments: tuple[Alignment, ...] = ()
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvidenceFacts:
    """What shows the learning: named, never carried. id: an urn. digest: `sha256-...` of the file (SRI).

    genre: what kind of thing it is. audience: for whom it was made.
    """

    id: str
    name: str = ""
    narrative: str = ""
    description: str = ""
    genre: str = ""
    audience: str = ""
    digest: str = ""
    media_type: str = ""
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who achieved what (OB AchievementSubject). id: pairwise, or the holder's own DID.

    source: who assessed it on the issuer's behalf; for work, the employer. started, ended: of an activity that has dates.
    """

    achievement: AchievementFacts
    id: str = ""
    identities: tuple[Identity, ...] = ()
    results: tuple[ResultFacts, ...] = ()
    narrative: str = ""
    role: str = ""
    source: Issuer | None = None
    started: datetime | None = None
    ended: datetime | None = None
    credits: float | None = None
    license_number: str = ""
    term: str = ""
    image: Image | None = None
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where the status stands. purpose, index, list: of a `BitstringStatusListEntry`; a `1EdTechRevocationList` has
    its id only."""

    id: str
    kind: str
    purpose: str = ""
    index: str = ""
    list: str = ""
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema the credential says it follows."""

    id: str
    kind: str = "1EdTechJsonSchemaValidator2019"
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Badge:
    """An achievement credential (OB AchievementCredential). id: `urn:uuid:...`.

    awarded: when it was first given, where a later copy of it has a later `valid_from`.
    """

    id: str
    issuer: Issuer
    subject: Subject
    valid_from: datetime | None
    name: str = ""
    description: str = ""
    valid_until: datetime | None = None
    awarded: datetime | None = None
    image: Image | None = None
    evidence: tuple[EvidenceFacts, ...] = ()
    endorsements: tuple[Document, ...] = ()
    status: tuple[StatusEntry, ...] = ()
    schemas: tuple[Schema, ...] = ()
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Association:
    """How two achievements belong together. source, target: ids of achievements, not of credentials."""

    kind: str
    source: str
    target: str
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClrSubject:
    """Whose record, and what is in it: signed credentials as they are, further achievements, how they belong
    together."""

    credentials: tuple[Document, ...]
    id: str = ""
    identities: tuple[Identity, ...] = ()
    achievements: tuple[AchievementFacts, ...] = ()
    associations: tuple[Association, ...] = ()
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clr:
    """A comprehensive learner record. partial: it holds less than its issuer knows of (None: not said)."""

    id: str
    issuer: Issuer
    subject: ClrSubject
    valid_from: datetime | None
    name: str = ""
    description: str = ""
    valid_until: datetime | None = None
    awarded: datetime | None = None
    partial: bool | None = None
    image: Image | None = None
    evidence: tuple[EvidenceFacts, ...] = ()
    endorsements: tuple[Document, ...] = ()
    status: tuple[StatusEntry, ...] = ()
    schemas: tuple[Schema, ...] = ()
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Endorsed:
    """What is supported, by the id of a credential, an achievement or an organization, and in which words."""

    id: str
    comment: str
    more: Document = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Endorsement:
    """A signed word of support (OB EndorsementCredential)."""

    id: str
    issuer: Issuer
    subject: Endorsed
    valid_from: datetime | None
    name: str = ""
    description: str = ""
    valid_until: datetime | None = None
    awarded: datetime | None = None
    status: tuple[StatusEntry, ...] = ()
    schemas: tuple[Schema, ...] = ()
    more: Document = field(default_factory=dict)
