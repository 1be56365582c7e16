from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from releve.config.management.account_at import account_at
from releve.pipeline.appointments.actions.calendar import renew_calendar_address
from releve.pipeline.appointments.models import CalendarFeed
from releve.shared.people.actions import close_account, reopen_account
from releve.shared.people.models import User


class Command(BaseCommand):
    help = "Ferme un compte : il n'entre plus, ses sessions s'arrêtent, son agenda partagé aussi. --reopen le rouvre."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="adresse e-mail du compte")
        parser.add_argument("--reopen", action="store_true", help="rouvre un compte fermé, avec ses bureaux d'avant")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user, now = account_at(options["email"]), timezone.now()
        if options["reopen"]:
            reopen_account(user=user, by=None, now=now)
            self.stdout.write(f"{now:%Y-%m-%d %H:%M} UTC. Compte rouvert : {user.email}, avec ses bureaux d'avant.")
            return
        n_sessions = close_account(user=user, by=None, now=now)
        n_feeds = self._close_calendars(user)
        self.stdout.write(f"{now:%Y-%m-%d %H:%M} UTC. Compte fermé : {user.email}. Sessions arrêtées : {n_sessions}.")
        if n_feeds:
            self.stdout.write("L'adresse de son agenda partagé ne répond plus.")

    def _close_calendars(self, user: User) -> int:
        """A calendar's secret address opens without a login: another one that nobody knows takes its place."""
        feeds = CalendarFeed.objects.filter(doctor__user=user).select_related("doctor")
        for feed in feeds:
            renew_calendar_address(doctor=feed.doctor, shows_names=False, now=timezone.now())
        return len(feeds)
