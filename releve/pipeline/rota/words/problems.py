"""What a problem file is refused for, in French: where, which value, what to do."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from releve.pipeline.offices.models import HalfDay
from releve.pipeline.rota.engine.format import Fault, ProblemRefused, PromisesBeyondRooms
from releve.pipeline.rota.engine.format.refusals import shown
from releve.pipeline.rota.engine.problem import Assignment, Problem
from releve.pipeline.rota.rules.plans import half_day_at
from releve.pipeline.rota.words.rules import BROKEN
from releve.shared.words import day_words

WANTED: dict[str, str | Promise] = {
    "object": gettext_lazy("un objet { }"),
    "list": gettext_lazy("une liste [ ]"),
    "whole": gettext_lazy("un nombre entier"),
    "number": gettext_lazy("un nombre"),
    "text": gettext_lazy("un texte"),
    "flag": gettext_lazy("true ou false"),
    "four": gettext_lazy("quatre valeurs : personne, lieu, semaine, demi-journée"),
}
SENTENCES: dict[Fault, str | Promise] = {
    Fault.NOT_JSON: gettext_lazy("Ce n’est pas du JSON (%(value)s). Vérifiez les virgules et les guillemets."),
    Fault.WRONG_TYPE: gettext_lazy("« %(value)s » : il faut %(wanted)s."),
    Fault.UNKNOWN_KEY: gettext_lazy("Clé inconnue « %(value)s ». Corrigez-la ou retirez-la ; possibles : %(allowed)s."),
    Fault.MISSING_KEY: gettext_lazy("Il manque la clé « %(value)s ». Ajoutez-la."),
    Fault.KEY_TWICE: gettext_lazy("La clé « %(value)s » est écrite deux fois dans un même objet. Gardez-en une."),
    Fault.OUT_OF_RANGE: gettext_lazy("%(value)s : donnez un nombre de %(least)s à %(most)s."),
    Fault.NO_CHOICE: gettext_lazy("« %(value)s » : choisissez parmi %(allowed)s."),
    Fault.EMPTY_TEXT: gettext_lazy("Ce texte est vide. Écrivez-le."),
    Fault.OTHER_FORMAT: gettext_lazy("Le format est « %(value)s ». Il faut « %(wanted)s »."),
    Fault.NEWER_VERSION: gettext_lazy(
        "Ce fichier est de la version %(value)s du format ; ce programme lit la version %(wanted)s. "
        "Mettez Relève à jour."
    ),
    Fault.UNKNOWN_VERSION: gettext_lazy(
        "« %(value)s » n’est pas une version du format. Écrivez %(wanted)s, sans guillemets."
    ),
    Fault.NO_DATE: gettext_lazy("« %(value)s » n’est pas une date. Écrivez année-mois-jour : 2027-01-04."),
    Fault.NO_MONDAY: gettext_lazy("Le %(value)s n’est pas un lundi. La période commence un lundi."),
    Fault.NOT_HALF: gettext_lazy("%(value)s : donnez un nombre entier de demi-journées, ou un nombre et demi (4.5)."),
    Fault.UNKNOWN_WORKER: gettext_lazy("Personne ne s’appelle « %(value)s » dans workers. Corrigez le nom."),
    Fault.UNKNOWN_PLACE: gettext_lazy("Aucun lieu ne s’appelle « %(value)s » dans places. Corrigez le nom."),
    Fault.TWICE: gettext_lazy("« %(value)s » est donné deux fois. Gardez-en un."),
    Fault.OUTSIDE_HORIZON: gettext_lazy(
        "La semaine %(value)s n’existe pas : il y en a %(n_weeks)s, à partir de 0. Corrigez-la ou retirez-la."
    ),
    Fault.WEEKS_MIXED_UP: gettext_lazy(
        "L’engagement de %(name)s finit (%(value)s) avant de commencer (%(first_week)s). Échangez les deux semaines."
    ),
    Fault.ABOVE_WANTED: gettext_lazy("Le minimum (%(value)s) dépasse le nombre souhaité (%(wanted)s). Baissez-le."),
    Fault.ABOVE_MAXIMUM: gettext_lazy(
        "%(name)s promet %(value)s demi-journées par semaine et n’en fait pas plus de %(most)s. Changez l’un des deux."
    ),
    Fault.FOLLOWS_HERSELF: gettext_lazy(
        "« %(value)s » ne peut pas se succéder à elle-même. Nommez une autre personne."
    ),
    Fault.LOCKED_BREAKS: gettext_lazy(
        "Demi-journée à garder (%(value)s) contre une règle : %(rule)s. Retirez-la de locked, "
        "ou changez ce qui s’y oppose."
    ),
    Fault.LOCKED_FORBIDDEN: gettext_lazy(
        "La même demi-journée (%(value)s) est à garder et écartée. Retirez-la de locked ou de forbidden."
    ),
    Fault.FROZEN_BREAKS: gettext_lazy(
        "Les demi-journées publiées ne vont plus ensemble (%(value)s) : %(rule)s. "
        "Avancez frozen_before, ou changez ce qui s’y oppose."
    ),
    Fault.NOT_EXPRESSIBLE: gettext_lazy(
        "Le format des réseaux d’essai ne sait pas dire cela. Utilisez celui de Relève."
    ),
}


def refusal_sentence(refusal: ProblemRefused, first_monday: date | None = None) -> str:
    """Return « $.places[0].rooms : -1 : donnez un nombre de 0 à 1000. »

    With the first Monday, half-days are told as dates.
    """
    values = refusal.values
    violation = values.get("violation")
    wanted = values.get("wanted")
    said = {
        **values,
        "value": _value(refusal.value, first_monday),
        "wanted": str(WANTED.get(wanted, wanted)) if isinstance(wanted, str) else wanted,
        "allowed": ", ".join(map(str, values.get("allowed", ()))),
        "rule": str(BROKEN[violation.rule]) if violation else "",
    }
    return _("%(path)s : %(why)s") % {"path": refusal.path, "why": str(SENTENCES[refusal.fault]) % said}


def promises_sentence(found: PromisesBeyondRooms, problem: Problem) -> str:
    """Return what is promised beyond the rooms, and what to do."""
    places = {place.id: place.name for place in problem.places}
    return ngettext(
        "%(places)s : %(n)d personne a promis %(promised)s demi-journées, les salles en tiennent %(held)d. "
        "Ouvrez une salle ou une demi-journée, ou baissez la promesse.",
        "%(places)s : %(n)d personnes ont promis %(promised)s demi-journées, les salles en tiennent %(held)d. "
        "Ouvrez une salle ou une demi-journée, ou baissez une promesse.",
        len(found.workers),
    ) % {
        "places": shown(", ".join(places[place] for place in found.places)),
        "n": len(found.workers),
        "promised": f"{found.promised:g}".replace(".", ","),
        "held": found.held,
    }


def _value(value: object, first_monday: date | None) -> str:
    if isinstance(value, Assignment) and first_monday:
        day, half = half_day_at(value.week, value.slot, first_monday)
        said = {"worker": value.worker, "place": value.place, "day": day_words(day, with_year=True)}
        return _("%(worker)s à %(place)s, %(day)s, %(half)s") % (said | {"half": HalfDay(half).label})
    if isinstance(value, Assignment):
        return _("%(worker)s à %(place)s, semaine %(week)d, demi-journée %(slot)d") % value._asdict()
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else shown(value)
