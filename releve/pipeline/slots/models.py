"""Reasons for a visit. Slots themselves are derived, never stored (docs/decisions/0003)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.offices.models import Network


class VisitReason(models.Model):
    class BookedBy(models.TextChoices):
        EVERYONE = "everyone", _("en ligne ou par téléphone")
        PHONE = "phone", _("par téléphone seulement")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    name = models.CharField(_("nom en clair"), max_length=80)
    minutes = models.PositiveSmallIntegerField(
        _("durée (minutes)"), validators=[MinValueValidator(5), MaxValueValidator(120)]
    )
    booked_by = models.CharField(_("réservé"), max_length=10, choices=BookedBy, default=BookedBy.EVERYONE)
    earliest_days_ahead = models.PositiveSmallIntegerField(_("au plus tôt (jours avant)"), default=56)
    latest_min_ahead = models.PositiveSmallIntegerField(_("au plus tard (minutes avant)"), default=60)
    is_unscheduled = models.BooleanField(_("soins non programmés"), default=False)
    position = models.PositiveSmallIntegerField(_("rang"), default=1)
    is_active = models.BooleanField(_("proposé"), default=True)

    class Meta:
        verbose_name = _("motif de consultation")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="visit_reason_is_named_once_in_its_network",
                fields=["network", "name"],
                violation_error_message=_("Ce motif existe déjà."),
            ),
            models.CheckConstraint(
                name="visit_lasts_5_to_120_minutes",
                condition=Q(minutes__range=(5, 120)),
                violation_error_message=_("Un motif dure de 5 à 120 minutes."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
