from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db.models import QuerySet

from releve.config.invitations import invite, send_invitation
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.models import Network, Office
from releve.shared.errors import Refused


class Command(BaseCommand):
    help = "Crée le compte d'un membre du personnel, lui donne son bureau et lui envoie le lien du mot de passe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="adresse e-mail professionnelle")
        parser.add_argument("--desk", required=True, choices=["secretary", "townhall", "network", "doctor"])
        parser.add_argument("--office", help="adresse courte du cabinet (secretary, townhall)")
        parser.add_argument("--network", help="adresse courte du réseau (network)")
        parser.add_argument("--doctor", type=int, help="numéro du médecin, lu dans l'adresse de sa page (doctor)")
        parser.add_argument("--name", default="", help="nom affiché, par exemple « Mme Petit »")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"« {options['email']} » n'est pas une adresse e-mail.") from error
        place = self._place(options)
        try:
            user = invite(email=options["email"], full_name=options["name"], place=place, desk=options["desk"])
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal
        if user.has_usable_password():
            self.stdout.write(f"{user.email} a déjà un mot de passe : le bureau lui est ouvert ({place}).")
            return
        send_invitation(user=user, place=str(place))
        self.stdout.write(f"Invitation envoyée à {user.email} ({place}). Le lien est valable trois jours.")

    def _place(self, options: dict[str, Any]) -> Office | Network | Doctor:
        match options["desk"]:
            case "doctor":
                return self._find(Doctor.objects.all(), "id", "--doctor", options["doctor"])
            case "network":
                return self._find(Network.objects.all(), "slug", "--network", options["network"])
            case _:
                return self._find(Office.objects.select_related("network"), "slug", "--office", options["office"])

    def _find(self, rows: QuerySet[Any], field: str, option: str, value: Any) -> Any:
        if value is None:
            raise CommandError(f"Ajoutez {option} : ce bureau en a besoin.")
        found = rows.filter(**{field: value}).first()
        if found is None:
            known = ", ".join(f"{getattr(row, field)} ({row})" for row in rows[:20]) or "aucun"
            raise CommandError(f"{option} {value} est inconnu. Connus : {known}.")
        return found
