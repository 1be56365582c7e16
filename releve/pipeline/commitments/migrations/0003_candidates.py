"""Candidates, the welcome list, calls for a gap."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commitments", "0002_life")]

    operations: list = []
