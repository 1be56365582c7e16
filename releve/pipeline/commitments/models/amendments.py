"""Terms that an amendment changes from a day on; the terms of before hold until its eve."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.models.promises import Commitment
from releve.pipeline.offices.models import Network

SLOTS = list(range(14))  # half-days of a week: 2 x weekday + 0 (morning) or 1 (afternoon)


def _slots(label: Any) -> ArrayField:
    return ArrayField(models.PositiveSmallIntegerField(), verbose_name=label, default=list, blank=True)


class AmendedTerms(models.Model):
    """From a day on a promise is for another number of half-days, on other half-days of the week."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="amended_terms", verbose_name=_("engagement")
    )
    valid_from = models.DateField(_("à partir du"))
    half_days_per_week = models.DecimalField(
        _("demi-journées par semaine"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(0.5), MaxValueValidator(12)],
    )
    slots = _slots(_("demi-journées habituelles"))
    odd_slots = _slots(_("demi-journées des semaines impaires"))
    even_slots = _slots(_("demi-journées des semaines paires"))

    class Meta:
        verbose_name = _("termes à venir")
        ordering = ["valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                name="terms_change_once_a_day",
                fields=["commitment", "valid_from"],
                violation_error_message=_("Ces termes changent déjà ce jour-là. Rechargez la page."),
            ),
            models.CheckConstraint(
                name="amended_half_days_are_possible",
                condition=Q(half_days_per_week__gte=0.5, half_days_per_week__lte=12),
                violation_error_message=_("Entre une demi-journée toutes les deux semaines (0,5) et 12 par semaine."),
            ),
            models.CheckConstraint(
                name="amended_terms_name_half_days_of_the_week",
                condition=Q(slots__contained_by=SLOTS, odd_slots__contained_by=SLOTS, even_slots__contained_by=SLOTS),
                violation_error_message=_("Une des demi-journées choisies n’existe pas dans la semaine."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment} · {self.valid_from}"
