"""`releve manage load_towns FILE`: adds the communes of another territory, or brings them up to date."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from releve.pipeline.offices.actions import load_towns
from releve.pipeline.offices.town_file import TownFileRefused, TownRow, read_towns


class Command(BaseCommand):
    help = (
        "Ajoute ou met à jour des communes à partir d'un fichier CSV (UTF-8) aux colonnes insee, name, postal_codes, "
        "department, population, latitude, longitude. Le fichier releve/data/towns.csv sert de modèle. "
        "Une ligne fausse, et rien n'est changé."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER", help="fichier CSV des communes")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            n_towns = load_towns(self._read(file))
        except TownFileRefused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(_("%(n)d communes enregistrées.") % {"n": n_towns})

    def _read(self, file: Path) -> list[TownRow]:
        try:
            with file.open(encoding="utf-8", newline="") as lines:
                return read_towns(lines)
        except OSError as error:
            raise TownFileRefused(
                _("Le fichier « %(file)s » ne peut pas être lu (%(why)s). Vérifiez son nom et vos droits.")
                % {"file": file, "why": error.strerror}
            ) from error
        except UnicodeDecodeError as error:
            raise TownFileRefused(
                _("Le fichier « %(file)s » n’est pas en UTF-8. Enregistrez-le au format « CSV UTF-8 ».")
                % {"file": file}
            ) from error
