"""The chance of a gap in plain words: how sure the number is, what each lever changes, whether the notice is enough."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releve.pipeline.commitments.rules.gap_chance import (
    Assumptions,
    Chance,
    Difference,
    Lever,
    NoticeCell,
    OfficeCase,
    Scenario,
    lever_effects,
    notice_table,
)
from releve.shared.words import month_words
from releve.ui.coverage_picture import half_days

# The same question has the same answer, today and tomorrow.
SEED = 1
ENOUGH, NEARLY = 0.05, 0.20
LEVER_WORDS: dict[Lever, str | LazyText] = {
    Lever.LOOK_EARLIER: gettext_lazy("Chercher 3 mois plus tôt avant une fin convenue"),
    Lever.OVERLAP: gettext_lazy("Un mois de recouvrement avec qui part"),
    Lever.ONE_MORE_LEAD: gettext_lazy("Un candidat de plus suivi à chaque recherche"),
    Lever.NOTICE_9: gettext_lazy("Un préavis de 9 mois pour tous"),
    Lever.NOTICE_12: gettext_lazy("Un préavis de 12 mois pour tous"),
}


@dataclass(frozen=True, slots=True)
class MonthLine:
    month: str
    chance: str
    missing: str
    n_needed: str
    value: float

    @property
    def length(self) -> int:
        """Of a bar of a hundred."""
        return round(self.value * 100)


@dataclass(frozen=True, slots=True)
class LeverLine:
    words: str | LazyText
    chance: str
    change: str
    is_clear: bool
    missing: str
    missing_change: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    notice: int
    cells: list["NoticeWords"]


@dataclass(frozen=True, slots=True)
class NoticeWords:
    search: int
    chance: str
    missing: str
    state: str  # good warn bad


@dataclass(frozen=True, slots=True)
class ChancePage:
    """Everything that the page says."""

    chance: str
    chance_note: str
    missing: str
    n_needed: str
    worst: MonthLine | None
    months: list[MonthLine]
    levers: list[LeverLine]
    searches: list[int]
    notices: list[NoticeLine]
    verdict: str
    until: date


def chance_page(case: OfficeCase, assumptions: Assumptions) -> ChancePage:
    """Return the page of one office under these assumptions."""
    scenario = Scenario(case, assumptions, SEED)
    months = [_month(scenario, rank) for rank in range(case.n_months) if case.n_needed[rank]]
    table = notice_table(scenario)
    return ChancePage(
        chance=chance_words(scenario.gap),
        chance_note=how_sure(scenario.gap),
        missing=half_days(round(scenario.missing)),
        n_needed=half_days(sum(case.n_needed)),
        worst=max(months, key=lambda line: line.value, default=None),
        months=months,
        levers=[
            LeverLine(
                LEVER_WORDS[effect.lever],
                chance_words(effect.gap),
                change_words(effect.change),
                effect.change.is_clear,
                half_days(round(effect.missing)),
                signed(round(effect.missing_change)),
            )
            for effect in lever_effects(scenario)
        ],
        searches=[cell.search for cell in table[0]],
        notices=[NoticeLine(line[0].notice, [_notice_words(cell) for cell in line]) for line in table],
        verdict=_verdict(table, assumptions),
        until=case.month(case.n_months),
    )


def chance_words(chance: Chance) -> str:
    """Return « 23 % [18–28] », or « 23 % » where it is exact."""
    if chance.is_exact:
        return percent(chance.value)
    return _("%(value)s [%(low)s–%(high)s]") % {
        "value": percent(chance.value),
        "low": _whole(chance.low),
        "high": _whole(chance.high),
    }


def how_sure(chance: Chance) -> str:
    if chance.is_exact:
        return _("Calcul exact, sans tirage.")
    return _("%(n)s avenirs tirés au sort ; le vrai risque est entre les deux crochets, 19 fois sur 20.") % {
        "n": half_days(chance.n_futures)
    }


def change_words(change: Difference) -> str:
    """Return « −12 points [−15 ; −9] », or « sans effet sûr » where the draws could have made it."""
    if not change.is_clear:
        return _("pas d’effet visible")
    if change.low == change.high:
        return _("%(value)s points") % {"value": signed(round(change.value * 100))}
    return _("%(value)s points [%(low)s ; %(high)s]") % {
        "value": signed(round(change.value * 100)),
        "low": signed(round(change.low * 100)),
        "high": signed(round(change.high * 100)),
    }


def percent(share: float) -> str:
    """Return « 23 % », « moins de 1 % » or « plus de 99 % »: never a certainty that is not one."""
    if 0.0 < share < 0.01:
        return _("moins de 1 %")
    if 0.99 < share < 1.0:
        return _("plus de 99 %")
    return _("%(n)s %%") % {"n": _whole(share)}


def signed(number: int) -> str:
    return f"−{-number}" if number < 0 else f"+{number}" if number else "0"


def _whole(share: float) -> str:
    return str(round(share * 100))


def _month(scenario: Scenario, rank: int) -> MonthLine:
    case, value = scenario.case, scenario.months.gap[rank]
    return MonthLine(
        month_words(case.month(rank)),
        percent(value),
        half_days(scenario.months.missing[rank]),
        half_days(case.n_needed[rank]),
        value,
    )


def _notice_words(cell: NoticeCell) -> NoticeWords:
    value = cell.gap.value
    state = "good" if value <= ENOUGH else "warn" if value <= NEARLY else "bad"
    return NoticeWords(cell.search, chance_words(cell.gap), half_days(round(cell.missing)), state)


def _verdict(table: list[list[NoticeCell]], assumptions: Assumptions) -> str:
    """Say whether six months are enough for the search that is usual here, and how many would be."""
    usual = (assumptions.shortest_search + assumptions.longest_search) / 2
    rank = min(range(len(table[0])), key=lambda n: abs(table[0][n].search - usual))
    six = next(line[rank] for line in table if line[rank].notice == 6)
    told = {"search": six.search, "chance": chance_words(six.gap)}
    if six.gap.value <= ENOUGH:
        return _("Oui : avec une recherche de %(search)s mois environ, le risque est de %(chance)s.") % told
    enough = next((line[rank].notice for line in table if line[rank].gap.value <= ENOUGH), None)
    refused = _("Non : avec une recherche de %(search)s mois environ, le risque est de %(chance)s.") % told
    if enough is None:
        return refused + " " + _("Même 12 mois ne suffisent pas : cherchez avant que le départ soit annoncé.")
    return refused + " " + _("Il faudrait un préavis de %(n)s mois.") % {"n": enough}
