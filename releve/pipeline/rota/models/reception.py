"""What a secretary works, when she can, when she is away. Where she may sit is told by her seats (`Membership`)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.offices.models import HalfDay, Network, Weekday
from releve.pipeline.rota.models.wishes import Wish

LEAST_HALF_DAYS, MOST_HALF_DAYS = 1, 10


class SecretaryTerms(models.Model):
    """How many half-days a week a secretary works at the receptions of a network, from when to when."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    secretary = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("secrétaire")
    )
    half_days_per_week = models.DecimalField(
        _("demi-journées par semaine"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(LEAST_HALF_DAYS), MaxValueValidator(MOST_HALF_DAYS)],
    )
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    changed_at = models.DateTimeField(_("modifié le"))
    changed_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("modifié par")
    )

    class Meta:
        verbose_name = _("temps d’une secrétaire")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="secretary_has_one_time_in_a_network",
                fields=["secretary", "network"],
                violation_error_message=_("Le temps de cette secrétaire est déjà noté."),
            ),
            models.CheckConstraint(
                name="secretary_works_1_to_10_half_days",
                condition=Q(half_days_per_week__range=(LEAST_HALF_DAYS, MOST_HALF_DAYS)),
                violation_error_message=_("Demi-journées par semaine : entre 1 et 10."),
            ),
            models.CheckConstraint(
                name="secretary_ends_after_she_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Jusqu’au : choisissez un jour après le premier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.secretary_id} · {self.half_days_per_week}"


class SecretaryWish(models.Model):
    """What a secretary says of a half-day of every week; without a row she can."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    secretary = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("secrétaire")
    )
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday)
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)
    wish = models.CharField(_("réponse"), max_length=6, choices=Wish)

    class Meta:
        verbose_name = _("disponibilité d’une secrétaire")
        ordering = ["weekday", "half"]
        constraints = [
            models.UniqueConstraint(
                name="secretary_answers_each_half_day_once",
                fields=["secretary", "network", "weekday", "half"],
                violation_error_message=_("Cette demi-journée a déjà une réponse."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.get_half_display()} : {self.get_wish_display()}"


class SecretaryAbsence(models.Model):
    """Days on which a secretary is away, both ends included."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    secretary = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="+", verbose_name=_("secrétaire")
    )
    first_on = models.DateField(_("premier jour"))
    last_on = models.DateField(_("dernier jour"))

    class Meta:
        verbose_name = _("absence d’une secrétaire")
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="absence_of_a_secretary_ends_after_it_starts",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message=_("Le dernier jour vient après le premier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"
