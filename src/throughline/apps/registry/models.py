"""Documents of the registry, their versions, and the items and associations that stood in each.

A row of an item or an association says since which version of its document it stands, and before which it stopped:
version n is made of the rows with since <= n and (until is null or until > n). A row is written once; only its end is
ever filled in, and the database holds to that.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

STANDING = Q(until=None)


class RegistryDocument(models.Model):
    """A document as its newest version says it. id: its identifier where that is a UUID, else made from it.

    identifier: as its publisher gives it. number: the newest version. own: of this house's own catalogue.
    items, associations: how many stand. The rest as in `core.formats.packages.Document`.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    identifier = models.TextField(unique=True)
    uri = models.TextField(blank=True)
    kind = models.CharField(max_length=60)
    format = models.CharField(max_length=40)
    title = models.TextField(blank=True)
    publisher = models.TextField(blank=True)
    status = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=40, blank=True)
    edition = models.CharField(max_length=200, blank=True)
    subjects = ArrayField(models.TextField(), default=list)
    own = models.BooleanField(default=False)
    number = models.PositiveIntegerField()
    items = models.PositiveIntegerField()
    associations = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["title", "id"], name="registry_document_by_title")]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="registry_document_number_from_1")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class DocumentVersion(models.Model):
    """One version of a document, written once.

    act: taken_in, undone (of: the version it is equal to) or withdrawn. head: the document's own fields. body: all of the
    file that is neither item nor association. named: identifiers of what the body defines. digest: sha256 over all of
    it (`digests.package_digest`), hex. source: which bytes it was read from, and by which release (empty: not known).
    item_places, association_places: in the file, packed (`digests.Places`). notes: what the reader mended or did not
    understand.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(
        RegistryDocument, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20)
    of = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=100, blank=True)
    head = models.JSONField()
    body = models.BinaryField()
    named = ArrayField(models.TextField(), default=list)
    items = models.PositiveIntegerField()
    associations = models.PositiveIntegerField()
    item_places = models.BinaryField(default=b"")
    association_places = models.BinaryField(default=b"")
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    notes = models.JSONField(default=list)
    by = models.UUIDField(null=True)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_once"),
            models.CheckConstraint(
                condition=Q(act__in=["taken_in", "undone", "withdrawn"]), name="document_version_act_known"
            ),
            models.CheckConstraint(
                condition=Q(act="undone", of__isnull=False) | ~Q(act="undone") & Q(of=None),
                name="document_version_undone_names_which",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"


class RegistryItem(models.Model):
    """An item while it stood. twin: how many of the same identifier stand before it in the file (in nearly every file
    none). place: orders the file's items. parent: empty where it stands under the document. The rest as in
    `core.formats.packages.Item`."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(RegistryDocument, on_delete=models.PROTECT, related_name="+", db_index=False)
    identifier = models.TextField()
    twin = models.PositiveSmallIntegerField(default=0)
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)
    digest = models.BinaryField()
    place = models.FloatField()
    parent = models.TextField(blank=True)
    position = models.BigIntegerField()
    uri = models.TextField(blank=True)
    kind = models.TextField(blank=True)
    code = models.TextField(blank=True)
    statement = models.TextField(blank=True)
    level = models.TextField(blank=True)
    language = models.TextField(blank=True)
    body = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["document", "place"], name="registry_item_in_order"),
            models.Index(
                fields=["document", "parent", "position", "place"],
                condition=STANDING,
                name="registry_item_in_tree",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier", "document", "twin"],
                condition=STANDING,
                name="registry_item_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="registry_item_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier} since {self.since}"


class RegistryAssociation(models.Model):
    """An association while it stood; twin and place as in an item, the rest as in `core.formats.packages.Association`."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(RegistryDocument, on_delete=models.PROTECT, related_name="+", db_index=False)
    identifier = models.TextField()
    twin = models.PositiveSmallIntegerField(default=0)
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField(null=True)
    digest = models.BinaryField()
    place = models.FloatField()
    kind = models.TextField()
    origin = models.TextField(blank=True)
    origin_uri = models.TextField(blank=True)
    destination = models.TextField(blank=True)
    destination_uri = models.TextField(blank=True)
    destination_title = models.TextField(blank=True)
    position = models.BigIntegerField(null=True)
    uri = models.TextField(blank=True)
    group = models.TextField(blank=True)
    body = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["document", "place"], name="registry_association_in_order"),
            models.Index(fields=["origin"], condition=STANDING, name="registry_association_from"),
            models.Index(fields=["destination"], condition=STANDING, name="registry_association_to"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier", "document", "twin"],
                condition=STANDING,
                name="registry_association_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="registry_association_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.origin} {self.destination}"


class CatalogueEntry(models.Model):
    """What search finds of the state's own catalogue: one line for each document in force, made again at every
    publication. reference: `kind:id`; a level's is `level:framework/number`. titles, texts: by language."""

    reference = models.CharField(max_length=200, primary_key=True)
    kind = models.CharField(max_length=60)
    titles = models.JSONField()
    texts = models.JSONField()
    languages = ArrayField(models.TextField(), default=list)
    haystack = models.TextField()

    def __str__(self) -> str:
        return self.reference


class CatalogueMark(models.Model):
    """Which publication the registry last followed: the newest entry of the public log about a version of it."""

    only = models.BooleanField(primary_key=True, default=True)
    newest = models.UUIDField()
    followed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="catalogue_mark_only_one")]

    def __str__(self) -> str:
        return str(self.newest)


class AlignmentDecision(models.Model):
    """What was decided of one alignment, once. The highest number of an alignment is how it stands.

    alignment: of two items and a kind (`alignments.key_of`). left, right: identifiers of the items, with the documents they
    stand in. basis: proposed, imported or own. complete, carries_over, level: as in `core.alignment.equivalence.Link`.
    body: the governing body that certified it. strength: of the proposal, of a thousand. undoes: the number taken back.
    """

    id = models.BigAutoField(primary_key=True)
    alignment = models.UUIDField()
    number = models.PositiveIntegerField()
    left = models.TextField()
    right = models.TextField()
    left_document = models.ForeignKey(
        RegistryDocument, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    right_document = models.ForeignKey(
        RegistryDocument, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=60)
    status = models.CharField(max_length=20)
    basis = models.CharField(max_length=20)
    complete = models.BooleanField(default=False)
    carries_over = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(null=True)
    strength = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField()
    by = models.UUIDField()
    body = models.CharField(max_length=150, blank=True)
    undoes = models.PositiveIntegerField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["left_document", "right_document", "id"], name="decision_of_a_pair")]
        constraints = [
            models.UniqueConstraint(fields=["alignment", "number"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(status__in=["claimed", "reviewed", "certified", "declined", "withdrawn"]),
                name="decision_status_known",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["proposed", "imported", "own"]), name="decision_basis_known"
            ),
            models.CheckConstraint(condition=~Q(left=F("right")), name="decision_between_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_says_why"),
            models.CheckConstraint(
                condition=~Q(status="certified") | ~Q(body=""), name="decision_certified_by_a_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left} {self.kind} {self.right}: {self.status}"


class ItemLook(models.Model):
    """That somebody looked at an item on the bench and passed on: skipped it, or found that nothing fits; or opened it
    again. The newest of an item holds."""

    id = models.BigAutoField(primary_key=True)
    left_document = models.ForeignKey(
        RegistryDocument, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    right_document = models.ForeignKey(
        RegistryDocument, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.TextField()
    outcome = models.CharField(max_length=20)
    by = models.UUIDField()
    looked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["left_document", "right_document", "id"], name="look_at_a_pair")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["skipped", "nothing_fits", "opened"]), name="look_outcome_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.outcome}"
