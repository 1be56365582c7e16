"""Why somebody may start on a day and not sooner, and what is lacking, in the words of the coordinator."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.rules.candidates import Reason, Why
from releve.shared.words import date_words

DATED: dict[Why, str | Promise] = {
    Why.TODAY: _("rien ne s’y oppose dès aujourd’hui"),
    Why.AVAILABLE: _("disponible à partir du %(day)s"),
    Why.PRESENT_NOTICE: _("préavis de son poste actuel : libre le %(day)s"),
    Why.SITE_DECLARATION: _("deux mois après la réception de sa déclaration par l’Ordre : %(day)s"),
    Why.REGISTRATION: _("inscription au tableau, deux à trois mois : %(day)s"),
    Why.THESIS: _("soutenance de thèse le %(day)s"),
    Why.NO_COMPETITION: _("a remplacé à proximité, deux ans sans s’y installer : libre le %(day)s"),
    Why.SHORTAGE: _("zone sous-dotée, afflux ou carence constatés : à vérifier avec l’Ordre"),
    Why.LICENCE_FROM: _("licence de remplacement valable à partir du %(day)s"),
    Why.REPLACED_AWAY: _("le médecin remplacé s’absente à partir du %(day)s"),
    Why.JUNIOR_STAGE: _("prochain stage de novembre : %(day)s"),
}
LACKING: dict[Why, str | Promise] = {
    Why.NO_THESIS: _("thèse à soutenir : notez la date prévue"),
    Why.NOBODY_TO_REPLACE: _("personne à remplacer : aucun médecin installé n’y est noté absent"),
    Why.NO_LICENCE: _("pas de licence de remplacement valable : notez ses dates"),
    Why.LICENCE_ENDS_BEFORE: _("la licence de remplacement finit avant : faites-la renouveler"),
    Why.NOBODY_INSTALLED: _("aucun médecin installé dans ce cabinet"),
    Why.NOT_A_STUDENT: _("réservé aux étudiants avec licence"),
    Why.NOT_A_JUNIOR: _("réservé aux docteurs juniors"),
    Why.NO_SUPERVISOR: _("maître de stage à nommer"),
}


def reason_words(reason: Reason) -> str:
    """Return one reason as a sentence's part (« préavis de son poste actuel : libre le 1er mars 2027 »)."""
    if reason.not_before is None:
        return str(LACKING[reason.why])
    return str(DATED[reason.why]) % {"day": date_words(reason.not_before)}


def rules_words(reason: Reason) -> str:
    """Return the rules behind it (« ORD-01, ORD-02 »), or nothing for what is no rule of the Ordre."""
    return ", ".join(rule for rule in reason.rules if not rule.startswith("§"))
