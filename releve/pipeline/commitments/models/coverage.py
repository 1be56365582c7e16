"""What a network sets about its coverage, and the alarms that told it of a gap."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.offices.models import Network, Office

LONGEST_MONTHS = 24


class CoverageKnobs(models.Model):
    """Those of an office, or of every office of the network that has none of its own (office empty)."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cabinet")
    )
    doctors_wanted = models.PositiveSmallIntegerField(
        _("médecins voulus par demi-journée d’ouverture"), default=1, validators=[MinValueValidator(1)]
    )
    recruitment_months = models.PositiveSmallIntegerField(_("durée habituelle d’une recherche (mois)"), default=6)
    recruitment_spread_months = models.PositiveSmallIntegerField(_("plus ou moins (mois)"), default=3)
    post_notice_months = models.PositiveSmallIntegerField(
        _("préavis du poste actuel du médecin qui arrive (mois)"), default=1
    )
    notice_chance = models.DecimalField(
        _("risque de départ anticipé, par mois"),
        max_digits=4,
        decimal_places=3,
        default="0.020",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    extension_chance = models.DecimalField(
        _("chance qu’un engagement soit prolongé"),
        max_digits=3,
        decimal_places=2,
        default="0.00",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    alarm_lead_months = models.PositiveSmallIntegerField(
        _("alerter avant le dernier jour pour chercher (mois)"), default=3
    )
    alarm_repeat_weeks = models.PositiveSmallIntegerField(_("rappeler toutes les (semaines)"), default=4)
    note = models.CharField(_("d’où viennent ces réglages"), max_length=300, blank=True)
    changed_on = models.DateField(_("réglé le"))

    class Meta:
        verbose_name = _("réglages de la couverture")
        ordering = ["network", "office"]
        constraints = [
            models.UniqueConstraint(
                name="coverage_knobs_are_set_once",
                fields=["network", "office"],
                nulls_distinct=False,
                violation_error_message=_("Ces réglages existent déjà. Rechargez la page."),
            ),
            models.CheckConstraint(
                name="coverage_wants_one_to_20_doctors",
                condition=Q(doctors_wanted__range=(1, 20)),
                violation_error_message=_("Médecins voulus par demi-journée d’ouverture : entre 1 et 20."),
            ),
            models.CheckConstraint(
                name="coverage_months_are_possible",
                condition=Q(
                    recruitment_months__range=(0, LONGEST_MONTHS),
                    recruitment_spread_months__range=(0, LONGEST_MONTHS),
                    post_notice_months__range=(0, LONGEST_MONTHS),
                    alarm_lead_months__range=(0, LONGEST_MONTHS),
                ),
                violation_error_message=_("Chaque durée de la couverture compte 24 mois au plus."),
            ),
            models.CheckConstraint(
                name="coverage_chances_lie_between_0_and_1",
                condition=Q(notice_chance__range=(0, 1), extension_chance__range=(0, 1)),
                violation_error_message=_("Un risque s’écrit entre 0 et 100 %."),
            ),
            models.CheckConstraint(
                name="coverage_alarm_repeats_within_a_year",
                condition=Q(alarm_repeat_weeks__range=(1, 52)),
                violation_error_message=_("Rappeler toutes les (semaines) : entre 1 et 52."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office or self.network}"


class CoverageAlarm(models.Model):
    """An office was told of a gap. It ends when the gap is filled; until then it comes back."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", verbose_name=_("cabinet"))
    gap_on = models.DateField(_("premier jour sans médecin"))
    missing_a_week = models.DecimalField(_("demi-journées manquantes par semaine"), max_digits=5, decimal_places=1)
    look_by = models.DateField(_("dernier jour pour chercher"))
    raised_on = models.DateField(_("première alerte le"))
    last_sent_on = models.DateField(_("dernière alerte le"))
    n_sent = models.PositiveSmallIntegerField(_("nombre d’alertes"), default=1)
    look_again_on = models.DateField(_("à revoir le"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("vue le"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("vue par")
    )
    ended_on = models.DateField(_("terminée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("alerte de couverture")
        ordering = ["look_by", "id"]
        constraints = [
            models.UniqueConstraint(
                name="gap_has_one_open_alarm",
                fields=["office", "missing_a_week"],
                condition=Q(ended_on__isnull=True),
                violation_error_message=_("Cette alerte est déjà ouverte."),
            ),
            models.CheckConstraint(
                name="looking_again_follows_an_acknowledgement",
                condition=Q(look_again_on__isnull=True) | Q(acknowledged_at__isnull=False),
                violation_error_message=_("Une date pour y revenir suppose que quelqu’un a vu l’alerte."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} · {self.gap_on}"

    @property
    def is_begun(self) -> bool:
        """Say whether the gap had begun, or nearly, when the alarm was last sent."""
        return self.gap_on <= self.last_sent_on + timedelta(weeks=1)

    @property
    def is_late(self) -> bool:
        """Say whether the last day to start looking was past when the alarm was last sent."""
        return self.look_by < self.last_sent_on
