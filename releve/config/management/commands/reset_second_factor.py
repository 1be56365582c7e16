from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from releve.config.management.account_at import account_at
from releve.shared.errors import Refused
from releve.shared.people.actions import reset_second_factor


class Command(BaseCommand):
    help = "Efface les deuxièmes preuves d'un membre du personnel qui les a perdues, et arrête ses sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="adresse e-mail du compte")

    def handle(self, *args: Any, **options: Any) -> None:
        user, now = account_at(options["email"]), timezone.now()
        try:
            n_removed = reset_second_factor(user=user, by=None, now=now)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"{now:%Y-%m-%d %H:%M} UTC. Deuxièmes preuves effacées : {n_removed} ({user.email}).")
        self.stdout.write(
            "Son mot de passe seul mène au choix d'une nouvelle preuve. Vérifiez de vive voix qui a demandé, "
            "et faites choisir la nouvelle preuve tout de suite."
        )
