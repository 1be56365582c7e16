"""What the coordinator types to open an office, or to close one for good."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField
from releve.pipeline.offices.actions.office import MOST_ROOMS, USUAL_HOURS, OfficeFacts
from releve.pipeline.offices.models import HalfDay, Town, Weekday
from releve.pipeline.offices.queries import find_towns
from releve.pipeline.offices.rules import zone_and_region
from releve.shared.geography import distance_km
from releve.shared.half_days import HALVES, Half
from releve.shared.names import search_form
from releve.shared.typed import plain, read_phone
from releve.shared.words import PARIS, hour_words
from releve.ui.forms import PhoneInput

LONGEST_TYPED = 60
# A postal code covers 46 communes at most (51300).
N_CHOICES = 60
N_BEGINNINGS = 8
POSTAL_CODE_FIGURES = 5
FIGURES = re.compile(r"[0-9]+")
# Degrees that were exchanged or mistyped lead much further than the edge of a commune.
FARTHEST_KM = 50
WORKING_WEEK = range(5)


class HalfDaysGrid(forms.CheckboxSelectMultiple):
    """The half-days of a week as a table: a day a line, morning and afternoon as columns."""

    template_name = "network/half_days_grid.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        cells = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        context["columns"] = [
            {"label": HalfDay(half).label, "opens": hour_words(opens), "closes": hour_words(closes)}
            for half, (opens, closes) in USUAL_HOURS.items()
        ]
        context["rows"] = [
            {"label": label, "cells": cells[n * len(HALVES) : (n + 1) * len(HALVES)]}
            for n, label in enumerate(Weekday.labels)
        ]
        return context


def half_day_choices() -> list[tuple[str, str]]:
    """Return « 0-am » with « lundi matin », and on, in the language of the page."""
    return [
        (f"{weekday}-{half}", f"{label} {HalfDay(half).label}") for weekday, label in Weekday.choices for half in HALVES
    ]


def read_half_day(value: str) -> tuple[int, Half]:
    """Read « 0-am », as the grid writes it."""
    weekday, _dash, half = value.partition("-")
    return int(weekday), Half(half)


def towns_meant(text: str) -> dict[str, tuple[Town, str]]:
    """Return the towns that were typed, by name or whole postal code, each with one of its postal codes."""
    typed = plain(text)[:LONGEST_TYPED]
    name, figures = search_form(FIGURES.sub(" ", typed)), FIGURES.search(typed)
    code = figures.group() if figures else ""
    if not name and len(code) < POSTAL_CODE_FIGURES:
        return {}
    towns = find_towns(typed, limit=N_CHOICES)
    exact = [town for town in towns if town.search_name == name]
    # Of the beginning of a name the largest are shown; with a postal code, all.
    return {
        f"{town.insee}-{postal_code}": (town, postal_code)
        for town in exact or (towns if code else towns[:N_BEGINNINGS])
        for postal_code in town.postal_codes
        if postal_code.startswith(code)
    }


class NewOfficeForm(forms.Form):
    name = forms.CharField(
        label=_("Nom du cabinet"),
        max_length=120,
        help_text=_("Par exemple « Cabinet médical éphémère de Mazingarbe »."),
    )
    place = forms.CharField(
        label=_("Commune"),
        max_length=LONGEST_TYPED,
        help_text=_("Son nom ou son code postal. Elle donne le fuseau horaire et les jours fériés."),
    )
    address = forms.CharField(label=_("Adresse"), max_length=200, help_text=_("Numéro et rue."))
    phone = forms.CharField(label=_("Téléphone"), required=False, max_length=40, widget=PhoneInput)
    opened_on = DayField(label=_("Ouvert à partir du"))
    n_rooms = forms.IntegerField(
        label=_("Salles"),
        min_value=1,
        max_value=MOST_ROOMS,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
        help_text=_("Combien de médecins peuvent consulter en même temps."),
    )
    week = forms.TypedMultipleChoiceField(
        label=_("Semaine d’ouverture"),
        choices=half_day_choices,
        coerce=read_half_day,
        initial=[f"{weekday}-{half}" for weekday in WORKING_WEEK for half in HALVES],
        widget=HalfDaysGrid,
        help_text=_("Les heures se changent ensuite, demi-journée par demi-journée."),
        error_messages={"required": _("Cochez au moins une demi-journée.")},
    )
    latitude = forms.FloatField(
        label=_("Latitude"),
        required=False,
        localize=True,
        min_value=-90,
        max_value=90,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"}),
        help_text=_("Vide : le centre de la commune. Le temps de trajet des patients se compte jusqu’à ce point."),
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        required=False,
        localize=True,
        min_value=-180,
        max_value=180,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.towns = towns_meant(self.data.get("place", "")) if self.is_bound else {}
        if len(self.towns) > 1:
            choose_one = _(
                "Plusieurs communes répondent à ce nom ou à ce code : choisissez la vôtre, ou écrivez tout son nom."
            )
            self.fields["town"] = forms.ChoiceField(
                label=_("Laquelle ?"),
                choices=[(key, f"{town.name} ({code})") for key, (town, code) in self.towns.items()],
                widget=forms.RadioSelect,
                error_messages={"required": choose_one, "invalid_choice": choose_one},
            )
            self.order_fields(["name", "place", "town"])

    def clean_place(self) -> str:
        typed: str = self.cleaned_data["place"]
        if not self.towns:
            raise forms.ValidationError(
                _("« %(typed)s » n’est pas une commune connue. Vérifiez le nom, ou écrivez le code postal en entier."),
                params={"typed": typed},
            )
        return typed

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        key = next(iter(self.towns)) if len(self.towns) == 1 else given.get("town")
        town, given["postal_code"] = self.towns.get(key or "", (None, ""))
        given["town"] = town
        self._read_phone(given, zone_and_region(town.department)[0] if town else PARIS)
        self._check_position(given, town)
        return given

    def _read_phone(self, given: dict[str, Any], zone: str) -> None:
        if given.get("phone"):
            try:
                given["phone"] = read_phone(given["phone"], zone)[0]
            except forms.ValidationError as error:
                self.add_error("phone", error)

    def _check_position(self, given: dict[str, Any], town: Town | None) -> None:
        latitude, longitude = given.get("latitude"), given.get("longitude")
        if "latitude" in self.errors or "longitude" in self.errors:
            return
        if (latitude is None) != (longitude is None):
            missing = "latitude" if latitude is None else "longitude"
            self.add_error(missing, _("Donnez la latitude et la longitude, ou aucune des deux."))
        elif town and latitude is not None and longitude is not None:
            km = distance_km(latitude, longitude, town.latitude, town.longitude)
            if km > FARTHEST_KM:
                message = _("Ce point est à %(km)d km de %(town)s. Vérifiez la latitude et la longitude.")
                self.add_error("latitude", message % {"km": km, "town": town.name})

    def facts(self) -> OfficeFacts:
        """Return what a valid form tells of the office, with the clocks and the holidays of its département."""
        given = self.cleaned_data
        time_zone, region = zone_and_region(given["town"].department)
        told = {
            name: given[name] for name in ("name", "town", "address", "postal_code", "phone", "latitude", "longitude")
        }
        return OfficeFacts(time_zone=time_zone, holiday_region=region, **told)


class CloseOfficeForm(forms.Form):
    closed_on = DayField(label=_("Fermé à partir du"), help_text=_("Le premier jour où le cabinet n’ouvre plus."))
