"""What must be true before Relève answers on an open network. Pure: settings in, refusals out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SHORTEST_SECRET = 50
BACKENDS_THAT_SEND_NOTHING = ("console", "dummy", "locmem", "filebased")
LEGAL_NOTICE = ("PUBLISHER", "PUBLICATION_DIRECTOR", "PUBLISHER_CONTACT", "HOST_NAME")
HOW_TO_DRAW = 'python3 -c "import secrets; print(secrets.token_urlsafe(50))"'


@dataclass(frozen=True)
class Refusal:
    """One reason not to start on an open network, and what to do about it (French, for the operator)."""

    what: str
    remedy: str


def deploy_refusals(settings: Mapping[str, Any]) -> list[Refusal]:
    """Every reason to refuse, from the settings by their Django names."""
    judges = (_secret, _debug, _demonstration, _hosts, _transport, _mail, _second_factor)
    return [refusal for judge in judges if (refusal := judge(settings))]


def missing_in_legal_notice(settings: Mapping[str, Any]) -> list[str]:
    """The variables that the legal notice still waits for."""
    return [f"RELEVE_{name}" for name in LEGAL_NOTICE if not settings[name]]


def _secret(settings: Mapping[str, Any]) -> Refusal | None:
    secret = settings["SECRET_KEY"]
    remedy = f"Donnez à RELEVE_SECRET_KEY une valeur tirée au hasard : {HOW_TO_DRAW}"
    if secret == settings["DEMONSTRATION_SECRET"]:
        return Refusal("La clé secrète est celle de la démonstration, connue de tous.", remedy)
    if settings["DEMONSTRATION_SECRET"] in settings["SECRET_KEY_FALLBACKS"]:
        return Refusal(
            "Une clé d'avant est celle de la démonstration, connue de tous.", "Ôtez-la de RELEVE_SECRET_KEY_FALLBACKS."
        )
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 5:
        return Refusal(f"La clé secrète est trop simple (moins de {SHORTEST_SECRET} caractères au hasard).", remedy)
    return None


def _debug(settings: Mapping[str, Any]) -> Refusal | None:
    if not settings["DEBUG"]:
        return None
    return Refusal("Le mode de mise au point montre le code et les données à chaque erreur.", "RELEVE_DEBUG=off")


def _demonstration(settings: Mapping[str, Any]) -> Refusal | None:
    if not settings["IS_DEMO"]:
        return None
    return Refusal("Le mode de démonstration a des mots de passe connus de tous.", "RELEVE_DEMO=off")


def _hosts(settings: Mapping[str, Any]) -> Refusal | None:
    remedy = "Donnez à RELEVE_HOSTS le nom public du site, par exemple RELEVE_HOSTS=cabinet.ville.fr"
    if "*" in settings["ALLOWED_HOSTS"]:
        return Refusal("N'importe quel nom de site est accepté : un lien envoyé pourrait mener ailleurs.", remedy)
    if not [host for host in settings["ALLOWED_HOSTS"] if host not in ("localhost", "127.0.0.1", "[::1]")]:
        return Refusal("Aucun nom public n'est donné : toutes les demandes seraient refusées.", remedy)
    return None


def _transport(settings: Mapping[str, Any]) -> Refusal | None:
    cookies_are_secure = settings["SESSION_COOKIE_SECURE"] and settings["CSRF_COOKIE_SECURE"]
    if settings["HAS_TLS_IN_FRONT"] and cookies_are_secure and settings["PUBLIC_ADDRESS"].startswith("https://"):
        return None
    return Refusal(
        "Rien ne chiffre les échanges : mots de passe et noms passeraient en clair.",
        "Placez un serveur HTTPS devant Relève (il pose l'en-tête X-Forwarded-Proto), "
        "puis RELEVE_TLS=on et RELEVE_ADDRESS=https://…",
    )


def _mail(settings: Mapping[str, Any]) -> Refusal | None:
    if not any(name in settings["EMAIL_BACKEND"] for name in BACKENDS_THAT_SEND_NOTHING):
        return None
    return Refusal(
        "Aucun message ne part : les patients ne recevraient ni code ni confirmation.",
        "RELEVE_MAIL_URL=smtp://compte:motdepasse@serveur:587",
    )


def _second_factor(settings: Mapping[str, Any]) -> Refusal | None:
    if settings["IS_SECOND_FACTOR_REQUIRED"]:
        return None
    return Refusal("La deuxième preuve du personnel est désactivée.", "RELEVE_SECOND_FACTOR=on")
