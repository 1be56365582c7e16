"""A promise's page: its life, what its route needs, its deadlines, and every act as a form."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from releve.pipeline.commitments.models import Commitment, DeadlineMark, PromiseAct, RecruitmentCall
from releve.pipeline.offices.models import Office
from tests.factories import a_doctor, a_network, a_promise, a_stranger, a_user
from tests.promises import a_mark, a_recruitment, an_act

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
READ_ONLY = {"promise", "cessation"}


@pytest.fixture
def promise(office, benali):
    return a_promise(office, benali, starts_on=date(2026, 1, 5), route="principal_practice")


def page_of(promise):
    return reverse("network:promise", args=[promise.id])


def act_of(promise, slug):
    return reverse("network:promise_act", args=[promise.id, slug])


def state_of(promise):
    return Commitment.objects.get(id=promise.id).state


class TestPage:
    def test_page_when_opened_then_tells_terms_deadlines_needs_and_acts(self, desk, promise, see):
        words = see(desk.get(page_of(promise)))
        assert "Dr Leïla Benali en cours" in words
        assert "du 5 janvier 2026 au 4 janvier 2028" in words
        assert "Dernier jour pour annoncer le départ, ou prolonger" in words
        assert "ORD-22" in words
        assert "texte officiel lu (A)" in words
        assert "Inscription au tableau de l’Ordre, à l’adresse du cabinet" in words
        assert "Engagement saisi avant que ses actes ne soient suivis" in words
        for label in ("Annoncer un départ", "Prolonger", "Noter un avenant", "Noter la fin", "Noter la signature"):
            assert label in words
        assert "Noter la déclaration" not in words

    def test_life_when_it_has_acts_then_a_time_line_with_today_in_it(self, desk, promise, see):
        an_act(promise, "sign", happened_on=date(2026, 1, 2), proof="Original signé", note="À la mairie")
        changes = {"half_days_per_week": ["4", "5"], "ends_on": [None, "2027-12-31"]}
        an_act(promise, happened_on=date(2026, 9, 1), changes=changes)
        words = see(desk.get(page_of(promise)))
        life = words[words.index("Sa vie") :]
        expected = ["Signature du contrat", "Original signé", "Premier jour", "Avenant", "Aujourd’hui", "Dernier jour"]
        assert [life.index(word) for word in expected] == sorted(life.index(word) for word in expected)
        assert "demi-journées par semaine : 4 → 5" in life
        assert "dernier jour : non convenu → 31 décembre 2027" in life

    def test_distinct_site_when_nothing_is_declared_then_warns(self, desk, office, network, see):
        """ORD-01."""
        promise = a_promise(office, a_doctor(network), starts_on=date(2027, 3, 1))
        words = see(desk.get(page_of(promise)))
        assert "Aucune déclaration à l’Ordre n’est notée" in words
        assert "Déclaration de site distinct reçue par l’Ordre" in words
        days = {"may_start_on": date(2027, 3, 15), "declaration_noted_on": TODAY}
        Commitment.objects.filter(id=promise.id).update(**days)
        assert "qu’à partir du 15 mars 2027" in see(desk.get(page_of(promise)))
        Commitment.objects.filter(id=promise.id).update(state="opposed")
        assert "L’Ordre s’oppose à cet exercice" in see(desk.get(page_of(promise)))

    def test_page_when_all_is_over_then_offers_no_act(self, desk, promise, see):
        Commitment.objects.filter(id=promise.id).update(state="ended", ends_on=date(2026, 10, 31))
        assert "Cet engagement est terminé." in see(desk.get(page_of(promise)))

    @pytest.mark.parametrize("n_acts", [1, 6])
    def test_page_when_acts_and_marks_grow_then_asks_as_often(self, desk, promise, django_assert_num_queries, n_acts):
        for n in range(n_acts):
            an_act(promise, happened_on=date(2026, 3, 1 + n))
            a_mark(promise, "send_amendment", due_on=date(2026, 4, 1 + n))
        with django_assert_num_queries(25):
            desk.get(page_of(promise))


class TestActs:
    def test_form_when_opened_then_names_the_proved_date_and_what_follows(self, desk, promise, see):
        words = see(desk.get(act_of(promise, "signature")))
        assert "Signé le" in words
        assert "Le médecin envoie le contrat à l’Ordre dans le mois qui suit." in words

    def test_notice_when_given_then_told_and_all_follows(self, desk, promise, see):
        form = see(desk.get(act_of(promise, "depart")))
        assert "Reçue aujourd’hui, l’annonce mène au 23 mai 2027." in form
        answer = desk.post(act_of(promise, "depart"), {"happened_on": "2026-11-16", "proof": "1A 877"}, follow=True)
        assert answer.redirect_chain == [(page_of(promise), 302)]
        words = see(answer)
        assert "dernier jour le 16 mai 2027" in words
        assert "départ annoncé" in words
        assert "Texte de la déclaration à l’ARS" in words
        assert "Recherche ouverte le 23 novembre 2026 : 4 demi-journées par semaine à partir du 17 mai 2027." in words
        assert "Patients informés du départ" in words
        again = desk.post(act_of(promise, "depart"), {"happened_on": "2026-11-17"})
        assert again.status_code == 422
        assert "Le départ est déjà annoncé" in see(again)
        back = desk.post(act_of(promise, "depart-retire"), {"happened_on": "2026-11-20"}, follow=True)
        assert "Annonce retirée" in see(back)
        assert state_of(promise) == "running"

    @pytest.mark.parametrize(
        ("slug", "given", "field", "words"),
        [
            ("signature", {"happened_on": "2026-11-24"}, "happened_on", "Le 24 novembre 2026 est à venir"),
            ("signature", {"happened_on": "hier"}, "happened_on", "n’est pas un jour"),
            ("depart", {"happened_on": "2025-12-01"}, "happened_on", "avant le premier jour de l’engagement"),
            ("depart", {"happened_on": "2026-11-16", "last_on": "2027-01-31"}, "last_on", "16 mai 2027"),
            (
                "prolongation",
                {"ends_on": "2028-06-30", "maximum_term_months": 24},
                "ends_on",
                "durée maximale de 24 mois",
            ),
            ("fin", {"happened_on": "2026-01-04"}, "happened_on", "avant le premier jour convenu"),
        ],
    )
    def test_act_when_refused_then_the_field_says_why(self, desk, promise, slug, given, field, words):
        answer = desk.post(act_of(promise, slug), {"happened_on": "2026-11-20"} | given)
        assert answer.status_code == 422
        assert words in answer.context["form"].errors[field][0]
        assert not PromiseAct.objects.exists()

    def test_amendment_when_sent_then_the_form_holds_the_present_terms(self, desk, promise, see):
        form = desk.get(act_of(promise, "avenant")).context["form"]
        given = {name: form.initial.get(name) or "" for name in form.fields} | {"happened_on": "2026-11-20"}
        given |= {"starts_on": "2026-01-05", "half_days_per_week": "5,5"}
        answer = desk.post(act_of(promise, "avenant"), given, follow=True)
        assert "5,5 demi-journées par semaine" in see(answer)
        assert PromiseAct.objects.get().changes == {"half_days_per_week": ["4.0", "5.5"]}

    def test_proposal_when_agreed_declared_signed_started_then_runs(self, desk, office, network, see):
        promise = a_promise(office, a_doctor(network), state="proposed", starts_on=date(2026, 11, 23))
        for slug, day in (("accord", "2026-09-01"), ("declaration", "2026-09-10"), ("signature", "2026-10-01")):
            assert desk.post(act_of(promise, slug), {"happened_on": day}).status_code == 302
        assert desk.get(act_of(promise, "debut")).context["form"].initial["happened_on"] == date(2026, 11, 23)
        desk.post(act_of(promise, "debut"), {"happened_on": "2026-11-23"})
        assert state_of(promise) == "running"

    def test_start_when_nothing_is_declared_then_warned(self, desk, office, network, see):
        promise = a_promise(office, a_doctor(network), state="agreed", starts_on=date(2026, 11, 20))
        answer = desk.post(act_of(promise, "debut"), {"happened_on": "2026-11-20"}, follow=True)
        assert "Aucune déclaration à l’Ordre n’est notée pour ce site distinct" in see(answer)

    def test_declaration_when_late_then_told_from_when_on(self, desk, office, network, see):
        promise = a_promise(office, a_doctor(network), state="agreed", starts_on=date(2026, 12, 7))
        answer = desk.post(act_of(promise, "declaration"), {"happened_on": "2026-11-10"}, follow=True)
        assert "aucune vacation ne sera posée avant le 10 janvier 2027" in see(answer)
        desk.post(act_of(promise, "opposition"), {"happened_on": "2026-11-20"})
        desk.post(act_of(promise, "recours"), {"happened_on": "2026-11-21"})
        desk.post(act_of(promise, "opposition-levee"), {"happened_on": "2026-11-23"})
        assert state_of(promise) == "declared"
        desk.post(act_of(promise, "abandon"), {"happened_on": "2026-11-23"})

    @pytest.mark.parametrize("slug", ["inconnu", "accord", "declaration", "depart-retire"])
    def test_act_when_it_has_no_place_then_no_page(self, desk, promise, slug):
        assert desk.get(act_of(promise, slug)).status_code == 404

    def test_papers_when_saved_then_shown_among_the_needs(self, desk, office, network, see):
        promise = a_promise(office, a_doctor(network), route="replacement", replaced_doctor_name="Dr Anne Roy")
        other = a_doctor(network, "Anne", "Roy")
        address = reverse("network:promise_papers", args=[promise.id])
        given = {"replaced_doctor_name": "Dr Anne Roy", "replaced_doctor": other.id, "licence_until": "2027-11-15"}
        assert "Licence de remplacement valable (15 novembre 2027)" in see(desk.post(address, given, follow=True))
        refused = desk.post(address, given | {"licence_until": "2027-12-31"})
        assert refused.status_code == 422
        assert "15 novembre" in see(refused)


class TestDeparture:
    @pytest.fixture
    def leaving(self, promise):
        days = {"state": "notice_given", "notice_given_on": date(2026, 11, 16), "ends_on": date(2027, 5, 16)}
        Commitment.objects.filter(id=promise.id).update(**days)
        a_recruitment(promise, needed_from=date(2027, 5, 17))
        return promise

    @pytest.mark.parametrize(("recipient", "title"), [("ars", "à l’ARS"), ("ordre", "à l’Ordre")])
    def test_declaration_when_printed_then_holds_what_the_decree_asks(self, desk, leaving, see, recipient, title):
        """D.4113-115-1: identity, birth date, contact, specialty, last day, successor if known."""
        leaving.doctor.rpps, leaving.doctor.email = "10999910015", "benali@example.org"
        leaving.doctor.save()
        address = reverse("network:cessation", args=[leaving.id, recipient])
        words = see(desk.get(address))
        assert f"Déclaration de départ {title}" in words
        for part in ("Nom Benali", "Prénom Leïla", "à compléter par le médecin", "10999910015", "benali@example.org"):
            assert part in words
        for part in ("Médecine générale", "dimanche 16 mai 2027", "place du Docteur-Urbaniak", "non connue à ce jour"):
            assert part in words
        a_promise(leaving.office, a_doctor(leaving.network), starts_on=date(2027, 6, 1), state="proposed")
        assert "mardi 1er juin 2027" in see(desk.get(address))

    def test_declaration_when_nobody_gave_notice_then_the_end_of_the_term_is_declared_too(self, desk, promise, see):
        """ORD-22: whoever stops here tells both, announced or not."""
        page, text = page_of(promise), reverse("network:cessation", args=[promise.id, "ars"])
        assert text not in desk.get(page).content.decode()  # a year before: nothing presses
        assert "mardi 4 janvier 2028" in see(desk.get(text))
        Commitment.objects.filter(id=promise.id).update(starts_on=date(2025, 5, 5))
        assert text in desk.get(page).content.decode()

    def test_declaration_when_of_a_replacement_or_to_nobody_then_no_page(self, desk, promise):
        assert desk.get(reverse("network:cessation", args=[promise.id, "mairie"])).status_code == 404
        route = {"route": "replacement", "replaced_doctor_name": "Dr Anne Roy", "may_start_on": None}
        Commitment.objects.filter(id=promise.id).update(**route, declaration_noted_on=None)
        for recipient in ("ars", "ordre"):
            assert desk.get(reverse("network:cessation", args=[promise.id, recipient])).status_code == 404

    def test_recruitment_when_closed_then_off_the_page(self, desk, leaving, see):
        address = reverse("network:close_recruitment", args=[leaving.id])
        assert desk.post(address, {"outcome": "dreamt"}).status_code == 404
        assert "Recherche close." in see(desk.post(address, {"outcome": "found"}, follow=True))
        assert RecruitmentCall.objects.get().outcome == "found"
        desk.post(address, {"outcome": "given_up"})
        assert RecruitmentCall.objects.get().outcome == "found"


class TestStrangers:
    ADDRESSES = (
        ("promise", []),
        ("promise_act", ["depart"]),
        ("promise_papers", []),
        ("cessation", ["ars"]),
        ("close_recruitment", []),
        ("mark_deadline", []),
    )

    @pytest.mark.parametrize(("name", "more"), ADDRESSES)
    def test_stranger_when_she_asks_then_404_and_anonymous_goes_to_the_door(self, client, promise, name, more):
        address = reverse(f"network:{name}", args=[promise.id, *more])
        assert client.get(address).status_code == 302
        for stranger in (a_stranger(), a_user("network", network=a_network(), full_name="Mme Dumas")):
            client.force_login(stranger)
            for answer in (client.get(address), client.post(address, {"outcome": "found"})):
                assert answer.status_code in (404, 405)
        assert client.post(address, {"outcome": "found"}).status_code == (405 if name in READ_ONLY else 404)
        assert not DeadlineMark.objects.exists()


@pytest.mark.parametrize(
    ("zone", "now", "today"),
    [
        ("America/Guadeloupe", datetime(2026, 11, 24, 1, tzinfo=UTC), date(2026, 11, 23)),
        ("Indian/Reunion", datetime(2026, 11, 23, 21, tzinfo=UTC), date(2026, 11, 24)),
    ],
)
def test_act_when_the_office_is_overseas_then_dated_on_its_own_day(client, aubry, promise, zone, now, today):
    """In Guadeloupe it is still yesterday when Paris begins the day; in La Réunion it is tomorrow before."""
    Office.objects.filter(id=promise.office_id).update(time_zone=zone)
    with time_machine.travel(now, tick=False):
        client.force_login(aubry)
        form = client.get(act_of(promise, "depart")).context["form"]
        assert form.initial["happened_on"] == today
        marks = BeautifulSoup(client.get(page_of(promise)).content, "html.parser").select("input[name=done_on]")
        listed = BeautifulSoup(client.get(reverse("network:deadlines")).content, "html.parser")
        marks += listed.select("input[name=done_on]")
        assert {(mark["value"], mark["max"]) for mark in marks} == {(str(today), str(today))}
        assert client.post(act_of(promise, "depart"), {"happened_on": str(today)}).status_code == 302
    assert PromiseAct.objects.get().happened_on == today
