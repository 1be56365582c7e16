"""Patients and their appointments: the world of care."""

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pghistory import InsertEvent, ObjForeignKey, UpdateEvent, track

from releve.pipeline.appointments import handover
from releve.pipeline.appointments.law import LIES_INSIDE_ITS_SHIFT
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.models import Network, Office
from releve.pipeline.rota.models import Period, Shift
from releve.pipeline.slots.models import VisitReason

if TYPE_CHECKING:
    # Made by `track` below.
    AppointmentStep: Any


class Patient(models.Model):
    """DATA-04: name, birth date and one way to reach them; no diagnosis, no national number."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    user = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("compte")
    )
    first_name = models.CharField(_("prénom"), max_length=60)
    last_name = models.CharField(_("nom"), max_length=60)
    search_name = models.CharField(_("nom sans accents"), max_length=130)
    birth_date = models.DateField(_("date de naissance"))
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    town = models.ForeignKey(
        "offices.Town", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    created_at = models.DateTimeField(_("créé le"))

    class Meta:
        verbose_name = _("patient")
        ordering = ["search_name", "birth_date", "id"]
        indexes = [
            models.Index(
                fields=["network", "search_name"], name="patient_by_name", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
            models.Index(fields=["network", "birth_date"], name="patient_by_birth_date"),
            models.Index(fields=["network", "phone"], name="patient_by_phone"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="patient_is_known_once_in_a_network",
                fields=["network", "search_name", "birth_date"],
                violation_error_message=_("Ce patient est déjà connu : même nom, même date de naissance."),
            ),
            models.CheckConstraint(
                name="patient_can_be_reached",
                condition=~Q(email="", phone=""),
                violation_error_message=_("Indiquez une adresse e-mail ou un téléphone."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"


@track(
    InsertEvent(),
    UpdateEvent(),
    # Who did what when; no name, no reason for the visit.
    fields=[
        "network",
        "status",
        "starts_at",
        "doctor",
        "changed_at",
        "changed_as",
        "changed_by",
        "double_booked_because",
    ],
    context_field=None,  # type: ignore[arg-type]  # its types forget what its documentation allows
    append_only=True,
    obj_field=ObjForeignKey(related_name="steps", db_index=True),
    model_name="AppointmentStep",
)
class Appointment(models.Model):
    class Status(models.TextChoices):
        HELD = handover.Status.HELD, _("réservation en cours")
        BOOKED = handover.Status.BOOKED, _("confirmé")
        ARRIVED = handover.Status.ARRIVED, _("arrivé")
        IN_CONSULTATION = handover.Status.IN_CONSULTATION, _("en consultation")
        SEEN = handover.Status.SEEN, _("vu")
        EXCUSED = handover.Status.EXCUSED, _("excusé")
        CANCELLED = handover.Status.CANCELLED, _("annulé")
        NO_SHOW = handover.Status.NO_SHOW, _("non venu")

    class BookedFor(models.TextChoices):
        ONESELF = handover.BookedFor.ONESELF, _("pour moi")
        CHILD = handover.BookedFor.CHILD, _("pour mon enfant")
        RELATIVE = handover.BookedFor.RELATIVE, _("pour un proche")
        CARE_RECIPIENT = handover.BookedFor.CARE_RECIPIENT, _("pour une personne que j’accompagne")

    class By(models.TextChoices):
        PATIENT = handover.By.PATIENT, _("le patient")
        SECRETARY = handover.By.SECRETARY, _("l’accueil")
        DOCTOR = handover.By.DOCTOR, _("le médecin")
        CLOCK = handover.By.CLOCK, _("l’horloge")

    # Few indexes: each is paid for at every booking.
    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("réseau (CPTS)")
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("cabinet")
    )
    shift = models.ForeignKey(
        Shift, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("vacation")
    )
    doctor = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("médecin")
    )
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("patient")
    )
    reason = models.ForeignKey(
        VisitReason, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("motif de consultation")
    )
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    status = models.CharField(_("état"), max_length=16, choices=Status)
    held_until = models.DateTimeField(_("réservé jusqu’à"), null=True, blank=True)
    # A second click of the same browser finds its own hold again instead of losing the race against itself.
    held_by_browser = models.CharField(_("navigateur qui réserve (empreinte)"), max_length=64, blank=True)

    booked_for = models.CharField(_("pris"), max_length=16, choices=BookedFor, default=BookedFor.ONESELF)
    booker_name = models.CharField(_("pris par"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail pour ce rendez-vous"), blank=True)
    contact_phone = models.CharField(_("téléphone pour ce rendez-vous"), max_length=20, blank=True)
    is_first_visit = models.BooleanField(_("première visite"), null=True, blank=True)
    has_registered_doctor = models.BooleanField(_("a un médecin traitant"), null=True, blank=True)
    double_booked_because = models.CharField(_("motif du double rendez-vous"), max_length=200, blank=True)

    created_at = models.DateTimeField(_("pris le"))
    changed_at = models.DateTimeField(_("modifié le"))
    changed_as = models.CharField(_("modifié par"), max_length=10, choices=By)
    changed_by = models.ForeignKey(
        "people.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("compte"),
    )

    class Meta:
        verbose_name = _("rendez-vous")
        ordering = ["starts_at", "id"]
        indexes = [
            # The slot search reads this index alone.
            models.Index(
                fields=["shift", "starts_at"],
                include=["ends_at", "status", "held_until"],
                condition=Q(status__in=handover.TAKING),
                name="taken_times_of_shift",
            ),
            models.Index(fields=["office", "starts_at"], name="appointment_of_office"),
            models.Index(fields=["held_until"], condition=Q(status="held"), name="held_until_when"),
            # What stands against hoarding: how many visits to come a contact has.
            models.Index(
                fields=["contact_email"], condition=Q(status__in=handover.TO_COME), name="visit_to_come_by_email"
            ),
            models.Index(
                fields=["contact_phone"], condition=Q(status__in=handover.TO_COME), name="visit_to_come_by_phone"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("La fin du rendez-vous vient après son début."),
            ),
            models.CheckConstraint(
                name="held_appointment_says_until_when",
                condition=~Q(status="held") | Q(held_until__isnull=False),
                violation_error_message=_("Une réservation provisoire a une limite."),
            ),
            models.CheckConstraint(
                name="taken_appointment_has_a_patient",
                condition=~Q(status__in=["booked", "arrived", "in_consultation", "seen", "no_show", "excused"])
                | Q(patient__isnull=False),
                violation_error_message=_("Un rendez-vous confirmé est celui d’un patient."),
            ),
            models.CheckConstraint(
                name="only_staff_double_book",
                condition=Q(double_booked_because="") | Q(changed_by__isnull=False) | ~Q(status__in=handover.TAKING),
                violation_error_message=_("Seul l’accueil peut placer deux rendez-vous au même moment."),
            ),
            ExclusionConstraint(
                name="doctor_never_has_two_appointments_at_once",
                expressions=[
                    ("doctor", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=handover.TAKING, double_booked_because=""),
                violation_error_message=_("Ce moment vient d’être pris."),
            ),
            ExclusionConstraint(
                name="patient_never_has_two_appointments_at_once",
                expressions=[
                    ("patient", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=handover.TAKING, patient__isnull=False),
                violation_error_message=_("Cette personne a déjà un rendez-vous à ce moment."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="appointment_lies_inside_its_shift",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("shift_id", "doctor_id", "starts_at", "ends_at", "status"),
                func=LIES_INSIDE_ITS_SHIFT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} · {self.get_status_display()}"


class BookingRequest(models.Model):
    """What a person typed for a held time, until the code confirms it: then it becomes a patient, or it is forgotten.

    The code itself is stored nowhere: `rules.one_time_code` derives it.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    appointment = models.OneToOneField(
        Appointment, on_delete=models.CASCADE, related_name="request", verbose_name=_("rendez-vous")
    )
    first_name = models.CharField(_("prénom"), max_length=60)
    last_name = models.CharField(_("nom"), max_length=60)
    birth_date = models.DateField(_("date de naissance"))
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    is_first_visit = models.BooleanField(_("première visite"), null=True, blank=True)
    has_registered_doctor = models.BooleanField(_("a un médecin traitant"), null=True, blank=True)
    code_expires_at = models.DateTimeField(_("code valable jusqu’à"))
    n_wrong_codes = models.PositiveSmallIntegerField(_("codes faux"), default=0)
    n_codes_sent = models.PositiveSmallIntegerField(_("codes envoyés"), default=1)

    class Meta:
        verbose_name = _("demande de rendez-vous")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"#{self.appointment_id}"


class CalendarFeed(models.Model):
    """A doctor's calendar at a secret address, of which the fingerprint is stored; names only if she wants them."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    doctor = models.OneToOneField(Doctor, on_delete=models.CASCADE, related_name="+", verbose_name=_("médecin"))
    secret_hash = models.CharField(_("empreinte de l’adresse"), max_length=64, unique=True)
    shows_names = models.BooleanField(_("montre les noms des patients"), default=False)
    renewed_at = models.DateTimeField(_("adresse créée le"))

    class Meta:
        verbose_name = _("agenda partagé")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.doctor)


class AccessLine(models.Model):
    """Who looked at which patient, when and why (DATA-08). Lines are appended, never changed."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    patient = models.ForeignKey(
        Patient, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("patient")
    )
    user = models.ForeignKey(
        "people.User", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("compte")
    )
    at = models.DateTimeField(_("quand"))
    what = models.CharField(_("quoi"), max_length=40)

    class Meta:
        verbose_name = _("ligne du journal des accès")
        ordering = ["-at", "-id"]
        triggers = [
            pgtrigger.Protect(name="access_lines_are_only_appended", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"
