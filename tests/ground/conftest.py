"""Servers of their own for the tests of the embedded PostgreSQL, run as every kind of account there is."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from releve.shared.embedded.account import ServerAccount
from releve.shared.embedded.programs import PROGRAMS_VARIABLE, find_programs

ROOT = Path(__file__).parents[2]
# As root both kinds of start can be tried; an ordinary account can only try its own.
ACCOUNTS = ["root", "nobody"] if os.geteuid() == 0 else [pwd.getpwuid(os.geteuid()).pw_name]


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that every account can walk into. pytest's own temporary folders are closed to others."""
    made = Path(tempfile.mkdtemp(prefix="releve-ground-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture(params=ACCOUNTS)
def account(request: pytest.FixtureRequest, folder: Path) -> str:
    """The account that runs the product; the folder is its own."""
    entry = pwd.getpwnam(request.param)
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return str(request.param)


# Python itself may lie under /root, closed to other accounts: all is loaded before the account changes.
BECOME = """
import os, sys, psycopg, releve.shared.embedded.server
uid, gid = int(sys.argv.pop(1)), int(sys.argv.pop(1))
if uid != os.geteuid():
    os.setgroups([]); os.setgid(gid); os.setuid(uid)
"""


def product_process(account: str, code: str, *arguments: object) -> subprocess.Popen[str]:
    """Run Python code in a process of its own under that account; it talks by lines over its pipes."""
    entry = pwd.getpwnam(account)
    programs = find_programs(ServerAccount(account, *unprivileged_ids(entry)))
    return subprocess.Popen(
        [sys.executable, "-B", "-c", BECOME + code, str(entry.pw_uid), str(entry.pw_gid), *map(str, arguments)],
        cwd="/",
        env={**os.environ, "PYTHONPATH": str(ROOT), PROGRAMS_VARIABLE: str(programs.folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def unprivileged_ids(entry: pwd.struct_passwd) -> tuple[int, int]:
    """The account's numbers; for root those of `nobody`, which must be able to read the programs in any case."""
    return (entry.pw_uid, entry.pw_gid) if entry.pw_uid else (pwd.getpwnam("nobody").pw_uid, 65534)
