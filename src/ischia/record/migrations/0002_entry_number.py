"""Entries are numbered, person by person, in the order in which they were kept."""

from typing import Any

from django.db import migrations, models

from ischia.record.guards import drop_guards


def give_numbers(apps: Any, schema_editor: Any) -> None:
    """Those kept before are numbered by when they arrived. The guards come back afterwards."""
    drop_guards(schema_editor.connection)
    entries = apps.get_model("record", "Entry")
    numbers: dict[object, int] = {}
    for entry in entries._base_manager.order_by("received_at", "id").only("id", "person_id"):
        numbers[entry.person_id] = numbers.get(entry.person_id, 0) + 1
        entries._base_manager.filter(pk=entry.pk).update(number=numbers[entry.person_id])


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="number",
            field=models.PositiveBigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(give_numbers, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("person", "number"), name="entry_number"),
        ),
    ]
