"""Every reason of the rota is a French sentence with what to do."""

from datetime import date

import pytest

from releve.desks.network.boards.sentences import REMEDIES, reasons_by_doctor
from releve.pipeline.rota.handover import NotLaid, Refusal
from releve.shared.half_days import Half

SENTENCES = {
    Refusal.OFFICE_CLOSED: "Le cabinet n’ouvre pas.",
    Refusal.CLOSURE: "Cabinet fermé : Travaux.",
    Refusal.PUBLIC_HOLIDAY: "Jour férié : Noël.",
    Refusal.DOCTOR_ABSENT: "Médecin absent.",
    Refusal.BEFORE_COMMITMENT: "Avant le début de l’engagement.",
    Refusal.AFTER_COMMITMENT: "Après la fin de l’engagement.",
    Refusal.NO_ROOM_LEFT: "Plus de salle libre : Dr Petit.",
    Refusal.DOCTOR_ELSEWHERE: "Le médecin consulte ailleurs : Bully.",
    Refusal.MORE_THAN_PROMISED: "Plus que le nombre promis.",
    Refusal.ROOM_OUT_OF_SERVICE: "Salle hors service.",
}
DETAILS = {
    Refusal.CLOSURE: "Travaux",
    Refusal.PUBLIC_HOLIDAY: "Noël",
    Refusal.NO_ROOM_LEFT: "Dr Petit",
    Refusal.DOCTOR_ELSEWHERE: "Bully",
}


def not_laid(refusal, day=date(2026, 12, 25), name="Dr Leïla Benali", half=Half.MORNING):
    return NotLaid(1, 1, name, day, half, refusal, DETAILS.get(refusal, ""))


@pytest.mark.parametrize("refusal", list(Refusal))
def test_sentence_when_not_laid_says_why_and_what_to_do(refusal):
    line = reasons_by_doctor([not_laid(refusal)])[0].reasons[0]
    assert line.because.replace("\u202f", " ").replace("\u00a0", " ") == SENTENCES[refusal]
    assert str(line.remedy).strip().endswith(".")
    assert str(REMEDIES[refusal])[0].isupper()
    assert line.when == "vendredi 25 décembre matin"


def test_sentences_when_many_are_grouped_by_doctor_and_reason():
    found = reasons_by_doctor(
        [
            not_laid(Refusal.DOCTOR_ABSENT, date(2026, 12, 7), "Dr Hugo Martin"),
            not_laid(Refusal.PUBLIC_HOLIDAY),
            not_laid(Refusal.DOCTOR_ABSENT, date(2026, 12, 7)),
            not_laid(Refusal.DOCTOR_ABSENT, date(2026, 12, 8), half=Half.AFTERNOON),
        ]
    )
    assert [doctor.name for doctor in found] == ["Dr Hugo Martin", "Dr Leïla Benali"]
    assert [line.when for line in found[1].reasons] == [
        "lundi 7 décembre matin, mardi 8 décembre après-midi",
        "vendredi 25 décembre matin",
    ]
