"""What the embedded server says when it cannot start."""


class EmbeddedPostgresError(Exception):
    """The embedded server cannot do what it is asked. The French text names the folder and the remedy."""
