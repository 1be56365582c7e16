"""Guards by which commitments, openings and offices cannot slip away from under their shifts."""

from typing import ClassVar

from django.db import migrations

from releve.pipeline.rota.law import GUARDS, install, remove


class Migration(migrations.Migration):
    dependencies: ClassVar = [("rota", "0001_initial"), ("commitments", "0001_initial"), ("offices", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(install(name), remove(name)) for name in GUARDS]
