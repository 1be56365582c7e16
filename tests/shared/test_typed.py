from datetime import date

import pytest
from django.core.exceptions import ValidationError

from releve.shared.typed import check_name, plain, read_birth_date, read_phone, shown_phone, whole_number

TODAY = date(2026, 12, 1)
PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    "text",
    ["3/2/1980", "03/02/1980", "03.02.1980", "3-2-1980", "03 02 1980", "03021980", "1980-02-03", "3 février 1980",
     "3 FEVR. 1980", " 3 / 2 / 1980 "],
)  # fmt: skip
def test_birth_date_when_typed_in_any_usual_way_is_understood(text):
    assert read_birth_date(text, TODAY) == date(1980, 2, 3)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("31/2/1980", "n’existe pas"),
        ("29/02/2023", "n’existe pas"),
        ("3/2/80", "quatre chiffres"),
        ("hier", "quatre chiffres"),
        ("3 jui 1980", "quatre chiffres"),
        ("٣/٢/١٩٨٠", "quatre chiffres"),
        ("2/12/2026", "avenir"),
        ("1/1/1880", "année"),
        ("", "quatre chiffres"),
        ("😀", "quatre chiffres"),
    ],
)
def test_birth_date_when_wrong_says_what_to_do(text, word):
    with pytest.raises(ValidationError, match=word):
        read_birth_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "zone", "number", "gets_text_messages"),
    [
        ("06 12 34 56 78", PARIS, "+33612345678", True),
        ("06.12.34.56.78", PARIS, "+33612345678", True),
        ("+33 (0)6 12 34 56 78", PARIS, "+33612345678", True),
        ("03 21 00 00 00", PARIS, "+33321000000", False),
        ("0692 12 34 56", "Indian/Reunion", "+262692123456", True),
        ("0692 12 34 56", PARIS, "+262692123456", True),
        ("0690 12 34 56", "America/Guadeloupe", "+590690123456", True),
        ("+32 475 12 34 56", PARIS, "+32475123456", True),
        # ARCEP's numbers for films: nobody's, so libraries call them wrong.
        ("06 39 98 12 34", PARIS, "+33639981234", True),
        ("03 53 01 12 34", PARIS, "+33353011234", False),
    ],
)
def test_phone_when_valid_here_or_overseas_is_written_for_all(text, zone, number, gets_text_messages):
    assert read_phone(text, zone) == (number, gets_text_messages)


@pytest.mark.parametrize("text", ["12", "06 12", "abc", "😀", "0" * 39])
def test_phone_when_no_such_number_says_how_to_write_it(text):
    with pytest.raises(ValidationError, match="n’existe pas"):
        read_phone(text, PARIS)


@pytest.mark.parametrize("name", ["Élise", "Le Goff-N’Diaye", "محمد", "Đặng", "O'Neil", "李", "J.-P."])
def test_name_when_in_any_script_is_accepted(name):
    check_name(plain(name))


@pytest.mark.parametrize("name", ["😀", "Ana😀", "R2D2", "<b>", "--", "=1+1"])
def test_name_when_no_letters_or_odd_signs_is_refused(name):
    with pytest.raises(ValidationError, match="lettres"):
        check_name(plain(name))


def test_plain_when_there_are_invisible_signs_drops_them():
    assert plain("\u202eCosta\u200b\x00\u2069  \t Ana\n") == "Costa Ana"


def test_shown_phone_when_french_is_written_as_in_france():
    assert shown_phone("+33321000000") == "03 21 00 00 00"
    assert shown_phone("+32475123456") == "+32 475 12 34 56"
    assert shown_phone("standard") == "standard"


@pytest.mark.parametrize(("text", "number"), [("12", 12), ("", None), ("-1", None), ("١٢", None), ("9" * 30, None)])
def test_whole_number_when_no_key_is_none(text, number):
    assert whole_number(text) == number
