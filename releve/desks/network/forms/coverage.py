"""What the coordinator types about the coverage: the knobs, a scenario, when to come back to an alarm."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from releve.desks.network.forms.fields import DayField
from releve.desks.network.forms.offices import PercentField
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.gap_chance import Assumptions

NOTICES = (("", _("celui de chaque engagement")), ("3", _("3 mois")), ("6", _("6 mois")), ("9", _("9 mois")))
NOTICE_CHOICES = (*NOTICES, ("12", _("12 mois")))


class WholeNumber(forms.IntegerField):
    """A small number of months, weeks or people."""

    def __init__(self, smallest: int, largest: int, **options: Any) -> None:
        super().__init__(min_value=smallest, max_value=largest, **options)
        self.widget.attrs["class"] = "input--short"


class CoverageKnobsForm(forms.Form):
    """Every default is a supposition: the network's own experience is worth more."""

    doctors_wanted = WholeNumber(
        1,
        20,
        label=_("Médecins voulus par demi-journée d’ouverture"),
        help_text=_("Le besoin : ce nombre, à chaque demi-journée où le cabinet ouvre."),
    )
    recruitment_months = WholeNumber(
        0,
        24,
        label=_("Durée habituelle d’une recherche (mois)"),
        help_text=_(
            "De l’appel à l’accord. Supposition : 3 à 9 mois, soit 6 (novembre 2026). Mettez votre expérience."
        ),
    )
    recruitment_spread_months = WholeNumber(
        0, 12, label=_("Plus ou moins (mois)"), help_text=_("3 pour une recherche de 3 à 9 mois.")
    )
    post_notice_months = WholeNumber(
        0,
        24,
        label=_("Préavis du poste actuel du médecin qui arrive (mois)"),
        help_text=_("Supposition : 1 mois, car la plupart viennent de remplacements courts (novembre 2026)."),
    )
    notice_chance = PercentField(
        label=_("Risque de départ anticipé, par mois (%)"),
        help_text=_("Supposition sans source : 2 %, soit un médecin sur cinq par an."),
    )
    extension_chance = PercentField(
        label=_("Chance qu’un engagement soit prolongé (%)"),
        help_text=_("Jusqu’à la durée maximale seulement. 0 : on ne compte pas sur ce qui n’est pas convenu."),
    )
    alarm_lead_months = WholeNumber(
        0,
        24,
        label=_("Alerter avant le dernier jour pour chercher (mois)"),
        help_text=_("Le réseau reçoit un e-mail et voit l’alerte sur sa vue d’ensemble."),
    )
    alarm_repeat_weeks = WholeNumber(1, 52, label=_("Rappeler toutes les (semaines)"))
    note = forms.CharField(
        label=_("D’où viennent ces réglages"),
        required=False,
        max_length=300,
        help_text=_("Par exemple : « nos trois derniers recrutements, 2024 à 2026 »."),
    )

    @classmethod
    def of(cls, knobs: CoverageKnobs, note: str) -> "CoverageKnobsForm":
        given = {name: getattr(knobs, name) for name in CoverageKnobs.__dataclass_fields__}
        chances = {name: round(given[name] * 100) for name in ("notice_chance", "extension_chance")}
        return cls(initial=given | chances | {"note": note})

    def knobs(self) -> CoverageKnobs:
        given = {name: self.cleaned_data[name] for name in CoverageKnobs.__dataclass_fields__}
        chances = {name: float(given[name]) for name in ("notice_chance", "extension_chance")}
        return CoverageKnobs(**(given | chances))


class ScenarioForm(forms.Form):
    """« Et si » : nothing of it is stored."""

    notice = forms.ChoiceField(label=_("Préavis"), choices=NOTICE_CHOICES, required=False)
    search = WholeNumber(0, 24, label=_("Recherche habituelle (mois)"))
    spread = WholeNumber(0, 12, label=_("Plus ou moins (mois)"))
    risk = PercentField(label=_("Départ anticipé, par mois (%)"))
    ahead = WholeNumber(
        0,
        24,
        label=_("Chercher avant une fin convenue (mois)"),
        help_text=_("Jamais moins que le préavis."),
    )
    overlap = WholeNumber(0, 6, label=_("Recouvrement (mois)"), help_text=_("Qui arrive commence avant le départ."))
    leads = WholeNumber(1, 5, label=_("Candidats suivis à chaque recherche"))

    @classmethod
    def asked(cls, given: Any, knobs: CoverageKnobs) -> "ScenarioForm":
        """Return the form as it was sent; before that, with the network's own knobs."""
        start = Assumptions.of(knobs)
        initial = {
            "notice": "",
            "search": knobs.recruitment_months,
            "spread": knobs.recruitment_spread_months,
            "risk": round(knobs.notice_chance * 100),
            "ahead": start.look_ahead,
            "overlap": start.overlap,
            "leads": start.n_leads,
        }
        return cls(initial | {name: given[name] for name in initial if name in given})

    def assumptions(self, knobs: CoverageKnobs) -> Assumptions:
        given = self.cleaned_data
        return replace(
            Assumptions.of(knobs),
            notice=int(given["notice"]) if given["notice"] else None,
            shortest_search=max(0, given["search"] - given["spread"]),
            longest_search=given["search"] + given["spread"],
            notice_chance=float(given["risk"]),
            look_ahead=given["ahead"],
            overlap=given["overlap"],
            n_leads=given["leads"],
        )


class AcknowledgeForm(forms.Form):
    look_again_on = DayField(label=_("Y revenir le"), help_text=_("D’ici là, aucun rappel."))
