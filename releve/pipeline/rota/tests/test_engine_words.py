"""Facts, refusals and explanations of the engine as people read them."""

from dataclasses import replace

import pytest

from releve.pipeline.rota.engine.area.facts import FactKind
from releve.pipeline.rota.engine.area.landscape import Landscape
from releve.pipeline.rota.engine.checker import Rule, Violation
from releve.pipeline.rota.engine.explain import explain_cell
from releve.pipeline.rota.engine.format import Fault, ProblemRefused, PromisesBeyondRooms
from releve.pipeline.rota.engine.problem import Cell, Demand
from releve.pipeline.rota.engine.tests.small import a_place, a_problem, a_roster, a_worker, at, cells
from releve.pipeline.rota.words.explanations import explanation_lines
from releve.pipeline.rota.words.facts import fact_sentence, reception_fact_sentence
from releve.pipeline.rota.words.problems import promises_sentence, refusal_sentence

PROBLEM = a_problem(a_place(), a_place("Bully", x_km=30.0), a_worker(places=("Mazingarbe", "Bully")))
LAND = Landscape(PROBLEM, a_roster())
HERE = ("Benali", "Mazingarbe", "Bully")


def plain(text):
    return text.replace("\u202f", " ")


@pytest.mark.parametrize("tell", [fact_sentence, reception_fact_sentence])
@pytest.mark.parametrize("kind", FactKind)
def test_fact_when_told_is_a_whole_sentence(kind, tell):
    said = tell(LAND.fact(kind, *HERE, cell=Cell(1, 3), limit=2, count=2))
    assert said.endswith(".")
    assert "%" not in said


@pytest.mark.parametrize("kind", FactKind)
def test_fact_when_told_of_a_reception_names_neither_rooms_nor_commitments(kind):
    said = reception_fact_sentence(LAND.fact(kind, *HERE, cell=Cell(1, 3), limit=2, count=2))
    assert "engagement" not in said
    assert "salle" not in said


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        (FactKind.ABSENT, {"cell": Cell(0, 1)}, "Dr Benali est en absence le lundi 5 janvier après-midi."),
        (FactKind.ON_LEAVE, {"week": 1}, "Dr Benali est en congé la semaine du lundi 12 janvier."),
        (
            FactKind.HALF_DAYS_A_WEEK,
            {"week": 0, "limit": 4, "count": 4},
            "Dr Benali a déjà ses 4 demi-journées de la semaine du lundi 5 janvier.",
        ),
        (
            FactKind.HALF_DAYS_A_WEEK,
            {"week": 0, "limit": 1, "count": 0},
            "Dr Benali ne fait pas plus de 1 demi-journée la semaine du lundi 5 janvier.",
        ),
        (
            FactKind.ROOMS,
            {"cell": Cell(0, 0), "limit": 1, "count": 1},
            "La seule salle de Mazingarbe est prise le lundi 5 janvier au matin.",
        ),
        (
            FactKind.ROOMS,
            {"cell": Cell(0, 0), "limit": 0, "count": 0},
            "Mazingarbe n’a aucune salle libre le lundi 5 janvier au matin.",
        ),
        (FactKind.SATURDAYS, {"limit": 0, "count": 0}, "Dr Benali ne travaille pas le samedi."),
        (FactKind.SATURDAYS, {"limit": 2, "count": 2}, "Dr Benali a déjà ses 2 samedis sur la période."),
        (FactKind.SATURDAYS, {"limit": 2, "count": 1}, "Dr Benali ne fait pas plus de 2 samedis sur la période."),
    ],
)
def test_fact_when_counted_says_how_many(kind, values, said):
    assert fact_sentence(LAND.fact(kind, *HERE, **values)) == said


VIOLATION = Violation(Rule.ABSENT, "Benali", ("Mazingarbe",), (Cell(0, 0),))
VALUES = {
    "wanted": "list", "allowed": ("a", "b"), "least": 0, "most": 9, "n_weeks": 4, "name": "Dr Benali",
    "first_week": 3, "violation": VIOLATION,
}  # fmt: skip


@pytest.mark.parametrize("fault", Fault)
def test_refusal_when_told_names_the_path_and_a_remedy(fault):
    said = plain(refusal_sentence(ProblemRefused(fault, "$.places[0]", at(0, 0), **VALUES)))
    assert said.startswith("$.places[0] : ")
    assert said.endswith(".")
    assert "%" not in said


def test_refusal_when_a_locked_half_day_is_against_a_rule_names_both():
    said = plain(refusal_sentence(ProblemRefused(Fault.LOCKED_BREAKS, "$.locked[0]", at(0, 0), violation=VIOLATION)))
    assert "Benali à Mazingarbe, semaine 0, demi-journée 0" in said
    assert "médecin absent" in said


def test_promises_when_beyond_the_rooms_name_places_and_numbers():
    found = PromisesBeyondRooms(("Bully", "Mazingarbe"), ("Benali", "Rossi"), 22.5, 20)
    said = plain(promises_sentence(found, PROBLEM))
    assert said.startswith("Bully, Mazingarbe : 2 personnes ont promis 22,5 demi-journées, les salles en tiennent 20.")


def lines(problem, roster, *where):
    return [plain(line) for line in explanation_lines(problem, explain_cell(problem, roster, *where))]


def test_explanation_when_impossible_lists_facts_and_openings():
    problem = a_problem(a_worker(absences=cells((1, 0))))
    assert lines(problem, a_roster(), "Mazingarbe", Cell(1, 0)) == [
        "Mazingarbe, lundi 12 janvier, matin",
        "  Impossible, car :",
        "  · Dr Benali est en absence le lundi 12 janvier au matin.",
        "  Ce qui l’ouvrirait (un seul de ces points suffit) :",
        "  → sans ceci : Dr Benali est en absence le lundi 12 janvier au matin.",
    ]


def test_explanation_when_missed_lists_the_repair():
    said = lines(a_problem(), a_roster(), "Mazingarbe", Cell(1, 0))
    assert said[1:] == [
        "  Possible, et le planning y gagne :",
        "  → + Dr Benali, Mazingarbe, lundi 12 janvier, matin",
    ]


def test_explanation_when_dearer_says_by_how_much():
    problem = a_problem(a_place(demand=Demand(0, 1)), a_worker(half_days_per_week=0))
    problem = replace(problem, weights=replace(problem.weights, under_wanted=10))
    assert lines(problem, a_roster(), "Mazingarbe", Cell(1, 0))[1] == "  Possible, mais le planning coûte 31 de plus :"


def test_explanation_when_covered_says_so():
    assert lines(a_problem(), a_roster(at(1, 0)), "Mazingarbe", Cell(1, 0))[1] == "  Il ne manque personne."
