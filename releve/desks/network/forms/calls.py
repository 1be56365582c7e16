"""What the coordinator types to publish a call for a gap."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField, choose
from releve.pipeline.rota.handover import Gap
from releve.shared.half_days import Half
from releve.shared.words import day_words

END_OF_THE_DAY = time(20, 0)


def half_day_value(day: date, half: Half) -> str:
    """Return what a half-day's box sends: « 2026-12-07-am »."""
    return f"{day:%Y-%m-%d}-{half}"


def read_half_day(value: str) -> tuple[date, Half]:
    return date.fromisoformat(value[:10]), Half(value[11:])


class CallForm(forms.Form):
    half_days = forms.TypedMultipleChoiceField(
        label=_("Demi-journées"),
        coerce=read_half_day,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une demi-journée.")},
    )
    replaced = forms.TypedChoiceField(
        label=_("Médecin remplacé"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_(
            "Sans médecin remplacé, seuls ceux qui ont un engagement dans ce cabinet peuvent répondre. "
            "Le médecin remplacé est absent et cesse toute activité libérale."
        ),
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Lu par tous ceux que vous appelez. Rien sur la santé de quelqu’un."),
    )
    until = DayField(label=_("Valable jusqu’au"), help_text=_("Ce jour-là, 20 h."))
    publishes_shifts = forms.TypedChoiceField(
        label=_("Dès qu’une demi-journée est prise"),
        choices=[
            ("yes", _("ouvrir ses rendez-vous aux patients")),
            ("no", _("la poser en brouillon : vous la publiez")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, *args: Any, gaps: Iterable[Gap], replaceable: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        halves = {Half.MORNING: _("%(day)s, matin"), Half.AFTERNOON: _("%(day)s, après-midi")}
        choose(
            self,
            "half_days",
            [(half_day_value(gap.day, gap.half), halves[gap.half] % {"day": day_words(gap.day)}) for gap in gaps],
        )
        choose(self, "replaced", [("", _("personne")), *replaceable])
