"""How PostgreSQL's programs are told where the data lies, when their account cannot walk down to it."""

import sys
from pathlib import Path

from releve.shared.embedded.account import ServerAccount
from releve.shared.embedded.errors import EmbeddedPostgresError
from releve.shared.embedded.programs import Programs

# Older programs leave the folder they stand in while they look for their own libraries, and cannot come back.
STAYS_IN_ITS_FOLDER_SINCE = 16


def data_argument(data: Path, account: ServerAccount, programs: Programs) -> str:
    """The data folder as the programs are told it; they must be started inside it.

    Another account may be unable to walk down to it (a folder under /root, say), yet it may work in it
    once it stands there: Linux has a name for the folder a process stands in.
    """
    if account.is_ours or account.can_run(["sh", "-c", 'cd "$1"', "sh", str(data)]):
        return str(data)
    if sys.platform == "linux" and programs.major >= STAYS_IN_ITS_FOLDER_SINCE:
        return "/proc/self/cwd"
    raise EmbeddedPostgresError(
        f"PostgreSQL refuse de tourner sous le compte root, et le compte « {account.name} » ne peut pas atteindre "
        f"le dossier « {data.parent} ». Remède : choisissez un dossier que tous les comptes peuvent traverser "
        "(option --folder, par exemple /var/lib/releve/donnees), ou lancez Relève avec un compte ordinaire."
    )
