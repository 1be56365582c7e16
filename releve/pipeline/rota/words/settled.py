"""Why there is no rota at all: which half-day that must stay breaks which rule, and what to do."""

from django.utils.translation import gettext as _

from releve.pipeline.rota.engine.checker import Violation
from releve.pipeline.rota.engine.format import ProblemRefused
from releve.pipeline.rota.engine.format.consistency import refuse_settled
from releve.pipeline.rota.engine.format.refusals import shown
from releve.pipeline.rota.engine.problem import Cell, Problem
from releve.pipeline.rota.rules.plans import half_day_at
from releve.pipeline.rota.words.rules import BROKEN, cell_in_words
from releve.shared.words import date_words

# A plan keeps 600 with the remedy, in any language.
MOST_CHARACTERS = 350


def no_rota_sentence(problem: Problem, violation: Violation | None = None) -> str:
    """Return, for the coordinator, who, where, when, the rule and the remedy; the violation is looked for if not given.

    It fits whatever the names: a plan keeps it as the cause of its failure.
    """
    what = _what_breaks(problem, violation or _found(problem))
    return _(
        "Des vacations à garder (modifiées à la main, publiées ou réservées) empêchent tout planning. %(what)s. "
        "Changez ou annulez l’une d’elles, puis dessinez de nouveau."
    ) % {"what": what[:MOST_CHARACTERS]}


def no_rota_in_file_sentence(problem: Problem) -> str:
    """Return the same for who wrote a problem file: the remedy names its keys."""
    return _(
        "Aucun planning ne garde à la fois locked et les demi-journées publiées avant frozen_before. %(what)s. "
        "Retirez-en une, avancez frozen_before, ou changez ce qui s’y oppose."
    ) % {"what": _what_breaks(problem, _found(problem))}


def dated_cell(problem: Problem, cell: Cell) -> str:
    """Return « semaine du 14 décembre 2026, lundi 14 décembre matin »."""
    monday = half_day_at(cell.week, 0, problem.first_monday)[0]
    return _("semaine du %(monday)s, %(half_day)s") % {
        "monday": date_words(monday),
        "half_day": cell_in_words(problem, cell),
    }


def _found(problem: Problem) -> Violation | None:
    try:
        refuse_settled(problem)
    except ProblemRefused as refusal:
        found = refusal.values.get("violation")
        return found if isinstance(found, Violation) else None
    return None


def _what_breaks(problem: Problem, violation: Violation | None) -> str:
    if violation is None:
        return _("Elles ne vont pas ensemble")
    names = [shown(worker.name) for worker in problem.workers if worker.id == violation.worker]
    names += [shown(place.name) for place in problem.places if place.id in violation.places]
    when = [dated_cell(problem, violation.cells[0])] if violation.cells else []
    return _("%(who)s : %(why)s") % {"who": ", ".join([*names, *when]), "why": str(BROKEN[violation.rule])}
