"""What a secretary works at the receptions, when she is away; who sits there on one half-day."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from releve.pipeline.offices.models import Membership, Office, ReceptionAbsence, ReceptionDuty, ReceptionWeek
from releve.pipeline.rota.actions.reception_news import tell_coordinators, tell_secretaries
from releve.pipeline.rota.errors import ReceptionRefused
from releve.pipeline.rota.models import SecretaryAbsence, SecretaryTerms
from releve.shared.half_days import Half, local_day, monday_of
from releve.shared.lawful_writes import check_fields, lawful_write, laws_of
from releve.shared.people.models import User

LAWS_OF_RECEPTION = laws_of(SecretaryTerms, SecretaryAbsence, ReceptionDuty, ReceptionWeek, ReceptionAbsence)


def agree_secretary_terms(
    *,
    network_id: int,
    secretary_id: int,
    half_days_per_week: Decimal,
    starts_on: date,
    ends_on: date | None,
    by: User,
    now: datetime,
) -> SecretaryTerms:
    """Note how many half-days a week a secretary of the network works, in place of what was noted before."""
    _check_seated(network_id, secretary_id)
    terms = SecretaryTerms(
        network_id=network_id,
        secretary_id=secretary_id,
        half_days_per_week=half_days_per_week,
        starts_on=starts_on,
        ends_on=ends_on,
        changed_at=now,
        changed_by=by,
    )
    check_fields(terms, ReceptionRefused)
    if 2 * half_days_per_week % 1:
        raise ReceptionRefused(_("Demi-journées par semaine : choisissez un nombre entier ou un demi, 7 ou 7,5."))
    with lawful_write(ReceptionRefused, LAWS_OF_RECEPTION):
        found = SecretaryTerms.objects.filter(network_id=network_id, secretary_id=secretary_id).first()
        terms.id = found.id if found else None
        terms.save()
    return terms


def note_secretary_absence(
    *, network_id: int, secretary_id: int, first_on: date, last_on: date, by: User, now: datetime
) -> int:
    """Note that a secretary is away. Her published half-days of these days become half-days without reception.

    Returns how many. Told twice, it is stored once.
    """
    _check_seated(network_id, secretary_id)
    if last_on < now.date():
        raise ReceptionRefused(_("Dernier jour : il est passé. Choisissez des jours à venir."))
    with lawful_write(ReceptionRefused, LAWS_OF_RECEPTION):
        absence, _is_new = SecretaryAbsence.objects.get_or_create(
            network_id=network_id, secretary_id=secretary_id, first_on=first_on, last_on=last_on
        )
        hers = ReceptionDuty.objects.filter(network_id=network_id, secretary_id=secretary_id)
        n_lost = hers.filter(day__range=(max(first_on, now.date()), last_on)).delete()[0]
        if n_lost:
            tell_secretaries(network_id, [secretary_id], now)
            if by.pk == secretary_id:
                tell_coordinators(absence, n_lost)
    return n_lost


def withdraw_secretary_absence(*, absence_id: int, by: User, now: datetime) -> None:
    """Take an absence back; who replaced her stays. Withdrawing twice changes nothing."""
    SecretaryAbsence.objects.filter(id=absence_id).delete()


def seat_at_reception(
    *, office_id: int, day: date, half: Half, secretary_id: int | None, by: User, now: datetime
) -> None:
    """Put a secretary at a reception on a half-day of a published week in place of who was there; None: nobody.

    What was noted by hand of the half-day goes: from now on it has a reception, or has none.
    """
    office = Office.objects.get(id=office_id)
    if day < local_day(now, office.time_zone):
        raise ReceptionRefused(_("Ce jour est passé : son accueil ne change plus."))
    if not ReceptionWeek.objects.filter(office_id=office_id, monday=monday_of(day)).exists():
        raise ReceptionRefused(_("Le planning de l’accueil de cette semaine n’est pas publié : dessinez-le d’abord."))
    place = {"office_id": office_id, "day": day, "half": half}
    with lawful_write(ReceptionRefused, LAWS_OF_RECEPTION):
        # Whoever publishes at the same moment waits, or is waited for.
        Office.objects.select_for_update(no_key=True).get(id=office_id)
        there = ReceptionDuty.objects.filter(**place)
        tell_secretaries(office.network_id, there.values_list("secretary_id", flat=True), now)
        there.delete()
        if secretary_id is None:
            return
        _check_seated(office.network_id, secretary_id, office_id)
        away = SecretaryAbsence.objects.filter(secretary_id=secretary_id, first_on__lte=day, last_on__gte=day)
        if away.exists():
            raise ReceptionRefused(_("Secrétaire : elle est absente ce jour-là. Choisissez une autre personne."))
        ReceptionDuty.objects.create(network_id=office.network_id, secretary_id=secretary_id, **place)
        ReceptionAbsence.objects.filter(**place).delete()
        tell_secretaries(office.network_id, [secretary_id], now)


def _check_seated(network_id: int, secretary_id: int, office_id: int | None = None) -> None:
    seats = Membership.objects.filter(network_id=network_id, user_id=secretary_id, desk=Membership.Desk.SECRETARY)
    if office_id is not None:
        seats = seats.filter(office_id=office_id)
    if not seats.exists():
        raise ReceptionRefused(_("Cette personne n’a pas de poste à l’accueil de votre réseau."))
