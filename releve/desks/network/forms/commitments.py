"""The promise of a doctor: legal route with its conditions, terms, and the weekly pattern as a grid."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField, choose
from releve.pipeline.commitments.handover import Act, PatternHalfDay
from releve.pipeline.commitments.handover import Weeks as WeeksHandedOver
from releve.pipeline.commitments.models import Route, Weeks
from releve.pipeline.offices.models import HalfDay, Weekday
from releve.shared.half_days import HALVES, Half

# ORD-06, with the conditions of ORD-01, ORD-02, ORD-08, ORD-12, ORD-13 and ORD-14: information for people who decide,
# never a block (domain.md, « Reading advice »).
CONDITIONS = {
    Route.PRINCIPAL_PRACTICE: _("Le médecin est inscrit au tableau de l’Ordre à l’adresse de ce cabinet."),
    Route.DISTINCT_SITE: _(
        "Le médecin exerce déjà ailleurs. Sa déclaration parvient au conseil départemental au plus tard deux mois "
        "avant le premier jour ; le conseil a deux mois pour s’y opposer."
    ),
    Route.REPLACEMENT: _(
        "Le médecin remplace, pour un temps, un médecin installé et nommé, qui cesse alors toute activité libérale. "
        "Un cabinet sans médecin installé n’a personne à remplacer."
    ),
    Route.LIBERAL_COLLABORATOR: _(
        "Entre deux médecins inscrits au tableau, de même discipline. Le contrat écrit dit la durée, la redevance, le "
        "temps laissé pour une patientèle propre et le préavis. Pas avec une licence de remplacement."
    ),
    Route.ASSISTANT: _(
        "Un étudiant assiste un médecin installé : zone sous-dotée, afflux constaté par le préfet ou carence constatée "
        "par l’Ordre. Jamais seul dans un cabinet vide."
    ),
    Route.JUNIOR_DOCTOR: _(
        "Interne de quatrième année, en autonomie supervisée par un maître de stage universitaire ; stage de six mois, "
        "renouvelable une fois."
    ),
}

EMPTY_PATTERN = _("Semaine type : cochez au moins une demi-journée. Sans elle, rien ne peut être posé.")


def route_choices() -> list[tuple[str, str]]:
    """Return every route with its conditions under its name."""
    return [
        (
            value,
            format_html('<span>{}<span class="choice__note">{}</span></span>', label, CONDITIONS[Route(value)]),
        )
        for value, label in Route.choices
    ]


class PatternGrid:
    """The week's half-days as checkboxes, each with the weeks in which it is worked."""

    def __init__(self, data: Any = None, pattern: Iterable[PatternHalfDay] = ()) -> None:
        self.data = data
        self.initial = {(part.weekday, part.half): str(part.weeks) for part in pattern}

    def rows(self) -> Iterator[dict[str, Any]]:
        for weekday, label in Weekday.choices:
            yield {"label": label, "cells": [self._cell(weekday, str(label), half) for half in HALVES]}

    def weeks_choices(self) -> list[tuple[str, str]]:
        """Return short words: the cell's own label names the half-day."""
        short = {Weeks.EVERY: _("toutes"), Weeks.ODD: _("impaires"), Weeks.EVEN: _("paires")}
        return [(value, str(label)) for value, label in short.items()]

    def chosen(self) -> tuple[PatternHalfDay, ...]:
        """Return the ticked half-days; an unknown word for the weeks means every week."""
        return tuple(
            PatternHalfDay(weekday, half, self._weeks(weekday, half))
            for weekday, _label in Weekday.choices
            for half in HALVES
            if self._is_ticked(weekday, half)
        )

    def _cell(self, weekday: int, label: str, half: Half) -> dict[str, Any]:
        return {
            "name": f"pattern-{weekday}-{half}",
            "half_label": HalfDay(half).label,
            "label": f"{label} {HalfDay(half).label}",
            "is_ticked": self._is_ticked(weekday, half),
            "weeks": self._weeks(weekday, half),
        }

    def _is_ticked(self, weekday: int, half: Half) -> bool:
        if self.data is None:
            return (weekday, half) in self.initial
        return f"pattern-{weekday}-{half}" in self.data

    def _weeks(self, weekday: int, half: Half) -> WeeksHandedOver:
        if self.data is None:
            word = self.initial.get((weekday, half), Weeks.EVERY)
        else:
            word = self.data.get(f"pattern-{weekday}-{half}-weeks", Weeks.EVERY)
        return WeeksHandedOver(word) if word in Weeks.values else WeeksHandedOver.EVERY


class LastDayForm(forms.Form):
    ends_on = DayField(
        label=_("Dernier jour convenu"), required=False, help_text=_("Vide : jusqu’au terme de la durée maximale.")
    )


def half_days_field() -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Demi-journées par semaine"),
        min_value=0.5,
        max_value=12,
        max_digits=3,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input--short"}),
        help_text=_("0,5 : une demi-journée toutes les deux semaines."),
    )


class PatternForm(forms.Form):
    """The weekly pattern of a commitment that exists."""

    half_days_per_week = half_days_field()

    def __init__(self, *args: Any, pattern: Iterable[PatternHalfDay], **options: Any) -> None:
        super().__init__(*args, **options)
        self.grid = PatternGrid(self.data if self.is_bound else None, pattern)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.grid.chosen():
            self.add_error(None, EMPTY_PATTERN)
        return given


class CommitmentForm(forms.Form):
    first_act = forms.ChoiceField(
        label=_("Où en est-il ?"),
        required=False,
        choices=[
            ("", _("Convenu, ou déjà en cours si son premier jour est passé")),
            (Act.AGREE, _("Convenu, et son arrivée se suit depuis le début")),
            (Act.PROPOSE, _("Proposé seulement : rien n’est encore convenu")),
        ],
    )
    office = forms.TypedChoiceField(
        label=_("Cabinet"), coerce=int, error_messages={"required": _("Choisissez un cabinet.")}
    )
    route = forms.ChoiceField(
        label=_("Cadre d’exercice"),
        choices=route_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez le cadre d’exercice : c’est lui qui dit les démarches à faire.")},
    )
    replaced_doctor_name = forms.CharField(
        label=_("Médecin remplacé"), max_length=120, required=False, help_text=_("Pour un remplacement seulement.")
    )
    supervisor_name = forms.CharField(
        label=_("Maître de stage"), max_length=120, required=False, help_text=_("Pour un docteur junior seulement.")
    )
    starts_on = DayField(label=_("Premier jour"))
    ends_on = DayField(
        label=_("Dernier jour convenu"), required=False, help_text=_("Vide : jusqu’au terme de la durée maximale.")
    )
    half_days_per_week = half_days_field()
    minimum_term_months = forms.IntegerField(label=_("Durée minimale (mois)"), min_value=0, max_value=120, initial=12)
    maximum_term_months = forms.IntegerField(label=_("Durée maximale (mois)"), min_value=1, max_value=240, initial=24)
    notice_months = forms.IntegerField(
        label=_("Préavis (mois)"),
        min_value=0,
        max_value=60,
        initial=6,
        help_text=_("Mois du calendrier : 31 août + 6 mois est le dernier jour de février."),
    )

    def __init__(self, *args: Any, offices: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        known = list(offices)
        choose(self, "office", known if len(known) == 1 else [("", _("Choisissez un cabinet")), *known])
        self.grid = PatternGrid(self.data if self.is_bound else None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self._check_route(given)
        self._check_terms(given)
        return given

    def _check_route(self, given: dict[str, Any]) -> None:
        route = given.get("route")
        if route == Route.REPLACEMENT and not given.get("replaced_doctor_name"):
            message = _(
                "Un remplacement suppose un médecin installé à remplacer : indiquez son nom, ou choisissez un autre "
                "cadre."
            )
            self.add_error("replaced_doctor_name", message)
        if route == Route.JUNIOR_DOCTOR and not given.get("supervisor_name"):
            message = _("Un docteur junior exerce sous la responsabilité d’un maître de stage : indiquez son nom.")
            self.add_error("supervisor_name", message)

    def _check_terms(self, given: dict[str, Any]) -> None:
        starts_on, ends_on = given.get("starts_on"), given.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Le dernier jour vient après le premier."))
        shortest, longest = given.get("minimum_term_months"), given.get("maximum_term_months")
        if shortest is not None and longest is not None and longest < shortest:
            self.add_error("maximum_term_months", _("La durée maximale est au moins égale à la durée minimale."))
        if not self.grid.chosen():
            self.add_error(None, EMPTY_PATTERN)
