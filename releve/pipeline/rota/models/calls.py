"""A call for a gap: open half-days without a doctor, offered by mail; who takes one first and may, has it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.models import Candidate, Commitment, Doctor
from releve.pipeline.offices.models import HalfDay, Network, Office
from releve.pipeline.rota.models.shifts import Shift


class Call(models.Model):
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("cabinet"))
    # ORD-06, ORD-08: without somebody who is replaced, nobody can come as a replacement.
    replaced = models.ForeignKey(
        Commitment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("médecin remplacé"),
    )
    message = models.CharField(_("message"), max_length=300, blank=True)
    # A shift that is taken can be booked at once, or waits as a draft for the coordinator.
    publishes_shifts = models.BooleanField(_("ouvre aussitôt aux patients"), default=True)
    published_at = models.DateTimeField(_("publié le"))
    published_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("publié par")
    )
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    withdrawn_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    class Meta:
        verbose_name = _("appel")
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="call_expires_after_it_is_published",
                condition=Q(expires_at__gt=F("published_at")),
                violation_error_message=_("Valable jusqu’au : choisissez un moment à venir."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.published_at:%d/%m/%Y}"


class CallHalfDay(models.Model):
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="half_days", verbose_name=_("appel"))
    day = models.DateField(_("jour"))
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)

    class Meta:
        verbose_name = _("demi-journée d’un appel")
        ordering = ["day", "half", "id"]
        constraints = [
            models.UniqueConstraint(
                name="call_names_each_half_day_once",
                fields=["call", "day", "half"],
                violation_error_message=_("Cette demi-journée est déjà dans l’appel."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_half_display()}"


class CallInvitation(models.Model):
    """Whoever got the link: a doctor of the network, or a candidate who replaces."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("appel"))
    doctor = models.ForeignKey(
        Doctor, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("médecin")
    )
    candidate = models.ForeignKey(
        Candidate, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("candidat")
    )
    declined_at = models.DateTimeField(_("a répondu ne pas pouvoir le"), null=True, blank=True)
    # Nothing is left of what she could take, and she was told so; empty again once she was told of something open.
    told_gone_at = models.DateTimeField(_("prévenu que tout est pris le"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation à un appel")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_is_for_one_person",
                condition=Q(doctor__isnull=False, candidate__isnull=True)
                | Q(doctor__isnull=True, candidate__isnull=False),
                violation_error_message=_("Une invitation s’adresse à un médecin ou à un candidat."),
            ),
            models.UniqueConstraint(
                name="doctor_is_invited_once_to_a_call",
                fields=["call", "doctor"],
                violation_error_message=_("Ce médecin est déjà invité."),
            ),
            models.UniqueConstraint(
                name="candidate_is_invited_once_to_a_call",
                fields=["call", "candidate"],
                violation_error_message=_("Ce candidat est déjà invité."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.doctor or self.candidate)


class CallTaking(models.Model):
    """First served: a half-day of a call is taken once, and its shift stands from the same moment."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    half_day = models.ForeignKey(
        CallHalfDay, on_delete=models.CASCADE, related_name="takings", verbose_name=_("demi-journée")
    )
    doctor = models.ForeignKey(Doctor, on_delete=models.PROTECT, related_name="+", verbose_name=_("médecin"))
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="+", verbose_name=_("vacation"))
    taken_at = models.DateTimeField(_("prise le"))

    class Meta:
        verbose_name = _("réponse à un appel")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="half_day_of_a_call_is_taken_once",
                fields=["half_day"],
                violation_error_message=_("Cette demi-journée vient d’être prise."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.half_day} · {self.doctor}"
