"""The acts of a promise as forms: each with its proved date, the proof, and what it changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.commitments import half_days_field
from releve.desks.network.forms.fields import DayField, choose
from releve.pipeline.commitments.handover import Act
from releve.pipeline.commitments.words.promises import DATE_LABELS


def _months(label: Any, **options: Any) -> forms.IntegerField:
    given = {"min_value": 0, "max_value": 240} | options
    return forms.IntegerField(label=label, widget=forms.NumberInput(attrs={"class": "input--short"}), **given)


class ActForm(forms.Form):
    """Date, proof, note: what every act has."""

    happened_on = DayField(help_text=_("La date de l’accusé de réception ou de la signature : les délais en partent."))
    proof = forms.CharField(
        label=_("Preuve"), max_length=200, required=False, help_text=_("Recommandé n° …, e-mail du …, original signé.")
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lue par le réseau. Jamais de raison médicale ni familiale."),
    )

    def __init__(self, *args: Any, act: Act, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["happened_on"].label = str(DATE_LABELS[act])


class ExtendForm(ActForm):
    ends_on = DayField(label=_("Nouveau dernier jour"))
    maximum_term_months = _months(_("Durée maximale (mois)"), min_value=1)
    field_order = ("happened_on", "ends_on", "maximum_term_months")


class AmendForm(ActForm):
    starts_on = DayField(label=_("Premier jour"))
    ends_on = DayField(
        label=_("Dernier jour convenu"), required=False, help_text=_("Vide : jusqu’au terme de la durée maximale.")
    )
    half_days_per_week = half_days_field()
    valid_from = DayField(
        label=_("Demi-journées à partir du"),
        required=False,
        help_text=_("Vide : dès aujourd’hui. Les autres termes changent tout de suite."),
    )
    minimum_term_months = _months(_("Durée minimale (mois)"))
    maximum_term_months = _months(_("Durée maximale (mois)"), min_value=1)
    notice_months = _months(_("Préavis (mois)"), max_value=60)
    # Every term is sent, seen or not: a form left open would undo what was agreed on meanwhile.
    seen_act = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = (
        "happened_on",
        "starts_on",
        "ends_on",
        "half_days_per_week",
        "valid_from",
        "minimum_term_months",
        "maximum_term_months",
        "notice_months",
    )


class NoticeForm(ActForm):
    last_on = DayField(label=_("Dernier jour"), required=False)
    is_agreed = forms.BooleanField(
        label=_("Départ plus tôt convenu entre les deux"),
        required=False,
        help_text=_("Avant la fin du préavis ou de la durée minimale."),
    )
    is_exempt = forms.BooleanField(
        label=_("Dispense légale des six mois"),
        required=False,
        help_text=_("Santé, proche aidant, grossesse, interdiction, liquidation : ne dites pas laquelle."),
    )
    field_order = ("happened_on", "last_on", "is_agreed", "is_exempt")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["last_on"].help_text = _(
            "Vide : préavis en mois du calendrier à partir de l’annonce, et pas avant la fin de la durée minimale."
        )


class PapersForm(forms.Form):
    """What the legal route asks to know."""

    replaced_doctor_name = forms.CharField(
        label=_("Médecin remplacé"), max_length=120, required=False, help_text=_("Pour un remplacement seulement.")
    )
    replaced_doctor = forms.TypedChoiceField(
        label=_("Médecin remplacé, s’il est du réseau"), required=False, coerce=int, empty_value=None
    )
    supervisor_name = forms.CharField(
        label=_("Maître de stage"), max_length=120, required=False, help_text=_("Pour un docteur junior seulement.")
    )
    licence_until = DayField(
        label=_("Licence de remplacement valable jusqu’au"), required=False, help_text=_("Toujours un 15 novembre.")
    )
    replaced_nearby_days = forms.IntegerField(
        label=_("Jours de remplacement à proximité"),
        required=False,
        min_value=0,
        max_value=731,
        widget=forms.NumberInput(attrs={"class": "input--short"}),
        help_text=_("Dans les deux ans d’avant, tous remplacements d’un même médecin ou groupe comptés. 0 : aucun."),
    )
    replaced_nearby_until = DayField(label=_("Dernier jour de ces remplacements"), required=False)

    def __init__(self, *args: Any, doctors: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "replaced_doctor", [("", _("Aucun")), *doctors])


class MarkForm(forms.Form):
    """That a deadline was met."""

    kind = forms.CharField(max_length=30)
    due_on = forms.DateField()
    done_on = DayField(label=_("Fait le"))
    proof = forms.CharField(label=_("Preuve"), max_length=200, required=False)
    is_not_needed = forms.BooleanField(label=_("Sans objet ici"), required=False)


class ReminderForm(forms.Form):
    early_days = _months(_("Premier rappel (jours avant)"), min_value=1, max_value=365)
    late_days = _months(_("Deuxième rappel (jours avant)"), max_value=364)
    repeat_days = _months(_("Puis, en retard, tous les (jours)"), min_value=1, max_value=90)
