"""A network in which every table of the pipeline has a row, so that no table can be forgotten by the tests of walls."""

from datetime import UTC, date, datetime, timedelta

from django.apps import apps
from django.db.models import Model

from releve.pipeline.appointments.models import AccessLine, Appointment, BookingRequest, CalendarFeed, Patient
from releve.pipeline.commitments.models import Absence, WelcomeLine
from releve.pipeline.offices.models import Closure, Network, ReceptionAbsence
from releve.pipeline.rota.models import CallInvitation, CallTaking, RotaPlan
from releve.shared.half_days import Half
from releve.shared.worlds.roles import CARE_APPS, ESTATE_APPS
from tests.candidates import a_call, a_candidate
from tests.coverage import knobs_and_an_alarm
from tests.factories import a_network, a_patient, a_published_shift, a_reason, a_user, an_office
from tests.promises import a_whole_life
from tests.reception import a_reception_rota
from tests.wishes import a_season_and_an_exchange

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
# Tables that every network shares.
SHARED_REFERENCE = {"offices.Town"}


def pipeline_models() -> list[type[Model]]:
    """Return every model of the pipeline, its event tables included."""
    return [model for model in apps.get_models() if model._meta.app_label in CARE_APPS | ESTATE_APPS]


def network_models() -> list[type[Model]]:
    """Return the models whose rows belong to one network."""
    return [model for model in pipeline_models() if model._meta.label not in SHARED_REFERENCE]


def a_whole_network() -> Network:
    """Store a network with at least one row in every table that has a network."""
    network = a_network()
    office = an_office(network)
    secretary = a_user("secretary", office=office)
    shift = a_published_shift(office)
    Closure.objects.create(
        network=network, office=office, first_on=date(2026, 12, 28), last_on=date(2026, 12, 31), label="Fêtes"
    )
    ReceptionAbsence.objects.create(network=network, office=office, day=date(2026, 12, 8), half=Half.MORNING)
    Absence.objects.create(network=network, doctor=shift.doctor, first_on=date(2027, 1, 4), last_on=date(2027, 1, 8))
    appointment = an_appointment(shift, patient=a_patient(network))
    BookingRequest.objects.create(
        network=network,
        appointment=appointment,
        first_name="Manuel",
        last_name="Costa",
        birth_date=date(1958, 4, 12),
        email="costa@example.org",
        code_expires_at=NOW,
    )
    CalendarFeed.objects.create(network=network, doctor=shift.doctor, secret_hash=f"{network.id:064}", renewed_at=NOW)
    RotaPlan.objects.create(
        network=network, office_ids=[office.id], first_monday=date(2026, 12, 7), n_weeks=1, seconds=1, asked_at=NOW
    )
    AccessLine.objects.create(network=network, patient=appointment.patient, user=secretary, at=NOW, what="fiche")
    somebody_who_may_come(shift)
    a_whole_life(shift.commitment)
    knobs_and_an_alarm(office)
    a_season_and_an_exchange(shift)
    a_reception_rota(office, secretary)
    return network


def somebody_who_may_come(shift) -> None:
    """Store a candidate, a welcome list and a call for a gap, each with every table that belongs to it."""
    whose = {"network": shift.network}
    candidate = a_candidate(shift.network, office=shift.office)
    WelcomeLine.objects.create(
        commitment=shift.commitment, position=1, task="insurance", who="doctor", due_on=date(2026, 12, 1), **whose
    )
    call = a_call(shift.office, half_days=[(date(2026, 12, 8), Half.MORNING)])
    CallInvitation.objects.create(call=call, candidate=candidate, **whose)
    taken = {"half_day": call.half_days.get(), "doctor": shift.doctor, "shift": shift, "taken_at": NOW}
    CallTaking.objects.create(**taken, **whose)


def an_appointment(shift, *, patient: Patient, place: int = 0, status: str = "booked") -> Appointment:
    """Store a visit of fifteen minutes in a shift, at its `place`-th quarter of an hour."""
    starts_at = shift.starts_at + timedelta(minutes=15 * place)
    return Appointment.objects.create(
        network=shift.network,
        office=shift.office,
        shift=shift,
        doctor=shift.doctor,
        patient=patient,
        reason=a_reason(shift.network, name=f"Motif {place} {shift.id}"),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15),
        status=status,
        created_at=NOW,
        changed_at=NOW,
        changed_as="secretary",
    )
