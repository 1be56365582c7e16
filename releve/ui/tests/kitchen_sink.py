"""One page with every component, for the tests here and for the browser's."""

from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template import engines

from releve.ui.forms import BirthDateInput, CodeInput, DayInput, PhoneInput

PAGE = Path(__file__).parent / "templates" / "kitchen_sink.html"


class EveryField(forms.Form):
    name = forms.CharField(label="Nom de naissance")
    born_on = forms.DateField(label="Date de naissance", help_text="Par exemple 05/03/1961", widget=BirthDateInput)
    phone = forms.CharField(label="Téléphone portable", required=False, widget=PhoneInput)
    day = forms.DateField(label="À partir du", widget=DayInput)
    whom = forms.ChoiceField(
        label="Pour qui est le rendez-vous\u202f?",
        choices=[("oneself", "Pour moi"), ("child", "Pour mon enfant"), ("relative", "Pour un proche")],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label="Jours possibles",
        choices=[("1", "Lundi"), ("2", "Mardi")],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    doctor = forms.ChoiceField(label="Médecin", choices=[("", "Peu importe"), ("1", "Dr Inès Benali")], required=False)
    note = forms.CharField(label="Précision", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    code = forms.CharField(label="Code reçu", help_text="Six chiffres", widget=CodeInput)
    reminder = forms.BooleanField(label="Me rappeler la veille", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def kitchen_sink(request: HttpRequest, layout: str, **more: Any) -> str:
    with_errors = EveryField({"born_on": "31/02/1961", "whom": "nobody"}, auto_id="wrong_%s")
    with_errors.add_error(None, "Cette personne a déjà un rendez-vous à cette heure.")
    context = {
        "layout": layout,
        "form": EveryField(initial={"whom": "oneself"}),
        "form_with_errors": with_errors,
        "crumbs": [{"label": "Accueil", "url": "/"}, {"label": "Composants"}],
        "tabs": [
            {"label": "Jour", "url": "#", "is_current": True, "count": 42},
            {"label": "Semaine", "url": "#", "is_current": False, "count": None},
        ],
        "days": ["Lundi 23", "Mardi 24", "Mercredi 25", "Jeudi 26", "Vendredi 27"],
        "times": ["9 h 10", "9 h 30", "14 h"],
        "rooms": ["Salle 1", "Salle 2"],
        "doctors": ["Dr Inès Benali", "Dr Hugo Costa", "Dr Anne Roussel"],
        "statuses": ["booked", "arrived", "in_consultation", "seen", "excused", "cancelled", "no_show", "held"],
        "desk_nav": [
            {"label": "Aujourd’hui", "url": "#", "is_current": True},
            {"label": "Prendre un rendez-vous", "url": "#", "is_current": False},
            {"label": "Patients", "url": "#", "is_current": False},
            {
                "label": "Réglages",
                "is_current": False,
                "entries": [{"label": "Motifs", "url": "#", "is_current": False}],
            },
        ]
        if layout == "ui/desk.html"
        else [],
        **more,
    }
    return engines["django"].from_string(PAGE.read_text(encoding="utf-8")).render(context, request)
