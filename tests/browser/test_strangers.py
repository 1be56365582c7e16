"""A stranger gets nothing: neither without a login, nor with that of another desk, nor with a made-up address."""

import pytest
from django.urls import reverse

from tests.browser.addresses import ACTIONS, DESKS, PAGES, PARTS, parameters_of
from tests.browser.test_patient import find, hold_first_time

DESK_PAGES = [name for name in [*PAGES, *ACTIONS] if name.split(":")[0] in DESKS]


@pytest.fixture(scope="module")
def desk_addresses(product) -> dict[str, list[str]]:
    """Every address of each desk."""
    parts = {name: product.value(query) for name, query in PARTS.items()}
    found: dict[str, list[str]] = {desk: [] for desk in DESKS}
    for name in DESK_PAGES:
        wanted = {part: parts[part] for part in parameters_of(name)}
        found[name.split(":")[0]].append(reverse(name, kwargs=wanted))
    return found


@pytest.mark.parametrize("desk", DESKS)
def test_desk_when_nobody_is_logged_in_then_each_address_leads_to_the_login(reader, desk_addresses, desk):
    stranger = reader(None)
    for path in desk_addresses[desk]:
        answer = stranger.page.request.get(stranger.product.address + path, max_redirects=0)
        assert answer.status == 302, path
        assert answer.headers["location"].startswith("/compte/connexion/?next="), path
        assert answer.text() == "", path


def test_desk_when_somebody_logs_in_at_the_door_then_led_on_to_where_she_was_going(visitor):
    guest = visitor().go("/secretariat/patients/").check()
    guest.fill(login=DESKS["secretary"].email, password=DESKS["secretary"].password)
    guest.page.locator("input[name=password]").press("Enter")
    guest.page.wait_for_url("**/secretariat/patients/")


@pytest.mark.parametrize("desk", DESKS)
@pytest.mark.parametrize("other", DESKS)
def test_desk_when_the_login_is_another_desks_then_each_address_is_not_there(reader, desk_addresses, desk, other):
    person = reader(DESKS[other])
    for path in desk_addresses[desk] if desk != other else []:
        assert person.status_of(path) == 404, path


def test_links_when_tampered_with_then_not_there(visitor):
    patient = hold_first_time(find(visitor()))
    token = patient.path.split("/")[2]
    number, _, signature = token.partition("~")
    swapped = f"{number[:-1]}{'1' if number[-1] != '1' else '2'}~{signature}"
    for made_up in (swapped, f"{number}~{signature[::-1]}", number, "~", "x" * 300):
        for page in ("vous/", "code/", "", "deplacer/", "annuler/", "agenda.ics"):
            assert patient.status_of(f"/rendez-vous/{made_up}/{page}") == 404, (made_up, page)
    # The token of a held time opens no appointment.
    for page in ("", "deplacer/", "annuler/", "agenda.ics"):
        assert patient.status_of(f"/rendez-vous/{token}/{page}") == 404, page
    assert patient.status_of(f"/medecin/agenda/{token}.ics") == 404
    patient.click("Choisir un autre horaire")


def test_pages_when_they_concern_one_person_then_kept_nowhere_and_framed_nowhere(visitor):
    patient = hold_first_time(find(visitor()))
    headers = patient.page.request.get(patient.page.url).headers
    assert "no-store" in headers["cache-control"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "strict-origin"
    patient.click("Choisir un autre horaire")
