"""A notice as what is said, and what a calendar entry is about, so that each is put into words where it is read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycle", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarentry",
            name="subject",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="notice",
            name="values",
            field=models.JSONField(null=True),
        ),
    ]
