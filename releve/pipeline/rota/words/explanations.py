"""An explanation as lines of text: what forbids, what would open it, or who could be there."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _

from releve.pipeline.rota.engine.area.cheapest import Change
from releve.pipeline.rota.engine.explain import Explanation, Kind
from releve.pipeline.rota.engine.problem import Assignment, Problem
from releve.pipeline.rota.words.facts import fact_sentence
from releve.shared.words import day_words


def explanation_lines(problem: Problem, explanation: Explanation) -> Iterator[str]:
    """Give a title, then one line a fact."""
    here = Assignment(explanation.worker, explanation.place, *explanation.cell)
    yield f"{_place(problem, here.place)}, {_when(problem, here)}"
    match explanation.kind:
        case Kind.COVERED:
            yield "  " + _("Il ne manque personne.")
        case Kind.IMPOSSIBLE:
            yield "  " + _("Impossible, car :")
            yield from (f"  · {fact_sentence(fact)}" for fact in explanation.facts)
            if explanation.openings:
                yield "  " + _("Ce qui l’ouvrirait (un seul de ces points suffit) :")
            for opening in explanation.openings:
                facts = " ".join(fact_sentence(fact) for fact in opening.facts)
                yield "  → " + _("sans ceci : %(facts)s") % {"facts": facts}
        case Kind.MISSED | Kind.DEARER:
            said = _("Possible, et le planning y gagne :") if explanation.kind is Kind.MISSED else None
            yield "  " + (said or _("Possible, mais le planning coûte %(n)d de plus :") % {"n": explanation.extra_cost})
            assert explanation.repair is not None
            yield from (f"  → {line}" for line in change_lines(problem, explanation.repair))


def change_lines(problem: Problem, change: Change) -> Iterator[str]:
    """Give « − Dr Benali, Bully, lundi 5 janvier, matin », then what is added."""
    names = {worker.id: worker.name for worker in problem.workers}
    for sign, found in (("−", change.taken), ("+", change.added)):
        for one in found:
            yield f"{sign} {names[one.worker]}, {_place(problem, one.place)}, {_when(problem, one)}"


def _place(problem: Problem, place_id: str) -> str:
    return next(place.name for place in problem.places if place.id == place_id)


def _when(problem: Problem, one: Assignment) -> str:
    day = day_words(problem.first_monday + timedelta(days=7 * one.week + one.slot // 2))
    return _("%(day)s, matin") % {"day": day} if one.slot % 2 == 0 else _("%(day)s, après-midi") % {"day": day}
