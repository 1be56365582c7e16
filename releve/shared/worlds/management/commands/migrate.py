from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections

from releve.shared.worlds.closing import close_tables, open_schemas


class Command(DjangoMigrate):
    help = "Updates the database, then puts every table into its world and closes it (docs/decisions/0002)."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        open_schemas(connection)
        super().handle(*args, **options)
        call_command("createcachetable", database=options["database"], verbosity=0)
        close_tables(connection)
