"""What a legal route needs and forbids, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.rules.routes import Answer, Demand, Need
from releve.pipeline.commitments.words.promises import RULE_TEXTS
from releve.shared.words import date_words

Text = str | LazyText

NEEDS: Mapping[Need, Text] = {
    Need.SITE_DECLARED_IN_TIME: _("Déclaration de site distinct reçue par l’Ordre deux mois avant le premier jour"),
    Need.SITE_NOT_OPPOSED: _("Aucune opposition de l’Ordre dans les deux mois"),
    Need.ON_THE_ROLL_HERE: _("Inscription au tableau de l’Ordre, à l’adresse du cabinet"),
    Need.REPLACED_DOCTOR_NAMED: _("Un médecin installé est remplacé, et nommé"),
    Need.REPLACED_DOCTOR_STOPS: _("Le médecin remplacé cesse toute activité libérale pendant ce temps"),
    Need.LICENCE_VALID: _("Licence de remplacement valable"),
    Need.CONTRACT_BEFORE_START: _("Contrat de remplacement envoyé à l’Ordre avant le premier jour"),
    Need.LOCAL_CEILING: _("Plafond local des remplacements réguliers"),
    Need.NO_TREATING_DOCTOR: _("Ne peut pas être médecin traitant"),
    Need.NO_LICENCE_HOLDER: _("Deux médecins inscrits au tableau : pas de licence de remplacement"),
    Need.COLLABORATION_TERMS: _("Le contrat dit durée, redevance, patientèle personnelle et préavis"),
    Need.SOMEONE_INSTALLED: _("Un médecin installé exerce dans le cabinet : jamais seul"),
    Need.ASSISTANT_CASE: _("Zone sous-dotée, afflux constaté par le préfet ou carence constatée par l’Ordre"),
    Need.SUPERVISOR_NAMED: _("Un maître de stage universitaire est nommé"),
    Need.STAGE_LENGTH: _("Six mois de stage, renouvelables une fois"),
    Need.NO_AGREEMENT_ALONE: _("Ne signe pas seul la convention du cabinet"),
    Need.WRITTEN_CONTRACT: _("Contrat écrit et signé"),
    Need.NO_COMPETITION: _("Pas de remplacement de 90 jours ou plus à proximité depuis deux ans, ou un accord"),
    Need.SAME_BUILDING: _("Accord des médecins déjà dans l’immeuble"),
}
ANSWERS: Mapping[Answer, tuple[Text, str]] = {
    Answer.MET: (_("oui"), "chip--good"),
    Answer.LACKING: (_("manque"), "chip--bad"),
    Answer.TO_CHECK: (_("à vérifier"), "chip--warn"),
    Answer.REMEMBER: (_("à savoir"), "chip--info"),
}


@dataclass(frozen=True, slots=True)
class DemandLine:
    demand: Demand

    @property
    def words(self) -> Text:
        return NEEDS[self.demand.need]

    @property
    def answer(self) -> Text:
        return ANSWERS[self.demand.answer][0]

    @property
    def chip(self) -> str:
        return ANSWERS[self.demand.answer][1]

    @property
    def rule(self) -> str:
        return self.demand.rule

    @property
    def source(self) -> Text:
        return RULE_TEXTS[self.demand.rule]

    @property
    def until(self) -> str:
        """Return the day that belongs to it, if any."""
        return date_words(self.demand.until) if self.demand.until else ""
