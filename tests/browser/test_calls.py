"""A half-day without a doctor is offered by mail; a doctor takes it from her telephone, without a login."""

import pytest
from django.core.signing import Signer

from releve.config.demonstration.logins import COORDINATOR
from releve.pipeline.rota.messages.call_links import PURPOSE
from tests.browser.product import SECRET_KEY, Product
from tests.browser.visitor import Visitor

OFFICES = ("mazingarbe", "bully-les-mines")
N_FORTNIGHTS = 8
INVITATIONS = """
    SELECT i.network_id, i.id FROM estate.rota_callinvitation i WHERE i.call_id = (
        SELECT max(id) FROM estate.rota_call
    ) ORDER BY i.id
"""


@pytest.fixture
def aubry(visitor) -> Visitor:
    return visitor("wide", login=COORDINATOR)


def test_call_when_published_then_a_doctor_takes_it_and_the_other_link_says_so(aubry, visitor, product):
    n_people = publish(aubry)
    assert f"Appel publié : {n_people} personne" in aubry.said
    aubry.check_at_both_widths()
    links = [link_of(product, *row) for row in product.rows(INVITATIONS)]
    doctor = visitor("narrow").go(links[0]).check()
    assert "demi-journées à prendre" in doctor.heading
    doctor.click("Je prends les demi-journées cochées").check_at_both_widths()
    assert "C’est noté à votre nom" in doctor.text
    assert doctor.go(links[0]).heading == "Vos demi-journées"
    if links[1:]:
        late = visitor("narrow")
        late.page.goto(product.address + links[1])
        assert late.heading == "Il n’y a plus rien à prendre"
        late.check_at_both_widths()
    aubry.go("/reseau/appels/").check_at_both_widths()
    assert "tout est couvert" in aubry.text


def test_call_when_withdrawn_or_the_link_is_unknown_then_a_clear_page(aubry, visitor, product):
    publish(aubry)
    link = link_of(product, *product.rows(INVITATIONS)[0])
    aubry.click("Retirer l’appel").check()
    assert "Appel retiré" in aubry.said
    doctor = visitor("narrow")
    doctor.page.goto(product.address + link)
    assert doctor.heading == "Cet appel est retiré"
    doctor.check_at_both_widths()
    doctor.page.goto(f"{product.address}/reseau/appel/nulle-part/")
    assert doctor.heading == "Ce lien n’existe pas"
    doctor.check_at_both_widths()


def publish(aubry: Visitor) -> int:
    """Publish a call for the first gap that somebody can fill; return how many people are told."""
    for office in OFFICES:
        aubry.go(f"/reseau/cabinets/{office}/appel/")
        for _fortnight in range(N_FORTNIGHTS):
            here = aubry.page.url
            for n in range(aubry.page.locator("input[name=half_days]").count()):
                aubry.go(here)
                aubry.page.locator("input[name=half_days]").nth(n).check()
                aubry.click("Voir qui sera prévenu")
                n_people = aubry.page.locator("main .check input").count()
                if n_people:
                    aubry.check_at_both_widths().click("Publier l’appel").check()
                    return n_people
            aubry.go(here).follow("Quinzaine suivante")
    raise AssertionError("no gap of the demonstration can be filled")


def link_of(product: Product, network_id: int, invitation_id: int) -> str:
    """Return the address that stands in the mail of an invitation."""
    token = Signer(key=SECRET_KEY, salt=PURPOSE, sep="~").sign(f"{network_id:x}-{invitation_id:x}")
    return f"/reseau/appel/{token}/"
