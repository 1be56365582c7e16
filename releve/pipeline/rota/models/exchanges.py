"""Exchanges of half-days between doctors: what is given, who takes it, who has agreed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.models import HalfDay, Network, Office
from releve.pipeline.rota.models.shifts import Shift


class Exchange(models.Model):
    """Some half-days that change their doctor together, or not at all."""

    class Status(models.TextChoices):
        OPEN = "open", _("proposé")
        AGREED = "agreed", _("accepté, à valider par le réseau")
        DONE = "done", _("fait")
        DECLINED = "declined", _("décliné")
        WITHDRAWN = "withdrawn", _("retiré")
        REFUSED = "refused", _("refusé par le réseau")
        LAPSED = "lapsed", _("caduc")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    asked_by = models.ForeignKey(Doctor, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposé par"))
    status = models.CharField(_("état"), max_length=10, choices=Status, default=Status.OPEN)
    note = models.CharField(_("mot au confrère"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("proposé le"))
    settled_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    settled_because = models.CharField(_("pourquoi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("échange de demi-journées")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["network"], condition=Q(status__in=["open", "agreed"]), name="exchange_under_discussion"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="settled_exchange_says_when",
                condition=Q(status__in=["open", "agreed"], settled_at__isnull=True)
                | (~Q(status__in=["open", "agreed"]) & Q(settled_at__isnull=False)),
                violation_error_message=_("Un échange réglé porte la date de son règlement."),
            ),
            models.CheckConstraint(
                name="refused_exchange_has_a_reason",
                condition=~Q(status__in=["refused", "lapsed"]) | ~Q(settled_because=""),
                violation_error_message=_("Motif : dites pourquoi l’échange est refusé."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} · {self.get_status_display()}"


class ExchangePart(models.Model):
    """One half-day that passes from its doctor to another; nobody takes it yet while it is offered to all."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    exchange = models.ForeignKey(
        Exchange, on_delete=models.CASCADE, related_name="parts", verbose_name=_("échange de demi-journées")
    )
    # A draft may be withdrawn while it is under discussion: the part then points at nothing, and the exchange lapses.
    shift = models.ForeignKey(
        Shift,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("vacation"),
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("cabinet"))
    day = models.DateField(_("jour"))
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)
    giver = models.ForeignKey(Doctor, on_delete=models.PROTECT, related_name="+", verbose_name=_("cède"))
    taker = models.ForeignKey(Doctor, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("reprend"))
    new_shift = models.ForeignKey(
        Shift,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("nouvelle vacation"),
    )

    class Meta:
        verbose_name = _("demi-journée échangée")
        ordering = ["exchange_id", "id"]
        constraints = [
            models.UniqueConstraint(
                name="exchange_names_each_shift_once",
                fields=["exchange", "shift"],
                violation_error_message=_("Cette vacation est déjà dans l’échange."),
            ),
            models.CheckConstraint(
                name="half_day_passes_to_another_doctor",
                condition=Q(taker__isnull=True) | ~Q(taker=F("giver")),
                violation_error_message=_("Une demi-journée passe d’un médecin à un autre."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_half_display()}"


class ExchangeVoice(models.Model):
    """What one doctor says of an exchange, and what she has been told of it."""

    class Answer(models.TextChoices):
        AWAITED = "awaited", _("attendu")
        YES = "yes", _("d’accord")
        NO = "no", _("pas d’accord")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    exchange = models.ForeignKey(
        Exchange, on_delete=models.CASCADE, related_name="voices", verbose_name=_("échange de demi-journées")
    )
    doctor = models.ForeignKey(Doctor, on_delete=models.PROTECT, related_name="+", verbose_name=_("médecin"))
    answer = models.CharField(_("accord"), max_length=7, choices=Answer, default=Answer.AWAITED)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    # The state of the exchange that the last mail told; a job tells the next one.
    told = models.CharField(_("dernier état annoncé"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("accord d’un médecin")
        ordering = ["exchange_id", "id"]
        constraints = [
            models.UniqueConstraint(
                name="doctor_has_one_voice_in_an_exchange",
                fields=["exchange", "doctor"],
                violation_error_message=_("Ce médecin a déjà répondu à cet échange."),
            ),
            models.CheckConstraint(
                name="given_answer_says_when",
                condition=Q(answer="awaited", answered_at__isnull=True)
                | (~Q(answer="awaited") & Q(answered_at__isnull=False)),
                violation_error_message=_("Une réponse donnée porte sa date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doctor_id} · {self.get_answer_display()}"
