"""The deadlines of a network as they press: late, this month, the next three, later; and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _

from releve.desks.network.words import time_left
from releve.pipeline.commitments.handover import ActingParty
from releve.pipeline.commitments.models import Commitment
from releve.pipeline.commitments.queries.deadlines import ListedDeadline
from releve.pipeline.commitments.rules.deadlines import Deadline
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.commitments.words.promises import CERTAINTY, DEADLINES, PARTIES, RULE_TEXTS
from releve.shared.half_days import local_day
from releve.shared.words import date_words

# Records are kept for twenty years: the list looks a year and a half ahead, the promise's own page shows all.
MONTHS_AHEAD = 18
MONTHS_UNFOLDED = 3  # after this one: what is further is folded
RECENTLY = timedelta(days=60)
EVERYBODY = "tous"
SLUGS = {ActingParty.COORDINATOR: "reseau", ActingParty.DOCTOR: "medecin"}


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One deadline in words."""

    deadline: Deadline
    commitment: Commitment
    today: date  # at the office: what was done is dated there
    also: tuple[Commitment, ...] = ()  # others for whom the same day is to be known

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        return self.commitment, *self.also

    @property
    def title(self) -> str | LazyText:
        return DEADLINES[self.deadline.kind][0]

    @property
    def how(self) -> str | LazyText:
        return DEADLINES[self.deadline.kind][1]

    @property
    def due_on(self) -> date:
        return self.deadline.due_on

    @property
    def done_on(self) -> date | None:
        return self.deadline.done_on

    @property
    def key(self) -> str:
        return f"{self.commitment.id}-{self.deadline.kind}-{self.due_on}"

    @property
    def noted(self) -> str:
        """Return « noté par Dr Leïla Benali le 3 janvier 2027 », or nothing where an act met it."""
        mark = self.deadline.mark
        if mark is None or mark.noted_on is None:
            return ""
        words = {"who": mark.noted_by or _("un compte supprimé"), "day": date_words(mark.noted_on)}
        return _("noté par %(who)s le %(day)s") % words

    @property
    def is_undone_by_hand(self) -> bool:
        """An act is mended by another act; a mark may be taken back."""
        return self.deadline.mark is not None

    @property
    def is_overdue(self) -> bool:
        return self.deadline.is_overdue(self.today)

    @property
    def was_late(self) -> bool:
        return self.done_on is not None and self.done_on > self.due_on

    @property
    def is_open(self) -> bool:
        return self.deadline.is_open(self.today)

    @property
    def is_watch(self) -> bool:
        return self.deadline.source.is_watch

    @property
    def time_left(self) -> str:
        return time_left(self.due_on, self.today)

    @property
    def who(self) -> str:
        return ", ".join(str(PARTIES[party]) for party in self.deadline.parties)

    @property
    def rules(self) -> str:
        return ", ".join(self.deadline.source.rules)

    @property
    def short_source(self) -> str:
        """Return « ORD-22 · texte officiel lu (A) »."""
        letter = self.deadline.source.certainty
        return _("%(rules)s · %(certainty)s (%(letter)s)") % {
            "rules": self.rules,
            "certainty": CERTAINTY[letter],
            "letter": letter,
        }

    @property
    def source(self) -> str:
        """Return « ORD-22 · art. L.4113-15 … · texte officiel lu (A) »."""
        source = self.deadline.source
        texts = dict.fromkeys(str(RULE_TEXTS[rule]) for rule in source.rules)
        return _("%(rules)s · %(texts)s · %(certainty)s (%(letter)s)") % {
            "rules": self.rules,
            "texts": ", ".join(texts),
            "certainty": CERTAINTY[source.certainty],
            "letter": source.certainty,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Some deadlines under one heading."""

    slug: str
    title: str
    lines: Sequence[DeadlineLine]
    is_folded: bool = False


def lines_of(listed: Sequence[ListedDeadline], now: datetime) -> list[DeadlineLine]:
    return [
        DeadlineLine(each.deadline, each.commitment, local_day(now, each.commitment.office.time_zone))
        for each in listed
    ]


def soon(lines: Sequence[DeadlineLine], today: date, n_months: int = MONTHS_AHEAD) -> list[DeadlineLine]:
    """Return what falls within some months, by default those that the list looks ahead."""
    return [line for line in lines if line.due_on <= add_months(today, n_months)]


def of_party(lines: Sequence[DeadlineLine], slug: str) -> list[DeadlineLine]:
    """Return what stands on somebody's list; everything for a word that names nobody."""
    party = next((party for party, word in SLUGS.items() if word == slug), None)
    return [line for line in lines if party is None or party in line.deadline.parties]


def together(lines: Sequence[DeadlineLine]) -> list[DeadlineLine]:
    """Return the lines, those that are only to be known being one line for each kind and day, whoever they concern."""
    found: dict[object, DeadlineLine] = {}
    for line in lines:
        key = (line.deadline.kind, line.due_on) if line.is_watch else line.key
        first = found.get(key)
        found[key] = line if first is None else replace(first, also=(*first.also, line.commitment))
    return list(found.values())


def groups_of(lines: Sequence[DeadlineLine], today: date) -> list[Group]:
    """Return what is still open, by how much it presses."""
    still = together([line for line in soon(lines, today) if line.is_open])
    next_month = add_months(today.replace(day=1), 1)
    later = add_months(next_month, MONTHS_UNFOLDED)
    return [
        Group("retard", _("En retard"), [line for line in still if line.is_overdue]),
        Group("mois", _("Ce mois-ci"), [line for line in still if today <= line.due_on < next_month]),
        Group("trimestre", _("Les trois mois suivants"), [line for line in still if next_month <= line.due_on < later]),
        Group("suite", _("Plus tard"), [line for line in still if line.due_on >= later], is_folded=True),
    ]


def done_recently(lines: Sequence[DeadlineLine], today: date) -> list[DeadlineLine]:
    """Return what was done in the last two months, the latest first."""
    done = [line for line in lines if line.done_on and line.done_on >= today - RECENTLY]
    return sorted(done, key=lambda line: line.done_on or today, reverse=True)
