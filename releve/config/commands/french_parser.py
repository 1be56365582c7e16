"""`argparse` that speaks French, by the means it offers itself."""

import argparse
import re
from typing import NoReturn

# argparse's own complaints, as far as this command can cause them.
COMPLAINTS = (
    (r"unrecognized arguments: (.*)", r"argument inconnu : \1"),
    (r"argument (\S+): invalid choice: '(.*?)' .*", r"\1 : « \2 » n'est pas un choix possible"),
    (r"argument (\S+): invalid \S+ value: (.*)", r"\1 : \2 n'est pas une valeur possible"),
    (r"argument (\S+): expected one argument", r"\1 attend une valeur"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 et \2 s'excluent"),
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"argument (\S+): (.*)", r"\1 : \2"),
)


class FrenchFormatter(argparse.RawDescriptionHelpFormatter):
    """Keeps our line breaks, and writes « Utilisation »."""

    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, "Utilisation : " if prefix is None else prefix)


class FrenchParser(argparse.ArgumentParser):
    """An argument parser whose help and complaints are French."""

    def __init__(self, **settings: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=FrenchFormatter, **settings)  # type: ignore[arg-type]
        self._positionals.title = "Arguments"
        self._optionals.title = "Options"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Say what was not understood, and where help is; exit code 2."""
        self.exit(2, f"Commande non comprise : {in_french(message)}.\nAide : {self.prog} --help\n")


def in_french(complaint: str) -> str:
    """One of argparse's complaints in French; unchanged when it is not known."""
    for pattern, french in COMPLAINTS:
        if re.fullmatch(pattern, complaint):
            return re.sub(pattern, french, complaint)
    return complaint
