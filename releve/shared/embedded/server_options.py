"""How the embedded server is set up: given at each start, so that a new release changes old folders too."""

from pathlib import Path

BUILTIN_LOCALE_SINCE = 17

ALWAYS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Short queries only: compiling them costs more than it gives.
    "jit": "off",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
}
LASTING = {
    "shared_buffers": "256MB",
    "synchronous_commit": "on",
    "max_wal_size": "2GB",
}
# For tests: nothing survives a power cut.
FAST = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}


def server_arguments(socket_folder: Path, *, fast: bool) -> list[str]:
    """The `-c name=value` arguments of `postgres`."""
    # Quoted, because the setting is a list: a comma in a path would cut it.
    quoted = '"' + str(socket_folder).replace('"', '""') + '"'
    options = {**ALWAYS, **(FAST if fast else LASTING), "unix_socket_directories": quoted}
    return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]


def initdb_arguments(major: int, *, fast: bool) -> list[str]:
    """The arguments of `initdb`: UTF-8 with plain code-point order, and capitals known for every letter."""
    arguments = ["--username=postgres", "--encoding=UTF8", "--auth-local=trust", "--auth-host=reject"]
    if major >= BUILTIN_LOCALE_SINCE:
        arguments += ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        arguments += ["--locale=C", "--lc-ctype=C.UTF-8"]
    return [*arguments, "--no-sync"] if fast else [*arguments, "--data-checksums"]
