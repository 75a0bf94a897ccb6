"""More kinds of entries in the public log, signed checkpoints, and kept hashes so that proofs stay quick."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from throughline.apps.trail.growing import only_grows
from throughline.core import subtrees
from throughline.apps.trail.together import Together


def keep_hashes(apps, schema_editor):
    """The kept hashes of the entries that are there already."""
    entries = apps.get_model("trail", "PublicEntry").objects.order_by("position")
    leaves = [bytes.fromhex(each) for each in entries.values_list("leaf_hash", flat=True)]
    node = apps.get_model("trail", "PublicNode")
    made = subtrees.completed(0, {}, leaves)
    rows = [node(level=each.level, at=each.at, hash=value) for each, value in made.items()]
    node.objects.bulk_create(rows, batch_size=5000)


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0003_event_moment"),
    ]

    operations = [
        Together([migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("witness", models.CharField(max_length=255)),
                ("line", models.TextField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PublicNode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("at", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("level", "at"), name="public_node_once"),
                ]
            },
        ),
        migrations.CreateModel(
            name="SignedCheckpoint",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("size", models.BigIntegerField()),
                ("note", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["size"], name="signed_checkpoint_size"),
                ]
            },
        )]),
        Together([migrations.RemoveConstraint(
            model_name="publicentry",
            name="public_entry_once",
        ),
        migrations.RemoveConstraint(
            model_name="publicentry",
            name="public_entry_act_known",
        ),
        migrations.AddField(
            model_name="publicentry",
            name="kind",
            field=models.CharField(default="version", max_length=20),
        )]),
        migrations.AlterField(
            model_name="publicentry",
            name="reference",
            field=models.CharField(blank=True, max_length=200),
        ),
        Together([migrations.AddIndex(
            model_name="publicentry",
            index=models.Index(
                condition=models.Q(("kind", "version")),
                fields=["-position"],
                name="public_entry_newest_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "credential"), _negated=True),
                fields=("state", "kind", "reference", "number"),
                name="public_entry_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "credential")),
                fields=("digest",),
                name="public_entry_credential_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act__in", ("published", "retired")), ("kind", "version")),
                    models.Q(("act__in", ("issued",)), ("kind", "credential")),
                    models.Q(("act__in", ("published",)), ("kind", "status_list")),
                    models.Q(("act__in", ("published", "retired", "stolen")), ("kind", "issuer_key")),
                    models.Q(("act__in", ("granted", "withdrawn")), ("kind", "recognition")),
                    _connector="OR",
                ),
                name="public_entry_act_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "credential"), _negated=True),
                    models.Q(("number", 0), ("reference", "")),
                    _connector="OR",
                ),
                name="public_entry_of_a_credential_names_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "credential"), _negated=True),
                    ("digest__regex", "^[0-9a-f]{64}$"),
                    _connector="OR",
                ),
                name="public_entry_salted_hash",
            ),
        ),
        migrations.AddField(
            model_name="cosignature",
            name="checkpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cosignatures",
                to="trail.signedcheckpoint",
            ),
        ),
        migrations.AddConstraint(
            model_name="cosignature",
            constraint=models.UniqueConstraint(
                fields=("checkpoint", "witness"), name="cosignature_once_for_each_witness"
            ),
        )]),
        migrations.RunPython(keep_hashes, migrations.RunPython.noop),
        only_grows("trail_publicnode"),
        only_grows("trail_signedcheckpoint"),
        only_grows("trail_cosignature"),
    ]
