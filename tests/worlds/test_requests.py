"""A request really runs in one transaction under its world's role, and leaves the connection to its owner."""

import pytest
from django.db import connection
from django.urls import get_resolver, reverse

from releve.config.request_world import role_for
from releve.shared.people.models import User
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import current_scope
from tests.factories import a_user
from tests.worlds.asking import ask, one
from tests.worlds.probe_urls import TRACE

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.worlds.probe_urls")]
ESTATE, CARE, PUBLIC = "releve_estate", "releve_care", "releve_public"


@pytest.mark.parametrize(
    ("start", "role"),
    [
        ("/", PUBLIC),
        ("/mairie/", ESTATE),
        ("/reseau/", ESTATE),
        ("/secretariat/", CARE),
        ("/medecin/", CARE),
        ("/rendez-vous/", CARE),
        ("/compte/", CARE),
    ],
)
def test_request_when_it_runs_then_under_the_role_of_its_world(client, start, role):
    told = client.get(f"{start}qui/").json()
    assert told == {"role": role, "networks": "{}", "is_atomic": True}


@pytest.mark.parametrize("start", ["/", "/mairie/", "/secretariat/"])
def test_connection_when_the_request_is_over_then_is_its_owners(client, start):
    client.get(f"{start}qui/")
    assert one("SELECT current_user = session_user")
    assert one("SELECT coalesce(current_setting('releve.networks', true), '')") == ""
    assert current_scope() == ("none", "")


@pytest.mark.parametrize("end", ["breaks", "is-missing", "says-500", "streams"])
def test_request_when_it_fails_then_nothing_of_it_is_stored(client, end):
    client.raise_request_exception = False
    response = client.get(f"/compte/{end}/ecrit/")
    assert response.status_code == (404 if end == "is-missing" else 500)
    assert not User.objects.filter(email=TRACE).exists()
    assert one("SELECT current_user = session_user")


def test_request_when_it_succeeds_then_what_it_wrote_is_stored(client):
    assert client.get("/compte/well/ecrit/").status_code == 200
    assert User.objects.filter(email=TRACE).exists()


DESKS = [
    ("secretary", "secretary:day"),
    ("doctor", "doctor:weeks"),
    ("network", "network:home"),
    ("townhall", "townhall:home"),
]


@pytest.mark.parametrize(("desk", "home"), DESKS)
def test_home_of_a_desk_when_a_member_opens_it_then_every_statement_runs_in_its_world(client, desk, home):
    """The member's own network is in sight of each statement that follows the door."""
    member = a_user(desk)
    client.force_login(member)
    roles = set()

    def note_role(execute, sql, params, many, context):
        with connection.connection.cursor() as raw:
            roles.add((raw.execute("SELECT current_user").fetchone()[0], current_scope()[1] != "{}"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note_role):
        response = client.get(reverse(home))
    assert response.status_code == 200
    expected = ESTATE if desk in {"network", "townhall"} else CARE
    # The first statement of a request is the one that takes the role.
    assert {role for role, _ in roles} - {ask("SELECT session_user")[0][0]} == {expected}
    assert (expected, True) in roles


def test_addresses_of_the_product_when_they_belong_to_a_desk_then_its_world_is_known():
    worlds = {"secretary": CARE, "doctor": CARE, "network": ESTATE, "townhall": ESTATE}
    for namespace, (prefix, _) in get_resolver("releve.config.urls").namespace_dict.items():
        if namespace in worlds:
            assert role_for(f"/{prefix}") == worlds[namespace]


def test_role_for_when_an_address_only_looks_alike_then_open_search():
    assert role_for("/mairies/") == Role.PUBLIC
    assert role_for("/cabinets/reseau/") == Role.PUBLIC
