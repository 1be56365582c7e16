"""The engine's rules in the words of the person who reads the rota."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releve.pipeline.offices.models import HalfDay
from releve.pipeline.rota.engine.checker import Rule, Term, Violation
from releve.pipeline.rota.engine.problem import Cell, Problem
from releve.pipeline.rota.rules.plans import half_day_at
from releve.shared.words import day_words

BROKEN: dict[Rule, str | Promise] = {
    Rule.UNKNOWN_WORKER: gettext_lazy("un médecin du planning n’a plus d’engagement"),
    Rule.UNKNOWN_PLACE: gettext_lazy("un cabinet du planning n’existe plus"),
    Rule.UNKNOWN_CELL: gettext_lazy("une demi-journée est hors de la période"),
    Rule.TWICE: gettext_lazy("une demi-journée est comptée deux fois"),
    Rule.NOT_HER_PLACE: gettext_lazy("pas d’engagement dans ce cabinet"),
    Rule.NOT_OPEN: gettext_lazy("le cabinet n’ouvre pas"),
    Rule.CLOSED: gettext_lazy("le cabinet est fermé"),
    Rule.OUTSIDE_WINDOW: gettext_lazy("hors de l’engagement"),
    Rule.ON_LEAVE: gettext_lazy("médecin absent"),
    Rule.ABSENT: gettext_lazy("médecin absent, ou pris ailleurs"),
    Rule.CANNOT: gettext_lazy("le médecin ne peut pas"),
    Rule.ONE_PLACE_A_CELL: gettext_lazy("deux cabinets à la fois"),
    Rule.ROOMS: gettext_lazy("plus de salle libre"),
    Rule.HALF_DAYS_A_WEEK: gettext_lazy("plus de demi-journées que promis dans la semaine"),
    Rule.DAYS_A_WEEK: gettext_lazy("trop de jours dans la semaine"),
    Rule.CONSECUTIVE_DAYS: gettext_lazy("trop de jours de suite"),
    Rule.SATURDAYS: gettext_lazy("trop de samedis"),
    Rule.TRAVEL: gettext_lazy("deux cabinets trop éloignés le même jour"),
    Rule.LOCKED: gettext_lazy("une vacation à garder manque"),
    Rule.FORBIDDEN: gettext_lazy("demi-journée annulée à la main, ou d’un autre cabinet"),
    Rule.FROZEN: gettext_lazy("trop tôt pour changer cette demi-journée"),
}
TERMS: dict[Term, str | Promise] = {
    Term.UNDER_MINIMUM: gettext_lazy("Demi-journées sans médecin"),
    Term.UNDER_WANTED: gettext_lazy("Moins de médecins que souhaité"),
    Term.DEVIATION: gettext_lazy("Écarts aux demi-journées promises"),
    Term.WORKER_PLACE: gettext_lazy("Médecins par cabinet"),
    Term.WORKER_PLACE_SLOT: gettext_lazy("Demi-journées différentes d’une semaine à l’autre"),
    Term.TWO_PLACES_A_DAY: gettext_lazy("Deux cabinets le même jour"),
    Term.WISHES: gettext_lazy("Souhaits non suivis"),
    Term.DISLIKES: gettext_lazy("Demi-journées peu appréciées"),
    Term.NEWCOMER_ALONE: gettext_lazy("Nouveau médecin seul"),
    Term.OVERLAP_MISSING: gettext_lazy("Passages de relais manquants"),
    Term.UNLOVED_UNFAIR: gettext_lazy("Partage des demi-journées peu aimées"),
    Term.WITHOUT_RECEPTION: gettext_lazy("Consultations sans accueil"),
    Term.CHANGE: gettext_lazy("Changements par rapport à l’existant"),
}


def broken_rule_in_words(violation: Violation, problem: Problem) -> str:
    """Return « Dr Leïla Benali, mardi 8 décembre matin : médecin absent »."""
    worker = next((worker for worker in problem.workers if worker.id == violation.worker), None)
    parts = [worker.name] if worker else []
    if violation.cells:
        parts.append(cell_in_words(problem, violation.cells[0]))
    elif violation.places:
        parts += [place.name for place in problem.places if place.id == violation.places[0]]
    why = str(BROKEN[violation.rule])
    return _("%(who)s : %(why)s") % {"who": ", ".join(parts), "why": why} if parts else why


def cell_in_words(problem: Problem, cell: Cell) -> str:
    """Return « mardi 8 décembre matin »."""
    day, half = half_day_at(cell.week, cell.slot, problem.first_monday)
    return f"{day_words(day)} {HalfDay(half).label}"
