"""Days without office, half-days without reception. Public holidays are computed, nobody writes them down."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from releve.pipeline.offices.actions.laws import LAWS
from releve.pipeline.offices.errors import OfficeRefused
from releve.pipeline.offices.models import Closure, Office, ReceptionAbsence
from releve.pipeline.offices.rules import LONGEST_WINDOW_DAYS
from releve.shared.half_days import Half, local_day
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User


def close_days(*, office_id: int, first_on: date, last_on: date, label: str, by: User, now: datetime) -> Closure:
    """Close the office from `first_on` to `last_on`, both included. Told twice, it is stored once.

    Shifts already laid on these days stand until they are cancelled; `rota.queries.conflicts` tells them.
    """
    office = Office.objects.get(pk=office_id)
    if last_on < local_day(now, office.time_zone):
        raise OfficeRefused(_("Dernier jour : il est passé. Choisissez des jours à venir."))
    if last_on - first_on > timedelta(days=LONGEST_WINDOW_DAYS):
        raise OfficeRefused(_("Dernier jour : plus de trois ans après le premier. Vérifiez l’année."))
    closure = Closure(
        network_id=office.network_id, office_id=office_id, first_on=first_on, last_on=last_on, label=label.strip()
    )
    check_fields(closure, OfficeRefused)
    same = Closure.objects.filter(office_id=office_id, first_on=first_on, last_on=last_on, label=closure.label).first()
    if same:
        return same
    with lawful_write(OfficeRefused, LAWS):
        closure.save()
    return closure


def withdraw_closure(*, closure_id: int, by: User, now: datetime) -> None:
    """Take a closure back. Withdrawing twice changes nothing."""
    Closure.objects.filter(pk=closure_id).delete()


def note_reception_absence(*, office_id: int, day: date, half: Half, by: User, now: datetime) -> ReceptionAbsence:
    """Note that the reception is not there on a half-day (COL-12). Told twice, it is stored once."""
    office = Office.objects.get(pk=office_id)
    if day < local_day(now, office.time_zone):
        raise OfficeRefused(_("Jour : il est passé. Choisissez un jour à venir."))
    absence = ReceptionAbsence(network_id=office.network_id, office_id=office_id, day=day, half=half)
    check_fields(absence, OfficeRefused)
    with lawful_write(OfficeRefused, LAWS):
        return ReceptionAbsence.objects.get_or_create(
            office_id=office_id, day=day, half=half, defaults={"network_id": office.network_id}
        )[0]


def withdraw_reception_absence(*, absence_id: int, by: User, now: datetime) -> None:
    """Take a reception's absence back. Withdrawing twice changes nothing."""
    ReceptionAbsence.objects.filter(pk=absence_id).delete()
