"""What a secretary works, when she is away. Where she may sit is told by her seats (`Membership`)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.offices.models import Network

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


class ToldHalfDays(models.Model):
    """The coming half-days that a secretary was told of by mail, so that she reads once what has changed since."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    secretary = models.ForeignKey(
        "people.User", on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("secrétaire")
    )
    # [day, half, office], in the order of time
    half_days = models.JSONField(_("demi-journées annoncées"), default=list)
    told_at = models.DateTimeField(_("annoncées le"), null=True, blank=True)

    class Meta:
        verbose_name = _("demi-journées annoncées à une secrétaire")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="secretary_is_told_once_in_a_network",
                fields=["secretary", "network"],
                violation_error_message=_("Les demi-journées de cette secrétaire sont déjà annoncées."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.secretary_id} · {self.told_at}"
