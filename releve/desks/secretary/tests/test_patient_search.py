from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.desks.secretary.patient_search import PatientSearch, read_search


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("costa", PatientSearch("costa")),
        ("  Élise   LE-GOFF ", PatientSearch("Élise LE-GOFF")),
        ("costa 12/04/1958", PatientSearch("costa", date(1958, 4, 12))),
        ("12.4.1958 costa man", PatientSearch("costa man", date(1958, 4, 12))),
        ("12041958", PatientSearch(birth_date=date(1958, 4, 12))),
        ("06 12 34 56 78", PatientSearch(phone="0612345678")),
        ("+33 6 12 34 56 78 costa", PatientSearch("costa", phone="+33612345678")),
        ("costa 06.12.34.56.78 12/04/1958", PatientSearch("costa", date(1958, 4, 12), "0612345678")),
        ("", PatientSearch()),
    ],
)
def test_search_when_typed_tells_name_birth_date_and_telephone(typed, wanted):
    assert read_search(typed) == wanted


def test_search_when_the_date_does_not_exist_then_is_no_birth_date():
    assert read_search("costa 31/02/1980").birth_date is None


@given(st.text(max_size=120))
def test_search_when_anything_is_typed_then_is_read_without_fault(typed):
    found = read_search(typed)
    assert bool(found) or not found.name
