"""Plans: rotas drawn by the engine, compared and published."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("rota", "0002_guards_on_earlier_tables")]

    operations: list = []
