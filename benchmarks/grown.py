"""The figures that are taken on two sizes of a country, in turn, so that they can be said to grow or not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import ModuleType

from benchmarks import booking, first_times, office_week
from benchmarks.countries import Country
from benchmarks.databases import Say, use_database
from benchmarks.figure import Figure, in_ms, median

SUBJECTS: dict[str, ModuleType] = {module.NAME: module for module in (office_week, first_times, booking)}
N_ROUNDS = 3
GROWTH_AT_MOST = 2
Sample = Callable[[int], dict[str, list[float]]]


def measured(subject: ModuleType, countries: Sequence[Country], seed: int, say: Say) -> Iterator[Figure]:
    """Sample the countries in turn, round after round; the first round only warms up."""
    samples: list[dict[str, list[float]]] = [{} for _ in countries]
    for lap in range(N_ROUNDS + 1):
        for country, gathered in zip(countries, samples, strict=True):
            use_database(country.database)
            say(f"{subject.NAME}, {country.share:g}, round {lap} of {N_ROUNDS}")
            found = subject.sample(seed * 1000 + lap)
            if lap:
                for name, values in found.items():
                    gathered.setdefault(name, []).extend(values)
    yield from subject.figures(samples[0], countries[0].share)
    for country, gathered in zip(countries[1:], samples[1:], strict=True):
        yield growth(subject, countries[0], samples[0], country, gathered)


def growth(
    subject: ModuleType,
    full: Country,
    of_full: Mapping[str, Sequence[float]],
    small: Country,
    of_small: Mapping[str, Sequence[float]],
) -> Figure:
    """Return how many times longer the same thing takes in the larger country."""
    ours, before = median(of_full[subject.GROWN]), median(of_small[subject.GROWN])
    return Figure(
        name=f"growth_{subject.NAME}",
        value=ours / before,
        unit="times the median",
        size=full.share,
        at_most=GROWTH_AT_MOST,
        compared_with=f"the country at {small.share:g}",
        compared_value=in_ms(before),
        more={"larger_ms": in_ms(ours), "offices": [small.n_offices, full.n_offices], "asked": subject.GROWN},
    )
