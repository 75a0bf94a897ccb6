"""A moment for each event, by which readers with a cursor know what can no longer change behind them."""

from django.db import migrations, models
from django.db.models import Func

MOMENT = migrations.RunSQL(
    [
        "CREATE SEQUENCE trail_event_base MINVALUE 0 START 0",
        "CREATE FUNCTION trail_event_moment() RETURNS bigint LANGUAGE sql AS "
        "$$ SELECT last_value + pg_current_xact_id()::text::bigint FROM trail_event_base $$",
    ],
    ["DROP FUNCTION trail_event_moment()", "DROP SEQUENCE trail_event_base"],
)


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_only_grows")]
    operations = [
        MOMENT,
        migrations.AddField(
            model_name="event",
            name="moment",
            field=models.BigIntegerField(db_default=Func(function="trail_event_moment"), editable=False),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["moment", "sequence"], name="event_moment"),
        ),
    ]
