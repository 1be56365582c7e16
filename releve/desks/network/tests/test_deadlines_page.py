"""The list of deadlines: what presses, who acts, by which rule; and what is marked as done."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from releve.pipeline.commitments.models import Commitment, DeadlineMark, ReminderKnobs
from tests.factories import a_doctor, a_network, a_promise, a_stranger, a_user, an_office
from tests.promises import a_mark, an_act

pytestmark = pytest.mark.django_db
LIST = reverse("network:deadlines")
KNOBS = reverse("network:deadline_reminders")
DONE = {"kind": "send_contract", "due_on": "2026-12-20", "done_on": "2026-11-21"}


@pytest.fixture
def promise(office, benali):
    """Signed on 20 November: the contract is due at the Ordre on 20 December."""
    promise = a_promise(office, benali, starts_on=date(2026, 11, 1), route="principal_practice")
    an_act(promise, "sign", happened_on=date(2026, 11, 20))
    return promise


def mark_of(promise):
    return reverse("network:mark_deadline", args=[promise.id])


def test_list_when_opened_then_by_how_much_it_presses_and_by_whom(desk, promise, office, network, see):
    a_promise(office, a_doctor(network, "Hanna", "Szymkowiak"), starts_on=date(2026, 11, 2))
    licensed = {"route": "replacement", "replaced_doctor_name": "Dr Anne Roy", "licence_until": date(2026, 11, 15)}
    a_promise(office, a_doctor(network, "Clémence", "Obrecht"), starts_on=date(2026, 6, 1), **licensed)
    ends = {"state": "notice_given", "notice_given_on": date(2026, 10, 28), "ends_on": date(2027, 4, 28)}
    a_promise(office, a_doctor(network, "Paul", "Lhomme"), starts_on=date(2025, 11, 1), **ends)
    words = see(desk.get(LIST))
    titles = ("En retard (", "Ce mois-ci (", "Les trois mois suivants (", "Plus tard (")
    late, month, following, later = (words.index(title) for title in titles)
    assert late < words.index("Déclaration de site distinct reçue par l’Ordre Dr Hanna Szymkowiak") < month
    assert late < words.index("Licence de remplacement renouvelée Dr Clémence Obrecht") < month
    assert month < words.index("Patients informés du départ Dr Paul Lhomme") < following
    assert following < words.index("Contrat envoyé à l’Ordre Dr Leïla Benali") < later
    assert later < words.index("Changement signalé au tableau de l’Ordre Dr Paul Lhomme")
    assert "Par : médecin · ORD-16 · texte officiel lu (A)" in words
    only = see(desk.get(LIST, {"qui": "reseau"}))
    assert "Successeur trouvé" in only
    assert "Contrat envoyé" not in only
    assert "Contrat envoyé" in see(desk.get(LIST, {"qui": "n'importe qui"}))


def test_list_when_a_day_is_to_be_known_of_many_then_says_it_once(desk, promise, office, network):
    a_promise(office, a_doctor(network, "Hanna", "Szymkowiak"), starts_on=date(2026, 1, 5))
    counted = "Patientèle comptée pour le forfait médecin traitant"
    page = BeautifulSoup(desk.get(LIST).content, "html.parser")
    cards = [card for card in page.select(".due") if counted in card.get_text()]
    assert len({card.select_one(".due__day .nowrap").get_text() for card in cards}) == len(cards)
    assert {link.get_text() for link in cards[0].select("a")} == {"Dr Leïla Benali", "Dr Hanna Szymkowiak"}


def test_list_when_nothing_is_due_then_says_so(desk, see):
    assert "Aucune échéance" in see(desk.get(LIST))


@pytest.mark.parametrize("n", [1, 5])
def test_list_when_promises_grow_then_asks_as_often(desk, network, promise, django_assert_num_queries, n):
    for _ in range(n):
        other = a_promise(an_office(network), a_doctor(network), starts_on=date(2026, 2, 1))
        a_mark(other, "declare_site", due_on=date(2025, 12, 1), done_on=date(2026, 11, 1))
    with django_assert_num_queries(18):
        desk.get(LIST)


def test_deadline_when_marked_then_among_what_is_done_and_can_be_reopened(desk, promise, see):
    words = see(desk.post(mark_of(promise), DONE | {"proof": "AR 1A 555"}, follow=True))
    assert "« Contrat envoyé à l’Ordre » est noté." in words
    assert "Contrat envoyé à l’Ordre · Dr Leïla Benali · le 21 novembre 2026" in words
    assert DeadlineMark.objects.get().proof == "AR 1A 555"
    answer = desk.post(mark_of(promise), DONE | {"undo": "1", "done_on": "", "promise": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("network:promise", args=[promise.id])
    assert "de nouveau à faire" in see(answer)
    assert not DeadlineMark.objects.exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"done_on": "2026-11-24"}, "Fait le : le 24 novembre 2026 est à venir"),
        ({"done_on": ""}, "Choisissez un jour."),
        ({"done_on": "demain"}, "« demain » n’est pas un jour"),
        ({"due_on": "2026-12-21"}, "Cette échéance n’existe plus"),
        ({"is_not_needed": "on"}, "dites pourquoi"),
    ],
)
def test_mark_when_refused_then_says_why(desk, promise, given, words, see):
    assert words in see(desk.post(mark_of(promise), DONE | given, follow=True))
    assert not DeadlineMark.objects.exists()


def test_mark_when_its_kind_is_unknown_then_no_page(desk, promise):
    assert desk.post(mark_of(promise), DONE | {"kind": "dream"}).status_code == 404


def test_reminders_when_set_then_kept(desk, network, see):
    assert desk.get(KNOBS).context["form"].initial == {"early_days": 45, "late_days": 10, "repeat_days": 7}
    answer = desk.post(KNOBS, {"early_days": 60, "late_days": 14, "repeat_days": 3}, follow=True)
    assert "Rappels réglés." in see(answer)
    assert ReminderKnobs.objects.get(network=network).early_days == 60
    wrong = desk.post(KNOBS, {"early_days": 10, "late_days": 14, "repeat_days": 3})
    assert wrong.status_code == 422
    assert "10 jours ne viennent pas avant" in wrong.context["form"].errors["early_days"][0]


@pytest.mark.parametrize("address", [LIST, KNOBS])
def test_stranger_when_she_asks_then_sees_nothing_of_it(client, promise, address, see):
    assert client.get(address).status_code == 302
    client.force_login(a_stranger())
    assert client.get(address).status_code == 404
    client.force_login(a_user("network", network=a_network(), full_name="Mme Dumas"))
    assert "Benali" not in see(client.get(address))


def test_new_promise_when_only_proposed_then_kept_as_such(desk, office, benali, see):
    given = {
        "first_act": "propose",
        "office": office.id,
        "route": "principal_practice",
        "starts_on": "2027-03-01",
        "half_days_per_week": "4",
        "minimum_term_months": 12,
        "maximum_term_months": 24,
        "notice_months": 6,
        "pattern-0-am": "on",
    }
    desk.post(reverse("network:add_commitment", args=[benali.id]), given)
    assert Commitment.objects.get().state == "proposed"
    assert "proposé" in see(desk.get(reverse("network:doctor", args=[benali.id])))
