"""The shift: the half-day of one doctor in one room."""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from pghistory import InsertEvent, ObjForeignKey, UpdateEvent, track

from releve.pipeline.commitments.models import Commitment, Doctor
from releve.pipeline.offices.models import HalfDay, Network, Office, Room
from releve.pipeline.rota.law import (
    AFTER_THE_DECLARATION,
    IN_A_ROOM_OF_ITS_OFFICE,
    INSIDE_ITS_COMMITMENT,
    INSIDE_OPENING_HOURS,
)


class Period(Func):
    """`tstzrange(starts_at, ends_at)`: the start belongs to it, the end does not."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def _law(name: str, func: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=func)


@track(
    InsertEvent(),
    UpdateEvent(),
    context_field=None,  # type: ignore[arg-type]  # its types forget what its documentation allows
    append_only=True,
    obj_field=ObjForeignKey(related_name="steps", db_index=True),
    model_name="ShiftStep",
)
class Shift(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publiée")
        CANCELLED = "cancelled", _("annulée")

    network = models.ForeignKey(
        Network, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("réseau (CPTS)")
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("cabinet")
    )
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="+", verbose_name=_("salle de consultation"))
    doctor = models.ForeignKey(
        Doctor, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("médecin")
    )
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+", verbose_name=_("engagement"))
    day = models.DateField(_("jour"))
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.DRAFT)
    # A shift that someone changed by hand is never laid anew.
    is_edited = models.BooleanField(_("modifiée à la main"), default=False)
    cancelled_because = models.CharField(_("motif d’annulation"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("modifiée le"))
    changed_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("modifiée par")
    )

    class Meta:
        verbose_name = _("vacation")
        ordering = ["starts_at", "id"]
        indexes = [
            # The slot search reads this index alone.
            models.Index(
                fields=["office", "starts_at"],
                include=["id", "ends_at", "doctor", "room"],
                condition=Q(status="published"),
                name="published_shift_of_office",
            ),
            models.Index(fields=["doctor", "starts_at"], name="shift_of_doctor"),
            models.Index(fields=["office", "day"], name="shift_of_office_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="shift_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("La fin de la vacation vient après son début."),
            ),
            models.CheckConstraint(
                name="cancelled_shift_has_a_reason",
                condition=~Q(status="cancelled") | ~Q(cancelled_because=""),
                violation_error_message=_("Indiquez pourquoi la vacation est annulée."),
            ),
            ExclusionConstraint(
                name="doctor_never_in_two_places",
                expressions=[
                    ("doctor", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status="cancelled"),
                violation_error_message=_("Ce médecin consulte déjà ailleurs à ce moment."),
            ),
            ExclusionConstraint(
                name="room_never_holds_two_doctors",
                expressions=[("room", RangeOperators.EQUAL), (Period("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
                condition=~Q(status="cancelled"),
                violation_error_message=_("Cette salle est déjà prise à ce moment."),
            ),
        ]
        triggers = [
            _law("shift_lies_inside_its_commitment", INSIDE_ITS_COMMITMENT),
            _law("no_shift_before_the_declarations_allow_it", AFTER_THE_DECLARATION),
            _law("shift_lies_inside_opening_hours", INSIDE_OPENING_HOURS),
            _law("shift_is_held_in_a_room_of_its_office", IN_A_ROOM_OF_ITS_OFFICE),
        ]

    def __str__(self) -> str:
        return f"{self.doctor} · {self.day} {self.get_half_display()}"
