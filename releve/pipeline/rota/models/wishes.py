"""What doctors and secretaries say of the half-days of a season, and what the network asks of its rota as a whole."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.models import HalfDay, Network, Weekday
from releve.pipeline.rota.engine import problem

# Friday afternoon and Saturday morning, as the engine counts the slots of a week.
USUALLY_UNLOVED = (9, problem.SATURDAY_MORNING)


def usually_unloved() -> list[int]:
    return list(USUALLY_UNLOVED)


class Wish(models.TextChoices):
    PREFER = problem.Wish.PREFER, _("Je préfère")
    CAN = problem.Wish.CAN, _("Je peux")
    AVOID = problem.Wish.AVOID, _("Plutôt pas")
    CANNOT = problem.Wish.CANNOT, _("Impossible")


def of_one_person(name: str) -> CheckConstraint:
    """Return the law that a row speaks for a doctor or for a secretary, never for both, never for nobody."""
    return CheckConstraint(
        name=name,
        condition=Q(doctor__isnull=False, secretary__isnull=True) | Q(doctor__isnull=True, secretary__isnull=False),
        violation_error_message=_("Une disponibilité est celle d’un médecin ou d’une secrétaire."),
    )


class SaidByOnePerson(models.Model):
    """What a doctor, or a secretary in one network, says."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    doctor = models.ForeignKey(
        Doctor, on_delete=models.CASCADE, null=True, related_name="+", db_index=False, verbose_name=_("médecin")
    )
    secretary = models.ForeignKey(
        "people.User",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("secrétaire"),
    )

    class Meta:
        abstract = True


class WeeklyWish(SaidByOnePerson):
    """What somebody says of a half-day of every week of a season. A season is named by its first Monday."""

    season = models.DateField(_("saison"))
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday)
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)
    wish = models.CharField(_("réponse"), max_length=6, choices=Wish)
    changed_at = models.DateTimeField(_("modifiée le"))

    class Meta:
        verbose_name = _("disponibilité")
        ordering = ["season", "weekday", "half"]
        constraints = [
            models.UniqueConstraint(
                name="doctor_answers_each_half_day_of_a_season_once",
                fields=["doctor", "season", "weekday", "half"],
                violation_error_message=_("Cette demi-journée a déjà une réponse."),
            ),
            models.UniqueConstraint(
                name="secretary_answers_each_half_day_of_a_season_once",
                fields=["secretary", "network", "season", "weekday", "half"],
                violation_error_message=_("Cette demi-journée a déjà une réponse."),
            ),
            of_one_person("weekly_wish_is_of_one_person"),
            models.CheckConstraint(
                name="season_of_a_wish_starts_on_a_monday",
                condition=Q(season__iso_week_day=1),
                violation_error_message=_("Saison : elle commence un lundi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.get_half_display()} : {self.get_wish_display()}"


class DatedWish(SaidByOnePerson):
    """What somebody says of one half-day of one day, before what she says of every week."""

    day = models.DateField(_("jour"))
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)
    wish = models.CharField(_("réponse"), max_length=6, choices=Wish)
    changed_at = models.DateTimeField(_("modifiée le"))

    class Meta:
        verbose_name = _("exception de disponibilité")
        ordering = ["day", "half"]
        constraints = [
            models.UniqueConstraint(
                name="doctor_answers_each_dated_half_day_once",
                fields=["doctor", "day", "half"],
                violation_error_message=_("Cette demi-journée a déjà une exception."),
            ),
            models.UniqueConstraint(
                name="secretary_answers_each_dated_half_day_once",
                fields=["secretary", "network", "day", "half"],
                violation_error_message=_("Cette demi-journée a déjà une exception."),
            ),
            of_one_person("dated_wish_is_of_one_person"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_half_display()} : {self.get_wish_display()}"


class SeasonAnswer(SaidByOnePerson):
    """Whether somebody has answered for a season, and whether she was reminded."""

    season = models.DateField(_("saison"))
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    # A reminder is asked for at the network's desk and sent by a job.
    reminder_asked_at = models.DateTimeField(_("relance demandée le"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("relancée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("réponse à une saison")
        ordering = ["season", "doctor_id"]
        constraints = [
            models.UniqueConstraint(
                name="doctor_answers_a_season_once",
                fields=["doctor", "season"],
                violation_error_message=_("Ce médecin a déjà une réponse pour cette saison."),
            ),
            models.UniqueConstraint(
                name="secretary_answers_a_season_once",
                fields=["secretary", "network", "season"],
                violation_error_message=_("Cette secrétaire a déjà une réponse pour cette saison."),
            ),
            of_one_person("answer_to_a_season_is_of_one_person"),
            models.CheckConstraint(
                name="answered_season_starts_on_a_monday",
                condition=Q(season__iso_week_day=1),
                violation_error_message=_("Saison : elle commence un lundi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doctor_id or self.secretary_id} · {self.season}"


class RotaKnobs(models.Model):
    """What a network decides for all its rotas."""

    network = models.OneToOneField(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    unloved_slots = ArrayField(
        models.PositiveSmallIntegerField(validators=[MaxValueValidator(problem.SLOTS_PER_WEEK - 1)]),
        verbose_name=_("demi-journées peu aimées"),
        default=usually_unloved,
        blank=True,
    )
    eves_are_unloved = models.BooleanField(_("les veilles de jour férié sont peu aimées"), default=True)
    exchanges_need_consent = models.BooleanField(_("le réseau valide chaque échange"), default=False)

    class Meta:
        verbose_name = _("réglages du planning")
        constraints = [
            models.CheckConstraint(
                name="unloved_slots_lie_in_a_week",
                condition=Q(unloved_slots__contained_by=list(range(problem.SLOTS_PER_WEEK))),
                violation_error_message=_("Demi-journées peu aimées : choisissez-les dans la semaine."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.network_id)
