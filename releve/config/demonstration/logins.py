"""Who may enter the demonstration, by which door, with which word. The addresses lead nowhere (RFC 2606)."""

from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from releve.shared.people.models import User

PASSWORD = "cabinet-ephemere"  # noqa: S105 — printed at every start of the demonstration


class Login(NamedTuple):
    """One line of the table that `releve demo` prints."""

    label: str
    path: str
    email: str
    password: str


BY_CODE = "(code affiché dans ce terminal)"
COORDINATOR = Login("Réseau (Mme Aubry)", "/reseau/", "reseau@releve.example", PASSWORD)
MAZINGARBE_SECRETARY = Login("Accueil de Mazingarbe", "/secretariat/", "accueil.mazingarbe@releve.example", PASSWORD)
BULLY_SECRETARY = Login("Accueil de Bully", "/secretariat/", "accueil.bully@releve.example", PASSWORD)
MAZINGARBE_DOCTOR = Login("Dr Benali, Mazingarbe", "/medecin/", "dr.benali@releve.example", PASSWORD)
BULLY_DOCTOR = Login("Dr Harmant, Bully", "/medecin/", "dr.harmant@releve.example", PASSWORD)
MAZINGARBE_TOWN_HALL = Login("Mairie de Mazingarbe", "/mairie/", "mairie.mazingarbe@releve.example", PASSWORD)
BULLY_TOWN_HALL = Login("Mairie de Bully", "/mairie/", "mairie.bully@releve.example", PASSWORD)
PATIENT = Login("Patient (M. Costa)", "/rendez-vous/les-miens/", "patient@releve.example", BY_CODE)

LOGINS: list[Login] = [
    Login("Patients", "/", "", ""),
    MAZINGARBE_SECRETARY,
    BULLY_SECRETARY,
    MAZINGARBE_DOCTOR,
    BULLY_DOCTOR,
    COORDINATOR,
    MAZINGARBE_TOWN_HALL,
    BULLY_TOWN_HALL,
    PATIENT,
]

SECOND_SECRETARY_EMAIL = "accueil2.mazingarbe@releve.example"
STAFF_NAMES = {
    COORDINATOR.email: "Mme Aubry",
    MAZINGARBE_SECRETARY.email: "Mme Petit",
    SECOND_SECRETARY_EMAIL: "Mme Wacheux",
    BULLY_SECRETARY.email: "Mme Roussel",
    MAZINGARBE_DOCTOR.email: "Dr Leïla Benali",
    BULLY_DOCTOR.email: "Dr Lucie Harmant",
    MAZINGARBE_TOWN_HALL.email: "M. Flament, mairie de Mazingarbe",
    BULLY_TOWN_HALL.email: "Mme Lemaire, mairie de Bully-les-Mines",
}


def add_staff() -> dict[str, User]:
    """Store the logins of everybody who works there, by address. One hash serves all: it is slow on purpose."""
    hashed = make_password(PASSWORD)
    users = [
        User(email=email, kind=User.Kind.STAFF, full_name=name, password=hashed) for email, name in STAFF_NAMES.items()
    ]
    return {user.email: user for user in User.objects.bulk_create(users)}


def add_patient_login(full_name: str) -> User:
    """Store the login of the one patient who has an account; a code opens it, never a password."""
    return User.objects.create_user(PATIENT.email, kind=User.Kind.PATIENT, full_name=full_name)
