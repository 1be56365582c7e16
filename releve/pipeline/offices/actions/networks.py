"""The network itself. Only a command founds one: no page has the right."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from releve.pipeline.offices.errors import OfficeRefused
from releve.pipeline.offices.models import Network
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.names import search_form
from releve.shared.people.models import User
from releve.shared.typed import read_phone
from releve.shared.words import PARIS

LONGEST_SLUG = 50


def found_network(
    *, name: str, slug: str = "", email: str = "", phone: str = "", by: User | None, now: datetime
) -> Network:
    """Found a network; without a `slug` its name in addresses is made from its name."""
    network = Network(name=name.strip(), email=email.strip(), phone=_phone(phone))
    network.slug = slug.strip() or slugify(search_form(name))[:LONGEST_SLUG].strip("-")
    check_fields(network, OfficeRefused)
    taken = _("Nom dans les adresses : « %(slug)s » est déjà celui d’un autre réseau. Choisissez-en un autre.")
    with lawful_write(OfficeRefused, {"offices_network_slug_key": taken % {"slug": network.slug}}):
        network.save()
    return network


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return read_phone(text, PARIS)[0]
    except ValidationError as error:
        raise OfficeRefused(_("Téléphone : %(sentence)s") % {"sentence": error.messages[0]}) from error
