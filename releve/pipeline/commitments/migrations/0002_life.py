"""The life of a promise: its state, its acts and its deadlines."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations: list = []
