"""A secretary reads her own half-days, and nobody else's."""

import pytest

from releve.desks.secretary.tests.conftest import read, words
from releve.pipeline.offices.models import ReceptionDuty
from tests.factories import a_user
from tests.reception import MONDAY, a_reception_rota

PAGE = "/secretariat/mes-demi-journees/"


def test_page_when_published_lists_hers_by_week(desk, office, petit):
    a_reception_rota(office, petit)
    wacheux = a_user("secretary", office=office, full_name="Mme Wacheux")
    ReceptionDuty.objects.create(network=office.network, office=office, secretary=wacheux, day=MONDAY, half="pm")
    said = words(read(desk.get(PAGE)))
    assert "Semaine du 14 décembre 2026" in said
    assert "Lundi 14 décembre , matin" in said
    assert "après-midi" not in said


def test_page_when_nothing_is_published_says_so(desk):
    assert "Rien n’est publié" in words(read(desk.get(PAGE)))


def test_page_when_a_stranger_asks_shows_none_of_it(dumas, office, petit):
    a_reception_rota(office, petit)
    assert "14 décembre" not in words(read(dumas.get(PAGE)))


def test_page_when_another_desk_asks_is_not_there(client, office):
    client.force_login(a_user("townhall", office=office))
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("n", [1, 5])
def test_page_when_half_days_grow_asks_as_often(desk, office, petit, n, django_assert_num_queries):
    for half_day in range(n):
        ReceptionDuty.objects.create(
            network=office.network,
            office=office,
            secretary=petit,
            day=MONDAY.replace(day=14 + half_day // 2),
            half=("am", "pm")[half_day % 2],
        )
    with django_assert_num_queries(15):
        desk.get(PAGE)
