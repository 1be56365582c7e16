"""Who sits at the reception of an office. A published week speaks for all its half-days: nobody there, no reception."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.offices.models.offices import HalfDay, Network, Office


class ReceptionWeek(models.Model):
    """The reception's rota of this week is published; without it the reception is there whenever the hours say so."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("cabinet")
    )
    monday = models.DateField(_("lundi"))

    class Meta:
        verbose_name = _("semaine d’accueil publiée")
        ordering = ["monday", "office_id"]
        constraints = [
            models.UniqueConstraint(
                name="reception_week_is_published_once",
                fields=["office", "monday"],
                violation_error_message=_("L’accueil de cette semaine est déjà publié."),
            ),
            models.CheckConstraint(
                name="reception_week_starts_on_a_monday",
                condition=Q(monday__iso_week_day=1),
                violation_error_message=_("Une semaine d’accueil commence un lundi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} · {self.monday}"


class ReceptionDuty(models.Model):
    """A secretary is at the reception of an office on a half-day."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("cabinet")
    )
    secretary = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("secrétaire")
    )
    day = models.DateField(_("jour"))
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)

    class Meta:
        verbose_name = _("présence à l’accueil")
        ordering = ["day", "half", "id"]
        indexes = [models.Index(fields=["office", "day", "half"], name="reception_duty_of_office")]
        constraints = [
            models.UniqueConstraint(
                name="secretary_never_at_two_receptions",
                fields=["secretary", "day", "half"],
                violation_error_message=_("Cette secrétaire est déjà à l’accueil à ce moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.secretary_id} · {self.day} {self.get_half_display()}"
