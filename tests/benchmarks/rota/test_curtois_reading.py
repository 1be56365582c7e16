"""The text format of the instances, its sections and its refusals."""

import numpy as np
import pytest

from benchmarks.rota.curtois.reading import Unreadable, is_curtois, read
from tests.benchmarks.rota.tiny import TWO_WORKERS


def test_every_section_is_read():
    instance = read(TWO_WORKERS)
    assert (instance.n_days, instance.shifts, list(instance.minutes)) == (7, ("E", "L"), [480, 600])
    assert instance.may_follow.tolist() == [[True, True], [False, True]]
    ada = instance.employees[0]
    assert (ada.id, ada.most_of_shift, ada.max_minutes, ada.min_minutes) == ("A", (7, 2), 2640, 960)
    assert (ada.max_run, ada.min_run, ada.min_days_off, ada.max_weekends) == (3, 2, 2, 1)
    assert np.argwhere(~instance.is_free).tolist() == [[0, 0], [1, 3], [1, 4]]
    assert instance.wish_base.tolist() == [3, 2]
    assert (instance.wish_cost[0, 2, 0], instance.wish_cost[0, 1, 1]) == (-3, 4)
    assert (instance.need[2, 1], instance.under[6, 1], instance.over[6, 1]) == (1, 10, 5)


def test_windows_line_ends_byte_order_mark_and_missing_optional_sections_are_read():
    text = "\ufeff" + TWO_WORKERS.replace("SECTION_DAYS_OFF\nA,0\nB,3,4\n", "").replace("\n", "\r\n")
    assert read(text).is_free.all()


def test_a_shift_without_a_limit_may_be_worked_every_day():
    assert read(TWO_WORKERS.replace("E=7|L=2", "L=2")).employees[0].most_of_shift == (7, 2)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("SECTION_HORIZON\n7", "SECTION_HORIZON\nsept", "« sept »"),
        ("A,0", "A,9", "un jour de 0 à 6"),
        ("B,3,4", "Z,3,4", "une personne"),
        ("2,L,1,100,1", "2,N,1,100,1", "un poste"),
        ("L,600,E", "L,600,N", "postes séparés par |"),
        ("A,E=7|L=2,2640,960,3,2,2,1", "A,E=7|L=2,2640", "8 champs"),
        ("SECTION_COVER", "SECTION_LUNCH", "SECTION_LUNCH"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(before, after, told):
    with pytest.raises(Unreadable, match="ligne") as refused:
        read(TWO_WORKERS.replace(before, after))
    assert told.replace("une personne", "personne").replace("un poste", "poste") in str(refused.value)


def test_a_missing_section_is_named():
    with pytest.raises(Unreadable, match="SECTION_COVER"):
        read(TWO_WORKERS.split("SECTION_COVER")[0])


def test_the_format_is_told_by_its_first_line():
    assert is_curtois(TWO_WORKERS)
    assert not is_curtois('{"weeks": 2}')
