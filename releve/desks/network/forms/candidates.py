"""What the coordinator types about somebody who may come: as little as recruiting needs."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.commitments import CONDITIONS, PatternForm
from releve.desks.network.forms.fields import DayField, choose
from releve.pipeline.commitments.models import CandidateKind, CandidateStage, Route
from releve.pipeline.commitments.queries.candidates import slot_of
from releve.pipeline.offices.models import HalfDay, Town, Weekday
from releve.pipeline.offices.queries import find_towns
from releve.shared.half_days import HALVES
from releve.ui.forms import PhoneInput

ANSWERS = {"": None, "yes": True, "no": False}


class SlotGrid:
    """The week's half-days as checkboxes; none ticked means any of them."""

    def __init__(self, data: Any = None, slots: Collection[int] = ()) -> None:
        self.data, self.initial = data, set(slots)

    def rows(self) -> Iterator[dict[str, Any]]:
        for weekday, label in list(Weekday.choices)[:6]:
            yield {
                "label": label,
                "cells": [
                    {
                        "name": f"slot-{slot_of(weekday, half)}",
                        "label": f"{label} {HalfDay(half).label}",
                        "is_ticked": self._is_ticked(slot_of(weekday, half)),
                    }
                    for half in HALVES
                ],
            }

    def chosen(self) -> list[int]:
        return [slot for slot in range(14) if self._is_ticked(slot)]

    def _is_ticked(self, slot: int) -> bool:
        return slot in self.initial if self.data is None else f"slot-{slot}" in self.data


class CandidateForm(forms.Form):
    first_name = forms.CharField(label=_("Prénom"), max_length=60)
    last_name = forms.CharField(label=_("Nom"), max_length=60)
    email = forms.EmailField(label=_("Adresse e-mail"), required=False)
    phone = forms.CharField(label=_("Téléphone"), required=False, max_length=20, widget=PhoneInput)
    kind = forms.ChoiceField(label=_("Situation"), choices=CandidateKind)
    motive = forms.CharField(
        label=_("Raison de venir"),
        required=False,
        max_length=200,
        help_text=_("« projet d’exercice à deux », « conjoint muté à Lens »… Rien sur la santé ni sur les opinions."),
    )
    followed_up_by_id = forms.TypedChoiceField(
        label=_("Suivi par"), required=False, coerce=int, empty_value=None, choices=()
    )

    half_days_per_week = forms.DecimalField(
        label=_("Demi-journées souhaitées par semaine"),
        required=False,
        min_value=0.5,
        max_value=12,
        max_digits=3,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"}),
    )
    available_from = DayField(label=_("Disponible à partir du"), required=False)
    office_ids = forms.TypedMultipleChoiceField(
        label=_("Cabinets souhaités"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Aucun coché : tous conviennent."),
    )
    home = forms.CharField(
        label=_("Commune de résidence"), required=False, max_length=80, help_text=_("Pour la distance, pas l’adresse.")
    )
    farthest_km = forms.IntegerField(
        label=_("Distance la plus longue (km)"), required=False, min_value=1, max_value=1000
    )

    registered_department = forms.CharField(
        label=_("Inscrit à l’Ordre, dans le département"),
        required=False,
        max_length=3,
        help_text=_("62, 59, 2A… Vide : pas encore inscrit."),
        widget=forms.TextInput(attrs={"class": "input--short"}),
    )
    registration_asked_on = DayField(label=_("Inscription ou transfert demandé le"), required=False)
    thesis_on = DayField(label=_("Soutenance de thèse, prévue ou passée"), required=False)
    licence_from = DayField(label=_("Licence de remplacement, du"), required=False)
    licence_until = DayField(
        label=_("Licence de remplacement, jusqu’au"), required=False, help_text=_("Toujours un 15 novembre.")
    )
    supervisor_name = forms.CharField(
        label=_("Maître de stage"), max_length=120, required=False, help_text=_("Pour un docteur junior.")
    )
    has_replaced_nearby = forms.TypedChoiceField(
        label=_("A-t-il remplacé un généraliste voisin 90 jours ou plus ces 24 derniers mois ?"),
        required=False,
        choices=[("", _("pas encore demandé")), ("yes", _("oui")), ("no", _("non"))],
        coerce=lambda value: ANSWERS[value],
        empty_value=None,
        help_text=_("Tous les remplacements chez le même médecin ou son groupe s’additionnent."),
    )
    last_replacement_on = DayField(label=_("Dernier jour de ce remplacement"), required=False)
    may_settle_nearby = forms.BooleanField(
        label=_("Le médecin remplacé est d’accord, et l’Ordre en est informé"), required=False
    )
    present_notice_months = forms.IntegerField(
        label=_("Préavis du poste actuel (mois)"), min_value=0, max_value=24, initial=0
    )
    notice_given_on = DayField(label=_("Préavis donné le"), required=False)

    def __init__(
        self,
        *args: Any,
        offices: Iterable[tuple[int, str]],
        people: Iterable[tuple[int, str]],
        slots: Collection[int] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "office_ids", offices)
        choose(self, "followed_up_by_id", [("", _("personne")), *people])
        self.grid = SlotGrid(self.data if self.is_bound else None, slots)
        self.home_town: Town | None = None

    def clean_registered_department(self) -> str:
        return str(self.cleaned_data["registered_department"]).strip().upper()

    def clean_home(self) -> str:
        typed = str(self.cleaned_data["home"]).strip()
        if typed:
            self.home_town = next(iter(find_towns(typed, limit=1)), None)
            if self.home_town is None:
                raise forms.ValidationError(
                    _("« %(value)s » n’est pas une commune connue : écrivez son nom ou son code postal."),
                    params={"value": typed},
                )
        return typed

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("last_replacement_on") and not given.get("has_replaced_nearby"):
            self.add_error("has_replaced_nearby", _("Un dernier jour suppose un remplacement : répondez « oui »."))
        return given

    def typed(self) -> dict[str, Any]:
        """Return what the action stores: fields of a candidate."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"home", "office_ids"}}
        return given | {"slots": self.grid.chosen(), "home_town": self.home_town}


class ContactForm(forms.Form):
    stage = forms.ChoiceField(label=_("Où en est-on ?"), choices=CandidateStage)
    next_contact_on = DayField(label=_("À recontacter le"), required=False, help_text=_("Vide : rien de prévu."))


class DeclarationForm(forms.Form):
    office = forms.TypedChoiceField(label=_("Cabinet"), coerce=int)
    received_on = DayField(
        label=_("Déclaration reçue par l’Ordre le"),
        required=False,
        help_text=_("La date prouvée : recommandé, récépissé. Vide : elle n’est pas encore reçue."),
    )

    def __init__(self, *args: Any, offices: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "office", offices)


class EngageForm(PatternForm):
    """The proposed promise of a candidate: where, by which route, from when, how much, when."""

    office = forms.TypedChoiceField(label=_("Cabinet"), coerce=int)
    route = forms.ChoiceField(label=_("Cadre d’exercice"))
    starts_on = DayField(label=_("Premier jour"))
    field_order = ("office", "route", "starts_on", "half_days_per_week")

    def __init__(
        self, *args: Any, offices: Iterable[tuple[int, str]], routes: Iterable[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choose(self, "office", offices)
        self.routes = list(routes)
        choose(self, "route", self.routes)

    def conditions(self) -> list[tuple[str, Any]]:
        return [(str(Route(value).label), CONDITIONS[Route(value)]) for value, _label in self.routes]


class RetentionForm(forms.Form):
    retention_months = forms.IntegerField(
        label=_("Garder une fiche sans contact (mois)"),
        min_value=1,
        max_value=36,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
    )
    note = forms.CharField(label=_("D’où vient ce réglage"), max_length=300, required=False)
