"""The promise: a doctor commits to an office, by a legal route, for some half-days a week, with terms and notice."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from pghistory import InsertEvent, ObjForeignKey, UpdateEvent, track

from releve.pipeline.commitments import handover
from releve.pipeline.offices.models import HalfDay, Network, Office, Weekday


class Route(models.TextChoices):
    """ORD-06: the words of the field, never « remplaçant » for an installed doctor (UX-05)."""

    PRINCIPAL_PRACTICE = handover.Route.PRINCIPAL_PRACTICE, _("Résidence professionnelle")
    DISTINCT_SITE = handover.Route.DISTINCT_SITE, _("Site distinct")
    REPLACEMENT = handover.Route.REPLACEMENT, _("Remplacement")
    LIBERAL_COLLABORATOR = handover.Route.LIBERAL_COLLABORATOR, _("Collaboration libérale")
    ASSISTANT = handover.Route.ASSISTANT, _("Médecin adjoint")
    JUNIOR_DOCTOR = handover.Route.JUNIOR_DOCTOR, _("Docteur junior")


class State(models.TextChoices):
    PROPOSED = handover.State.PROPOSED, _("proposé")
    AGREED = handover.State.AGREED, _("convenu")
    DECLARED = handover.State.DECLARED, _("déclaré")
    OPPOSED = handover.State.OPPOSED, _("opposition de l’Ordre")
    SIGNED = handover.State.SIGNED, _("signé")
    RUNNING = handover.State.RUNNING, _("en cours")
    NOTICE_GIVEN = handover.State.NOTICE_GIVEN, _("départ annoncé")
    EXTENDED = handover.State.EXTENDED, _("prolongé")
    ENDED = handover.State.ENDED, _("terminé")
    GIVEN_UP = handover.State.GIVEN_UP, _("abandonné")


class Weeks(models.TextChoices):
    EVERY = handover.Weeks.EVERY, _("toutes les semaines")
    ODD = handover.Weeks.ODD, _("semaines impaires")
    EVEN = handover.Weeks.EVEN, _("semaines paires")


class Term(Func):
    """The days of a commitment as a range; a missing end means not agreed yet."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Doctor(models.Model):
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    user = models.OneToOneField(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("compte")
    )
    first_name = models.CharField(_("prénom"), max_length=60)
    last_name = models.CharField(_("nom"), max_length=60)
    rpps = models.CharField(_("numéro RPPS"), max_length=11, blank=True, help_text=_("11 chiffres."))
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("médecin")
        ordering = ["last_name", "first_name", "id"]
        constraints = [
            models.UniqueConstraint(
                name="rpps_is_unique_in_its_network",
                fields=["network", "rpps"],
                condition=~Q(rpps=""),
                violation_error_message=_("Un médecin de ce réseau porte déjà ce numéro RPPS."),
            ),
        ]

    def __str__(self) -> str:
        return f"Dr {self.first_name} {self.last_name}"


@track(
    InsertEvent(),
    UpdateEvent(),
    context_field=None,  # type: ignore[arg-type]  # its types forget what its documentation allows
    append_only=True,
    obj_field=ObjForeignKey(related_name="steps", db_index=True),
    model_name="CommitmentStep",
)
class Commitment(models.Model):
    """Terms are calendar months of the agreement: 31 August + 6 months is the last day of February."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    doctor = models.ForeignKey(Doctor, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("médecin"))
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("cabinet"))
    route = models.CharField(_("cadre d’exercice"), max_length=20, choices=Route)
    replaced_doctor_name = models.CharField(_("médecin remplacé"), max_length=120, blank=True)
    replaced_doctor = models.ForeignKey(
        Doctor,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("médecin remplacé, s’il est du réseau"),
    )
    supervisor_name = models.CharField(_("maître de stage"), max_length=120, blank=True)
    # ORD-11: always a 15 November.
    licence_until = models.DateField(_("licence de remplacement valable jusqu’au"), null=True, blank=True)
    # ORD-15: what she replaced nearby in the two years before; None: not asked yet.
    replaced_nearby_days = models.PositiveSmallIntegerField(
        _("jours de remplacement à proximité"), null=True, blank=True
    )
    replaced_nearby_until = models.DateField(_("dernier jour de ces remplacements"), null=True, blank=True)
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("dernier jour convenu"), null=True, blank=True)
    half_days_per_week = models.DecimalField(
        _("demi-journées par semaine"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(0.5), MaxValueValidator(12)],
    )
    # Seeds: one year minimum and six months' notice in Bully, two years maximum in Mazingarbe (domain.md §0).
    minimum_term_months = models.PositiveSmallIntegerField(_("durée minimale (mois)"), default=12)
    maximum_term_months = models.PositiveSmallIntegerField(_("durée maximale (mois)"), default=24)
    notice_months = models.PositiveSmallIntegerField(_("préavis (mois)"), default=6)
    # Moved by `PromiseAct` alone; what was entered before the acts were kept is running.
    state = models.CharField(_("état"), max_length=20, choices=State, default=State.RUNNING)
    # ORD-01: two calendar months after the proved receipt of the declaration. It binds from the day it is noted on.
    may_start_on = models.DateField(_("peut commencer le"), null=True, blank=True)
    declaration_noted_on = models.DateField(_("déclaration notée le"), null=True, blank=True)
    notice_given_on = models.DateField(_("départ annoncé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("engagement")
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="commitment_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Le dernier jour vient après le premier."),
            ),
            models.CheckConstraint(
                name="maximum_term_is_no_shorter_than_minimum",
                condition=Q(maximum_term_months__gte=F("minimum_term_months")),
                violation_error_message=_("La durée maximale est au moins égale à la durée minimale."),
            ),
            models.CheckConstraint(
                name="half_days_per_week_are_possible",
                condition=Q(half_days_per_week__gte=0.5, half_days_per_week__lte=12),
                violation_error_message=_("Entre une demi-journée toutes les deux semaines (0,5) et 12 par semaine."),
            ),
            models.CheckConstraint(
                name="replacement_names_the_replaced_doctor",
                condition=~Q(route="replacement") | ~Q(replaced_doctor_name=""),
                violation_error_message=_(
                    "Un remplacement suppose un médecin installé à remplacer : indiquez son nom, "
                    "ou choisissez un autre cadre."
                ),
            ),
            models.CheckConstraint(
                name="junior_doctor_has_a_supervisor",
                condition=~Q(route="junior_doctor") | ~Q(supervisor_name=""),
                violation_error_message=_(
                    "Un docteur junior exerce sous la responsabilité d’un maître de stage : indiquez son nom."
                ),
            ),
            models.CheckConstraint(
                name="licence_ends_on_15_november",
                condition=Q(licence_until__isnull=True) | Q(licence_until__month=11, licence_until__day=15),
                violation_error_message=_(
                    "Licence de remplacement : elle vaut toujours jusqu’à un 15 novembre. Vérifiez la date."
                ),
            ),
            models.CheckConstraint(
                name="licence_holder_replaces_or_assists",
                condition=Q(licence_until__isnull=True) | Q(route__in=["replacement", "assistant"]),
                violation_error_message=_(
                    "Licence de remplacement : elle ne permet que le remplacement ou l’adjuvat. "
                    "Choisissez un de ces cadres, ou retirez la licence."
                ),
            ),
            models.CheckConstraint(
                name="nearby_replacements_have_days_and_a_last_day",
                condition=Q(replaced_nearby_until__isnull=True) | Q(replaced_nearby_days__gte=1),
                violation_error_message=_(
                    "Jours de remplacement à proximité : indiquez combien, avec le dernier jour."
                ),
            ),
            models.CheckConstraint(
                name="promise_state_is_known",
                condition=Q(state__in=[state.value for state in handover.State]),
                violation_error_message=_("État de l’engagement inconnu."),
            ),
            models.CheckConstraint(
                name="notice_given_has_its_date",
                condition=~Q(state="notice_given") | Q(notice_given_on__isnull=False, ends_on__isnull=False),
                violation_error_message=_("Un départ annoncé a sa date prouvée et un dernier jour."),
            ),
            models.CheckConstraint(
                name="declaration_has_both_its_dates",
                condition=Q(may_start_on__isnull=True, declaration_noted_on__isnull=True)
                | Q(may_start_on__isnull=False, declaration_noted_on__isnull=False, route="distinct_site"),
                violation_error_message=_("Seul un site distinct se déclare à l’Ordre deux mois avant."),
            ),
            ExclusionConstraint(
                name="doctor_commits_once_to_an_office_at_a_time",
                condition=~Q(state="given_up"),
                expressions=[
                    ("doctor", RangeOperators.EQUAL),
                    ("office", RangeOperators.EQUAL),
                    (Term("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "Ce médecin a déjà un engagement dans ce cabinet pour une partie de ces dates."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.doctor} · {self.office}"


class PatternHalfDay(models.Model):
    """A half-day of the week that the doctor prefers to work."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="pattern", verbose_name=_("engagement")
    )
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday)
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)
    weeks = models.CharField(_("semaines"), max_length=5, choices=Weeks, default=Weeks.EVERY)

    class Meta:
        verbose_name = _("demi-journée habituelle")
        ordering = ["weekday", "half", "weeks"]
        constraints = [
            models.UniqueConstraint(
                name="pattern_names_each_half_day_once",
                fields=["commitment", "weekday", "half", "weeks"],
                violation_error_message=_("Cette demi-journée est déjà dans la semaine type."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.get_half_display()}"


class Absence(models.Model):
    """Days on which a doctor is away. The reason stays with the doctor: only the days are asked."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    doctor = models.ForeignKey(Doctor, on_delete=models.CASCADE, related_name="absences", verbose_name=_("médecin"))
    first_on = models.DateField(_("premier jour"))
    first_half = models.CharField(_("à partir de"), max_length=2, choices=HalfDay, default=HalfDay.MORNING)
    last_on = models.DateField(_("dernier jour"))
    last_half = models.CharField(_("jusqu’à"), max_length=2, choices=HalfDay, default=HalfDay.AFTERNOON)

    class Meta:
        verbose_name = _("absence")
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts",
                condition=Q(last_on__gt=F("first_on"))
                | Q(last_on=F("first_on"), first_half="am")
                | Q(last_on=F("first_on"), first_half="pm", last_half="pm"),
                violation_error_message=_("La fin de l’absence vient après son début."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} – {self.last_on}"
