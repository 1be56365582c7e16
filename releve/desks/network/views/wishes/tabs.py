"""The way between the three pages, with what waits on each."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from releve.pipeline.rota.queries.exchanges import n_awaiting_consent

SECTION = "wishes"


def tabs_of(network_id: int, current: str) -> list[dict[str, Any]]:
    """Return the tabs; beside the exchanges stands how many await the network's consent."""
    tabs = (
        ("availability", _("Disponibilités"), None),
        ("exchanges", _("Échanges"), n_awaiting_consent(network_id) or None),
        ("fairness", _("Équité"), None),
    )
    return [
        {"label": label, "url": reverse(f"network:{name}"), "is_current": name == current, "count": count}
        for name, label, count in tabs
    ]
