"""Coverage: what an office wants, its knobs, its alarms."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_candidates")]

    operations: list = []
