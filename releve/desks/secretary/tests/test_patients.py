import pytest
from django.urls import reverse

from releve.desks.secretary.tests.conftest import HTMX, read, time_value, words
from releve.pipeline.appointments.models import AccessLine, Patient
from tests.factories import a_patient

SEARCH, NEW = "/secretariat/patients/", "/secretariat/patients/nouveau/"
COSTA = {"last_name": "Costa", "first_name": "Manuel", "birth_date": "12/04/1958", "phone": "06 12 34 56 78"}


@pytest.mark.parametrize("typed", ["cos man", "COSTA", "12/04/1958", "06 00 00 00 01", "costa 12.4.1958"])
def test_search_when_typed_finds_the_patient(desk, costa, typed):
    page = read(desk.post(SEARCH, {"q": typed}))
    assert page.find("a", class_="person__name")["href"] == reverse("secretary:patient", args=[costa.id])


def test_search_when_accents_are_missing_finds_all_the_same(desk, network):
    a_patient(network, "Élise", "Le Goff")
    assert "Le Goff Élise" in words(read(desk.post(SEARCH, {"q": "legoff elise"}))) or "Le Goff Élise" in words(
        read(desk.post(SEARCH, {"q": "goff elise"}))
    )


@pytest.mark.parametrize("typed", ["x" * 500, "🤒🤒", "\u202eאבג", "%_'\"--", "0" * 120, "31/02/1980"])
def test_search_when_senseless_answers_calmly(desk, costa, typed):
    assert "Aucun patient trouvé" in words(read(desk.post(SEARCH, {"q": typed})))


def test_search_when_htmx_types_answers_with_the_results_only(desk, costa):
    page = read(desk.post(SEARCH, {"q": "cos"}, headers=HTMX))
    assert page.find("html") is None
    assert "Costa Manuel" in words(page.find(id="resultats"))


def test_search_when_many_are_found_shows_twenty_and_says_so(desk, network):
    for day in range(1, 26):
        a_patient(network, birth_date=f"1958-05-{day:02}")
    page = read(desk.post(SEARCH, {"q": "costa"}))
    assert len(page.select(".person")) == 20
    assert "Les 20 premiers" in words(page)


@pytest.mark.parametrize("n_patients", [1, 20])
def test_search_when_many_are_found_asks_the_same_number_of_statements(
    desk, network, n_patients, django_assert_num_queries
):
    for day in range(1, n_patients + 1):
        a_patient(network, birth_date=f"1958-05-{day:02}")
    desk.get(SEARCH)
    with django_assert_num_queries(15):
        desk.post(SEARCH, {"q": "costa"})


def test_search_when_a_time_was_clicked_first_leads_straight_to_its_confirmation(desk, costa, shift):
    value = time_value(shift, 60)
    page = read(desk.post(f"{SEARCH}?creneau={value}", {"q": "costa"}))
    assert "lundi 7 décembre à 9 h 30" in words(page).replace("\u202f", " ")
    assert (
        page.select_one(".person .button")["href"] == f"{reverse('secretary:confirm', args=[costa.id])}?creneau={value}"
    )


@pytest.mark.parametrize("value", ["abc", "1", "999999999-1796112600", "1-99999999999", "٣-١"])
def test_search_when_the_time_is_nowhere_is_not_there(desk, shift, value):
    assert desk.get(SEARCH, {"creneau": value}).status_code == 404


def test_new_patient_when_typed_is_stored_once_and_leads_to_the_times(desk, network):
    answer = desk.post(NEW, COSTA)
    patient = Patient.objects.get()
    assert answer["Location"] == reverse("secretary:book", args=[patient.id])
    assert (patient.phone, patient.search_name, patient.network) == ("+33612345678", "costa manuel", network)


def test_new_patient_when_searched_before_starts_with_what_was_typed(desk, office):
    form = read(desk.post(NEW, {"q": "costa manuel 12/04/1958"}))
    assert form.find(id="id_last_name")["value"] == "Costa"
    assert form.find(id="id_birth_date")["value"] == "12/04/1958"


def test_new_patient_when_known_offers_the_record_and_stores_nothing(desk, costa):
    page = read(desk.post(NEW, {**COSTA, "last_name": "COSTA"}))
    assert "Ce patient est déjà connu" in words(page)
    assert page.find("a", string="Prendre ce dossier")["href"] == reverse("secretary:book", args=[costa.id])
    assert Patient.objects.count() == 1


def test_new_patient_when_someone_close_is_known_asks_first(desk, costa):
    page = read(desk.post(NEW, {**COSTA, "first_name": "Manoel"}))
    assert "Quelqu’un de très proche est déjà connu" in words(page)
    assert Patient.objects.count() == 1
    desk.post(NEW, {**COSTA, "first_name": "Manoel", "autre": "1"})
    assert Patient.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("last_name", "", "Ce champ est obligatoire"),
        ("last_name", "x" * 500, "60"),
        ("first_name", "🤒", "lettres"),
        ("birth_date", "31/02/1980", "Cette date n’existe pas"),
        ("birth_date", "01/01/2030", "dans l’avenir"),
        ("birth_date", "1/1/1850", "Vérifiez l’année"),
        ("phone", "12", "Ce numéro n’existe pas"),
        ("phone", "", "Indiquez un téléphone ou une adresse e-mail"),
        ("email", "costa@", "courriel valide"),
    ],
)
def test_new_patient_when_badly_typed_says_what_to_correct(desk, office, field, typed, said):
    page = read(desk.post(NEW, {**COSTA, field: typed}), status=422)
    assert said in words(page.select_one(".error-summary"))
    assert page.title.text.startswith("Erreur")
    assert not Patient.objects.exists()


def test_new_patient_when_written_from_right_to_left_is_stored_without_hidden_marks(desk, office):
    desk.post(NEW, {**COSTA, "last_name": "\u202eعلي\u202c"})
    assert Patient.objects.get().last_name == "علي"


def test_patient_when_opened_shows_visits_and_writes_who_looked(desk, visit, costa, petit):
    page = read(desk.get(reverse("secretary:patient", args=[costa.id])))
    assert "lundi 7 décembre à 9 h 30" in words(page).replace("\u202f", " ")
    line = AccessLine.objects.get()
    assert (line.patient_id, line.user, line.what) == (costa.id, petit, "open")


def test_patient_when_opened_again_shows_who_looked_before(desk, costa):
    address = reverse("secretary:patient", args=[costa.id])
    desk.get(address)
    assert "Mme Petit" in words(read(desk.get(address)).details)


def test_contacts_when_changed_are_stored_and_written_down(desk, costa):
    desk.post(reverse("secretary:contacts", args=[costa.id]), {"phone": "07 81 23 45 67", "email": ""})
    costa.refresh_from_db()
    assert (costa.phone, costa.email) == ("+33781234567", "")
    assert AccessLine.objects.get().what == "change_contact"


def test_contacts_when_both_are_emptied_are_refused(desk, costa):
    page = read(desk.post(reverse("secretary:contacts", args=[costa.id]), {"phone": "", "email": ""}), status=422)
    assert "Indiquez un téléphone ou une adresse e-mail" in words(page)
    costa.refresh_from_db()
    assert costa.phone


@pytest.mark.parametrize("n_visits", [1, 6])
def test_patient_when_often_seen_asks_the_same_number_of_statements(
    desk, costa, book, n_visits, django_assert_num_queries
):
    for n in range(n_visits):
        book(15 * n)
    desk.get(SEARCH)
    with django_assert_num_queries(19):
        desk.get(reverse("secretary:patient", args=[costa.id]))
