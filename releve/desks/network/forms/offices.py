"""What the coordinator types about an office: hours, rooms, closures, reception, knobs."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField, HourField
from releve.pipeline.offices.models import HalfDay, Office, Weekday
from releve.ui.forms import PhoneInput


def weekday_choices() -> list[tuple[int, str]]:
    """Return the days of the week in the language of the page."""
    return [(value, label.capitalize()) for value, label in Weekday.choices]


class OpeningForm(forms.Form):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Jours"),
        choices=weekday_choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Cochez au moins un jour.")},
    )
    half = forms.ChoiceField(label=_("Demi-journée"), choices=HalfDay, widget=forms.RadioSelect)
    opens_at = HourField(label=_("Ouvre à"))
    closes_at = HourField(label=_("Ferme à"))
    has_reception = forms.BooleanField(
        label=_("Avec accueil"),
        required=False,
        initial=True,
        help_text=_("Sans accueil, la demi-journée est signalée aux médecins et aux patients."),
    )
    valid_from = DayField(label=_("À partir du"))
    valid_to = DayField(label=_("Jusqu’au"), required=False, help_text=_("Vide : sans date de fin."))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_hours(self)
        check_order(self, "valid_from", "valid_to")
        return given


class ChangeOpeningForm(forms.Form):
    from_on = DayField(label=_("À partir du"))
    opens_at = HourField(label=_("Ouvre à"))
    closes_at = HourField(label=_("Ferme à"))
    has_reception = forms.BooleanField(label=_("Avec accueil"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_hours(self)
        return given


class EndOpeningForm(forms.Form):
    last_on = DayField(label=_("Dernier jour de cet horaire"))


class FactsForm(forms.Form):
    """What patients read about the office. Its town, its time zone and its position stay."""

    name = forms.CharField(label=_("Nom du cabinet"), max_length=120)
    address = forms.CharField(label=_("Adresse"), max_length=200)
    postal_code = forms.RegexField(
        r"^[0-9]{5}$",
        label=_("Code postal"),
        error_messages={"invalid": _("Un code postal s’écrit avec 5 chiffres.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )
    phone = forms.CharField(label=_("Téléphone"), required=False, max_length=20, widget=PhoneInput)
    access = forms.CharField(
        label=_("Accès et accessibilité"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Étage, ascenseur, rampe, places de stationnement, bus."),
    )

    @classmethod
    def of(cls, office: Office) -> "FactsForm":
        return cls(initial={name: getattr(office, name) for name in cls.base_fields})


class RoomForm(forms.Form):
    name = forms.CharField(
        label=_("Nom de la salle"), max_length=60, help_text=_("Celui que le patient lit sur la porte : « Salle 2 ».")
    )


class ClosureForm(forms.Form):
    first_on = DayField(label=_("Premier jour"))
    last_on = DayField(label=_("Dernier jour"))
    label = forms.CharField(
        label=_("Motif affiché"),
        max_length=120,
        help_text=_("Les patients le lisent : « Congés de Noël », « Travaux »."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_order(self, "first_on", "last_on")
        return given


class ReceptionAbsenceForm(forms.Form):
    day = DayField(label=_("Jour"))
    half = forms.ChoiceField(label=_("Demi-journée"), choices=HalfDay, widget=forms.RadioSelect)


class PercentField(forms.IntegerField):
    """A share of 1, read and written as a percentage."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=100, **options)
        self.widget.attrs["class"] = "input--short"

    def prepare_value(self, value: Any) -> Any:
        return int(value * 100) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        whole = super().clean(value)
        return None if whole is None else Decimal(whole) / 100


class KnobsForm(forms.Form):
    """What varies from town to town."""

    kept_share = PercentField(
        label=_("Part gardée pour les soins non programmés (%)"),
        help_text=_("La fin de chaque vacation, que seul l’accueil peut donner avant l’heure de libération."),
    )
    released_day_before_share = PercentField(
        label=_("Part de celle-ci libérée la veille (%)"), help_text=_("Le reste est libéré le jour même.")
    )
    released_day_before_at = HourField(label=_("Heure de libération la veille"))
    released_same_day_at = HourField(label=_("Heure de libération le jour même"))
    hold_min = forms.IntegerField(
        label=_("Réservation provisoire (minutes)"),
        min_value=2,
        max_value=60,
        help_text=_("Le temps laissé au patient pour donner son nom et son code."),
    )
    n_open_appointments_max = forms.IntegerField(
        label=_("Rendez-vous à venir par personne, au plus"),
        min_value=1,
        max_value=20,
        help_text=_("Pour que personne ne retienne plusieurs horaires."),
    )

    @classmethod
    def of(cls, office: Office) -> "KnobsForm":
        return cls(initial={name: getattr(office, name) for name in cls.base_fields})


def check_order(form: forms.Form, first: str, last: str) -> None:
    """Put an error on `last` when it comes before `first`."""
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if start and end and end < start:
        form.add_error(last, _("Le dernier jour vient après le premier."))


def check_hours(form: forms.Form) -> None:
    """Put an error on the closing hour when it does not come after the opening hour."""
    opens, closes = form.cleaned_data.get("opens_at"), form.cleaned_data.get("closes_at")
    if opens and closes and closes <= opens:
        form.add_error("closes_at", _("L’heure de fermeture vient après l’heure d’ouverture."))
