"""Availability of the doctors and exchanges."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rota", "0003_plans")]

    operations: list = []
