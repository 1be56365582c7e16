"""Functions compiled once and kept on disk until any file of this folder changes.

Numba asks only whether the function's own file changed: what it calls from the next file would stay as it was.
"""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config, njit

Function = TypeVar("Function", bound=Callable[..., Any])
FOLDER = Path(__file__).parent


def digest_of(folder: Path) -> str:
    """Return a name for what the modules of a folder say."""
    return sha256(b"\0".join(path.read_bytes() for path in sorted(folder.glob("*.py")))).hexdigest()[:16]


DIGEST = digest_of(FOLDER)
SETTINGS = vars(config)  # its names are made when it is loaded


def compiled(function: Function) -> Function:
    """Compile at the first call, or load what an earlier process compiled.

    Where the folder cannot be written to, numba falls back on the user's own.
    """
    before = SETTINGS["CACHE_DIR"]
    SETTINGS["CACHE_DIR"] = str((Path(before) if before else FOLDER / "__pycache__") / DIGEST)
    try:
        return cast("Function", njit(cache=True)(function))
    finally:
        SETTINGS["CACHE_DIR"] = before
