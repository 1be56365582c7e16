"""What must be kept and leaves no rota: told in French, with who, where, when, the rule and the remedy."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from releve.pipeline.rota.actions.drawing import ask_plan, draw_plan
from releve.pipeline.rota.engine.checker import Rule, Violation
from releve.pipeline.rota.engine.problem import Cell
from releve.pipeline.rota.engine.solver import NoRota
from releve.pipeline.rota.engine.tests.small import a_problem, a_worker, at, cells
from releve.pipeline.rota.errors import NoPlan
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.tasks.plans import by_the_engine
from releve.pipeline.rota.tests.drawing import MONDAY, NOW
from releve.pipeline.rota.words.rules import BROKEN
from releve.pipeline.rota.words.settled import no_rota_in_file_sentence, no_rota_sentence
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_user, an_office

ABSENT = a_problem(a_worker(absences=cells((1, 0))), locked=frozenset({at(1, 0)}))


def plain(text):
    return text.replace("\u202f", " ")


def test_sentence_when_a_locked_half_day_is_against_a_rule_names_all_and_the_remedy():
    assert plain(no_rota_sentence(ABSENT)) == (
        "Des vacations à garder (modifiées à la main, publiées ou réservées) empêchent tout planning. "
        "Dr Benali, Mazingarbe, semaine du 12 janvier 2026, lundi 12 janvier matin : médecin absent, ou pris ailleurs. "
        "Changez ou annulez l’une d’elles, puis dessinez de nouveau."
    )


def test_sentence_when_of_a_file_names_its_keys():
    said = plain(no_rota_in_file_sentence(ABSENT))
    assert "Dr Benali, Mazingarbe, semaine du 12 janvier 2026, lundi 12 janvier matin : médecin absent" in said
    assert "avancez frozen_before" in said


@pytest.mark.parametrize("rule", Rule)
def test_sentence_when_names_are_long_fits_where_a_plan_keeps_it_with_its_remedy(rule):
    long = replace(ABSENT, workers=(replace(ABSENT.workers[0], name="Dr " + "Vandenbroucke" * 20),))
    said = no_rota_sentence(long, Violation(rule, "Benali", ("Mazingarbe",), (Cell(1, 0),)))
    assert len(said) <= RotaPlan._meta.get_field("failure").max_length
    assert str(BROKEN[rule]) in said
    assert said.endswith("dessinez de nouveau.")


def test_sentence_when_the_checker_sees_nothing_still_says_what_to_do():
    assert "Elles ne vont pas ensemble. Changez ou annulez" in no_rota_sentence(a_problem())


def test_engine_when_what_is_locked_breaks_a_rule_refuses_in_french():
    with pytest.raises(NoPlan, match="lundi 12 janvier matin") as refused:
        by_the_engine(RotaPlan(seed=0), ABSENT, None, lambda _progress: None)
    assert isinstance(refused.value.__cause__, NoRota)


@pytest.mark.django_db
def test_replacement_when_what_is_inside_the_notice_no_longer_goes_together_says_so_on_its_plan():
    """Two doctors share the only room of a morning, one after the other: by hand, and the engine cannot."""
    office = an_office(a_network(), weekdays=(0,), n_rooms=1)
    doctors = a_doctor(office.network), a_doctor(office.network, "Hugo", "Martin")
    room = office.rooms.get()
    for doctor, starts, ends in zip(doctors, (time(8, 30), time(10)), (time(10), time(12)), strict=True):
        a_promise(office, doctor, pattern="mon-am")
        a_published_shift(office, doctor, MONDAY, room=room, starts=starts, ends=ends)
    by = a_user("network", network=office.network)
    plan = ask_plan(
        network_id=office.network_id, office_ids=[office.id], first=MONDAY, n_weeks=1, seconds=2, patients={},
        kind=RotaPlan.Kind.REPLANNED, doctor_id=doctors[0].id, frozen_until=MONDAY + timedelta(days=7), by=by, now=NOW,
    )  # fmt: skip
    draw_plan(plan_id=plan.id, now=NOW, draw=by_the_engine)
    plan.refresh_from_db()
    assert plan.status == "failed"
    assert "semaine du 14 décembre 2026, lundi 14 décembre matin : plus de salle libre" in plain(plan.failure)
    assert "Changez ou annulez l’une d’elles" in plan.failure
