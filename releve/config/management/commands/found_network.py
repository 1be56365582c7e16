from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from releve.pipeline.offices.actions import found_network
from releve.pipeline.offices.models import Network, Town
from releve.pipeline.slots.actions import add_first_reasons
from releve.shared.errors import Refused


class Command(BaseCommand):
    help = "Fonde un réseau (CPTS) avec une première liste de motifs de consultation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="nom du réseau, par exemple « CPTS Liévin – Pays d’Artois »")
        parser.add_argument("--slug", default="", help="nom dans les adresses (par défaut, tiré du nom)")
        parser.add_argument("--email", default="", help="adresse e-mail du réseau")
        parser.add_argument("--phone", default="", help="téléphone du réseau")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        given = {name: options[name] for name in ("name", "slug", "email", "phone")}
        try:
            with transaction.atomic():
                network = found_network(**given, by=None, now=now)
                reasons = add_first_reasons(network_id=network.id, by=None, now=now)
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"Réseau fondé : {network.name}. Son nom dans les adresses : {network.slug}")
        self.stdout.write("Premiers motifs : " + ", ".join(f"{r.name} ({r.minutes} min)" for r in reasons))
        self._say_what_follows(network)

    def _say_what_follows(self, network: Network) -> None:
        steps = [
            "Invitez qui coordonne le réseau :",
            f'  releve manage invite ADRESSE --desk network --network {network.slug} --name "Mme Aubry"',
            "Elle ouvre ensuite le cabinet à l'adresse /reseau/cabinets/nouveau/, et peut y changer les motifs.",
        ]
        if not Town.objects.exists():
            steps = ["Chargez les communes :", "  releve manage load_towns releve/data/towns.csv", *steps]
        self.stdout.write("\n".join(["", "La suite", *steps]))
