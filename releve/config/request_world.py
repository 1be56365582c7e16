"""Which world each address belongs to. A request runs in one transaction under that world's database role."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope

# The first match counts; any other address is of the open search.
WORLDS = (
    ("/mairie/", Role.ESTATE),
    ("/reseau/", Role.ESTATE),
    ("/secretariat/", Role.CARE),
    ("/medecin/", Role.CARE),
    ("/rendez-vous/", Role.CARE),
    ("/compte/", Role.CARE),
)


def role_for(path: str) -> Role:
    """Return the database role under which a request to `path` runs."""
    return next((role for start, role in WORLDS if path.startswith(start)), Role.PUBLIC)


class WorldMiddleware:
    """Wraps the request in its world's scope; what an answer acknowledges is committed before it leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.has_failed = False  # type: ignore[attr-defined]
        with world_scope(role_for(request.path_info)):
            response = self.get_response(request)
            if response.streaming:
                # It would be written after the scope's end, with its owner's rights.
                raise RuntimeError("An answer inside a world is written whole, never streamed.")
            if request.has_failed or response.status_code >= 500:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A view that was left by an exception has half stored what it wanted, whatever page tells of it."""
        request.has_failed = True  # type: ignore[attr-defined]
