"""Files that were made of a learner's record for the learner, kept while they say what the record says."""

import uuid

from django.db import models

from throughline.apps.directory.models import Person


class KeptFile(models.Model):
    """One file in one form (`clr`; `stated`: what the record's keeper stated in it; or `pdf:` and what it was drawn with).
    key: of all it was made from (64 hex digits). content: the file's bytes, in zlib's form. made_at: when the learner last
    asked for it and it was made.

    It can be made anew at any time, and is removed once it would be another one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "form"], name="kept_file_once_a_form")]

    def __str__(self) -> str:
        return f"{self.form} of {self.learner_id}"
