"""The `releve` command: read by the person who runs the machines of a town."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from releve.config.commands.console import Stopped, complain
from releve.config.commands.database import default_folder
from releve.config.commands.french_parser import FrenchParser
from releve.shared.embedded import EmbeddedPostgresError

DESCRIPTION = """\
Relève fait tourner des cabinets médicaux éphémères : planning des médecins,
rendez-vous des patients, accueil. Tout se lance par cette commande."""

EPILOG = """\
Exemples
  releve demo                       une ville de démonstration sur http://localhost:8000
  releve serve --folder /srv/releve  le produit, avec sa base de données embarquée
  releve rota solve problème.json --out planning.json
  releve check --deploy             dit ce qui manque avant d'ouvrir au public

Variables d'environnement (NOM_FILE=chemin lit la valeur dans un fichier)
  DATABASE_URL              votre serveur PostgreSQL (15 ou plus récent), par exemple
                            postgresql://compte:motdepasse@serveur:5432/releve ;
                            sans elle, Relève lance sa base de données embarquée
  RELEVE_FOLDER             dossier de la base embarquée (par défaut var/data)
  RELEVE_POSTGRES_PROGRAMS  programmes PostgreSQL de la machine pour la base embarquée,
                            par exemple /usr/lib/postgresql/17/bin
  RELEVE_SECRET_KEY         clé secrète, tirée au hasard, 50 caractères ou plus
  RELEVE_SECRET_KEY_FALLBACKS  clés d'avant, séparées par des virgules : ce qu'elles ont
                            signé ou chiffré s'ouvre encore
  RELEVE_HOSTS              noms publics du site, séparés par des virgules
  RELEVE_ADDRESS            adresse publique, par exemple https://cabinet.ville.fr
  RELEVE_TLS                on quand un serveur HTTPS est placé devant Relève
  RELEVE_MAIL_URL           envoi des messages : smtp://compte:motdepasse@serveur:587
  RELEVE_MAIL_FROM          expéditeur des messages
  RELEVE_SMS                passerelle SMS : https://… (par défaut console:)
  RELEVE_SMS_TOKEN          mot de passe de la passerelle SMS
  RELEVE_SECOND_FACTOR      off pour ne plus demander de deuxième preuve au personnel
  RELEVE_PUBLISHER          mentions légales : qui ouvre ce service (nom, adresse)
  RELEVE_PUBLICATION_DIRECTOR  mentions légales : directeur de la publication
  RELEVE_PUBLISHER_CONTACT  mentions légales et accessibilité : à qui écrire
  RELEVE_HOST_NAME          mentions légales : hébergeur de données de santé (nom, adresse)
  RELEVE_THREADS            demandes traitées à la fois par chaque processus web
  RELEVE_DEMO, RELEVE_DEBUG jamais sur un réseau ouvert

Documentation : le dossier docs/ et le fichier README.md."""


def parser() -> argparse.ArgumentParser:
    """The command line: one subcommand an intention."""
    top = FrenchParser(prog="releve", description=DESCRIPTION, epilog=EPILOG)
    commands = top.add_subparsers(
        title="Commandes", metavar="COMMANDE", dest="command", required=True, parser_class=FrenchParser
    )
    demo = commands.add_parser("demo", help="construit une ville de démonstration et l'ouvre")
    demo.add_argument("--folder", default="var/demo", metavar="DOSSIER", help="où la garder (par défaut var/demo)")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="graine : la même donne la même ville (1)")
    demo.add_argument("--fresh", action="store_true", help="remplace la démonstration de ce dossier par une neuve")
    demo.add_argument("--no-serve", action="store_true", help="construit seulement, sans ouvrir le site")
    _add_web_options(demo, has_host=False)

    serve = commands.add_parser("serve", help="ouvre le site et exécute les tâches de fond")
    _add_folder(serve)
    alone = serve.add_mutually_exclusive_group()
    alone.add_argument("--web-only", action="store_true", help="les pages web sans les tâches de fond")
    alone.add_argument("--worker-only", action="store_true", help="les tâches de fond sans les pages web")
    _add_web_options(serve, has_host=True)

    _add_folder(commands.add_parser("migrate", help="met les tables de la base à jour"))

    check = commands.add_parser("check", help="vérifie configuration, base, messages, horloge et disque")
    _add_folder(check)
    check.add_argument("--deploy", action="store_true", help="vérifie aussi ce qu'exige un réseau ouvert")

    _add_rota(commands.add_parser("rota", help="fait un planning depuis un fichier, le vérifie, l'explique"))
    _add_bench(commands.add_parser("bench", help="résout des problèmes connus, que chacun peut vérifier"))

    manage = commands.add_parser("manage", help="lance une commande de Django (« releve manage help »)")
    manage.add_argument("words", nargs=argparse.REMAINDER, metavar="…", help="la commande de Django et ses options")
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code. A trouble is one French sentence, never a traceback."""
    given = list(sys.argv[1:] if words is None else words)
    try:
        if given[:1] == ["manage"]:
            # Django parses the rest by itself, its own --help included.
            return importlib.import_module("releve.config.commands.manage").run(given[1:])
        arguments = parser().parse_args(given)
        return importlib.import_module(f"releve.config.commands.{arguments.command}").run(arguments)
    except (Stopped, EmbeddedPostgresError) as trouble:
        complain(f"✗ {trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


def _add_rota(command: argparse.ArgumentParser) -> None:
    actions = command.add_subparsers(metavar="ACTION", dest="action", required=True, parser_class=FrenchParser)
    solve = actions.add_parser("solve", help="fait un planning ; Ctrl-C garde le meilleur trouvé")
    check = actions.add_parser("check", help="dit si un planning respecte les règles, et ce qu'il coûte")
    explain = actions.add_parser("explain", help="dit pourquoi une demi-journée est vide, et ce qui l'ouvrirait")
    for action in (solve, check, explain):
        action.add_argument("problem", type=Path, metavar="PROBLÈME", help="fichier JSON (docs/models/rota-format.md)")
    for action in (check, explain):
        action.add_argument("rota", type=Path, metavar="PLANNING", help="fichier JSON écrit par « solve »")
    limit = solve.add_mutually_exclusive_group()
    limit.add_argument("--seconds", type=_seconds, metavar="N", help="temps à la montre")
    limit.add_argument("--cpu-seconds", type=_seconds, default=120.0, metavar="N", help="temps de processeur (120)")
    solve.add_argument("--seed", type=int, default=1, metavar="N", help="graine des tirages (1)")
    solve.add_argument("--out", type=Path, metavar="FICHIER", help="où écrire le planning (sinon : à l'écran)")
    solve.add_argument(
        "--deterministic", action="store_true", help="le même planning sur toute machine : N compte le travail fait"
    )
    explain.add_argument("--place", metavar="LIEU", help="un seul lieu")
    explain.add_argument("--date", type=_day, metavar="AAAA-MM-JJ", help="une seule demi-journée, ce jour")
    explain.add_argument("--half", choices=("matin", "apres-midi"), default="matin", help="laquelle (matin)")
    explain.add_argument("--worker", metavar="PERSONNE", help="pourquoi elle n'y est pas")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » : une date comme 2027-01-04 est attendue") from None


def _add_bench(command: argparse.ArgumentParser) -> None:
    subjects = command.add_subparsers(metavar="SUJET", dest="subject", required=True, parser_class=FrenchParser)
    rota = subjects.add_parser("rota", help="des plannings : textes de Curtois et Qu, ou réseaux en JSON")
    rota.add_argument("paths", nargs="+", type=Path, metavar="FICHIER", help="les problèmes")
    rota.add_argument(
        "--cpu-seconds", type=_seconds, default=120.0, metavar="N", help="temps de processeur pour chacun (120)"
    )
    rota.add_argument("--seed", type=int, default=1, metavar="N", help="graine des tirages (1)")
    rota.add_argument("--solutions", metavar="DOSSIER", help="où écrire les plannings trouvés")


def _seconds(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise argparse.ArgumentTypeError(f"« {text} » : un nombre de secondes est attendu")
    return found


def _add_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--folder",
        default=str(default_folder()),
        metavar="DOSSIER",
        help="données de la base embarquée, sans DATABASE_URL (%(default)s)",
    )


def _add_web_options(command: argparse.ArgumentParser, *, has_host: bool) -> None:
    from releve.config.commands.serve import default_processes

    if has_host:
        command.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="adresse d'écoute (%(default)s)")
    else:
        command.set_defaults(host="127.0.0.1")
    command.add_argument("--port", type=_port, default=8000, metavar="N", help="port d'écoute (%(default)s)")
    command.add_argument(
        "--processes",
        type=_count,
        default=default_processes(),
        metavar="N",
        help="processus web (%(default)s sur cette machine)",
    )
    command.add_argument(
        "--threads",
        type=_count,
        default=os.environ.get("RELEVE_THREADS") or "2",
        metavar="N",
        help="demandes à la fois par processus (%(default)s)",
    )


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"« {text} » : un nombre entier d'au moins 1 est attendu")
    return int(text)


def _port(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"« {text} » : un port de 1 à 65535 est attendu")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
