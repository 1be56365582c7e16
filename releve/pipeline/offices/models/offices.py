"""The office: a network, a town, rooms, opening half-days, closures, and who works at its desks."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from releve.shared.half_days import Half


class DateRange(Func):
    """`daterange(first, last, '[]')`: a missing last day means for ever."""

    function = "DATERANGE"
    output_field = DateRangeField()


class HalfDay(models.TextChoices):
    MORNING = Half.MORNING, _("matin")
    AFTERNOON = Half.AFTERNOON, _("après-midi")


class Weekday(models.IntegerChoices):
    """Monday is 0, as in Python."""

    MONDAY = 0, _("lundi")
    TUESDAY = 1, _("mardi")
    WEDNESDAY = 2, _("mercredi")
    THURSDAY = 3, _("jeudi")
    FRIDAY = 4, _("vendredi")
    SATURDAY = 5, _("samedi")
    SUNDAY = 6, _("dimanche")


class Network(models.Model):
    """A CPTS. Row-level security keeps its rows from every other network's."""

    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("nom dans les adresses"), unique=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("réseau (CPTS)")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Town(models.Model):
    """A commune of France: a reference table that every network shares."""

    insee = models.CharField(_("code INSEE"), primary_key=True, max_length=5)
    name = models.CharField(_("nom"), max_length=80)
    search_name = models.CharField(_("nom sans accents"), max_length=80)
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name=_("codes postaux"))
    department = models.CharField(_("département"), max_length=3)
    population = models.PositiveIntegerField(_("habitants"))
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    class Meta:
        verbose_name = _("commune")
        ordering = ["search_name", "insee"]
        indexes = [
            models.Index(fields=["search_name"], name="town_by_name", opclasses=["varchar_pattern_ops"]),
            GinIndex(fields=["postal_codes"], name="town_by_postal_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A place with rooms and a reception. What varies from town to town is a knob here, not a constant."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("nom dans les adresses"), unique=True)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, related_name="+", verbose_name=_("commune"))
    address = models.CharField(_("adresse"), max_length=200)
    postal_code = models.CharField(_("code postal"), max_length=5)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    time_zone = models.CharField(_("fuseau horaire"), max_length=40, default="Europe/Paris")
    holiday_region = models.CharField(
        _("région des jours fériés"),
        max_length=20,
        blank=True,
        help_text=_("Vide pour la métropole ; « RE », « GP »… ou « Alsace-Moselle », comme la bibliothèque holidays."),
    )
    access = models.TextField(_("accès et accessibilité"), blank=True)
    opened_on = models.DateField(_("ouvert depuis le"))
    closed_on = models.DateField(_("fermé depuis le"), null=True, blank=True)
    # Field habit: 10 to 20 % of the times are released at D-1 and D-0 for unscheduled care (domain.md §8, C).
    kept_share = models.DecimalField(
        _("part gardée pour les soins non programmés"),
        max_digits=3,
        decimal_places=2,
        default="0.20",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    released_day_before_share = models.DecimalField(
        _("part de celle-ci libérée la veille"),
        max_digits=3,
        decimal_places=2,
        default="0.50",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    released_day_before_at = models.TimeField(_("heure de libération la veille"), default="12:00")
    released_same_day_at = models.TimeField(_("heure de libération le jour même"), default="07:30")
    hold_min = models.PositiveSmallIntegerField(_("minutes de réservation provisoire"), default=10)
    n_open_appointments_max = models.PositiveSmallIntegerField(_("rendez-vous à venir par personne"), default=3)

    class Meta:
        verbose_name = _("cabinet")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["latitude", "longitude"], name="office_by_position")]
        constraints = [
            models.CheckConstraint(
                name="kept_shares_lie_between_0_and_1",
                condition=Q(kept_share__range=(0, 1), released_day_before_share__range=(0, 1)),
                violation_error_message=_("Une part s’écrit entre 0 et 1 : 0,20 pour 20 %."),
            ),
            models.CheckConstraint(
                name="office_closes_after_it_opens",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                violation_error_message=_("La date de fermeture vient après la date d’ouverture."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="rooms", verbose_name=_("cabinet"))
    name = models.CharField(_("nom"), max_length=60)
    position = models.PositiveSmallIntegerField(_("rang"), default=1)
    is_active = models.BooleanField(_("en service"), default=True)

    class Meta:
        verbose_name = _("salle de consultation")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="room_name_is_unique_in_its_office",
                fields=["office", "name"],
                violation_error_message=_("Une salle de ce cabinet porte déjà ce nom."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OpeningHalfDay(models.Model):
    """The office opens on this half-day of every week, between two dates, with or without reception."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="openings", verbose_name=_("cabinet"))
    weekday = models.PositiveSmallIntegerField(_("jour"), choices=Weekday)
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)
    opens_at = models.TimeField(_("ouvre à"))
    closes_at = models.TimeField(_("ferme à"))
    has_reception = models.BooleanField(_("avec accueil"), default=True)
    valid_from = models.DateField(_("à partir du"))
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("demi-journée d’ouverture")
        ordering = ["office", "weekday", "half", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="half_day_closes_after_it_opens",
                condition=Q(closes_at__gt=F("opens_at")),
                violation_error_message=_("L’heure de fermeture vient après l’heure d’ouverture."),
            ),
            models.CheckConstraint(
                name="weekday_is_one_of_seven",
                condition=Q(weekday__range=(0, 6)),
                violation_error_message=_("Jour inconnu."),
            ),
            models.CheckConstraint(
                name="opening_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("La fin de cet horaire vient après son premier jour."),
            ),
            ExclusionConstraint(
                name="office_opens_each_half_day_once",
                expressions=[
                    ("office", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("half", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette demi-journée a déjà un horaire pour une partie de ces dates."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.get_half_display()}"


class Closure(models.Model):
    """Days on which the office stays closed. Public holidays are computed, never written here."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="closures", verbose_name=_("cabinet"))
    first_on = models.DateField(_("premier jour"))
    last_on = models.DateField(_("dernier jour"))
    label = models.CharField(_("motif affiché"), max_length=120)

    class Meta:
        verbose_name = _("fermeture")
        ordering = ["first_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="closure_ends_after_it_starts",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message=_("Le dernier jour vient après le premier."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class ReceptionAbsence(models.Model):
    """A half-day on which the reception, usually there, is not (COL-12)."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, related_name="reception_absences", verbose_name=_("cabinet")
    )
    day = models.DateField(_("jour"))
    half = models.CharField(_("demi-journée"), max_length=2, choices=HalfDay)

    class Meta:
        verbose_name = _("absence de l’accueil")
        ordering = ["day", "half"]
        constraints = [
            models.UniqueConstraint(
                name="reception_absence_is_told_once",
                fields=["office", "day", "half"],
                violation_error_message=_("Cette absence de l’accueil est déjà notée."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_half_display()}"


class Membership(models.Model):
    """Who sits at which desk, of a whole network or of one office. A doctor's desk comes from `commitments.Doctor`."""

    class Desk(models.TextChoices):
        SECRETARY = "secretary", _("Accueil")
        COORDINATOR = "network", _("Réseau")
        TOWN_HALL = "townhall", _("Mairie")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+", verbose_name=_("réseau (CPTS)"))
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+", verbose_name=_("compte"))
    desk = models.CharField(_("bureau"), max_length=10, choices=Desk)
    office = models.ForeignKey(
        Office, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("cabinet")
    )

    class Meta:
        verbose_name = _("poste")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="membership_is_given_once",
                fields=["user", "desk", "network", "office"],
                nulls_distinct=False,
                violation_error_message=_("Cette personne a déjà ce poste."),
            ),
            models.CheckConstraint(
                name="reception_and_town_hall_belong_to_an_office",
                condition=Q(desk="network", office__isnull=True) | Q(~Q(desk="network"), office__isnull=False),
                violation_error_message=_("L’accueil et la mairie sont rattachés à un cabinet, le réseau à aucun."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_desk_display()}"
