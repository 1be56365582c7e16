"""The countries of a run: one kept database for each size."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.databases import (
    Say,
    address_of,
    ensure_database,
    fingerprint,
    load_django,
    mark_as_built,
    migrate,
    use_database,
)


@dataclass(frozen=True, slots=True)
class Country:
    """A size from 0 to 1, and where it is kept."""

    share: float
    n_offices: int
    url: str

    @property
    def database(self) -> str:
        return database_name(self.share)


def database_name(share: float) -> str:
    return f"releve_bench_{share:g}".replace(".", "_").replace("-", "_")


def open_countries(server_url: str, shares: Sequence[float], say: Say) -> list[Country]:
    """Build the countries that are not there yet, and load Django on the first of them."""
    load_django(address_of(server_url, database_name(shares[0])))
    return [open_country(server_url, share, say) for share in shares]


def open_country(server_url: str, share: float, say: Say) -> Country:
    from benchmarks.country import Size, build

    name, mark = database_name(share), fingerprint()
    country = Country(share, Size(share).n_offices, address_of(server_url, name))
    is_new = ensure_database(server_url, name, mark)
    use_database(name)
    if is_new:
        say(f"building the country at {share:g}: {country.n_offices} offices")
        migrate()
        build(Size(share), say)
        mark_as_built(server_url, name, mark)
    return country
