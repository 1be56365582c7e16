"""Her deadlines in words: what she has to do or to know soon, what she did, and what she may note herself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _

from releve.pipeline.commitments.queries.deadlines import ListedDeadline, deadlines_of_doctor
from releve.pipeline.commitments.rules import add_months
from releve.pipeline.commitments.rules.dated_sources import is_marked_by_doctor
from releve.pipeline.commitments.words.promises import CERTAINTY, DEADLINES
from releve.shared.words import date_words

# How far ahead her own list looks, and how long it remembers.
MONTHS_AHEAD = 6
RECENTLY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class HerDeadline:
    """What she has to do, or to know of, by a day."""

    listed: ListedDeadline
    today: date

    @property
    def commitment_id(self) -> int:
        return self.listed.commitment.id

    @property
    def kind(self) -> str:
        return self.listed.deadline.kind

    @property
    def due_on(self) -> date:
        return self.listed.deadline.due_on

    @property
    def done_on(self) -> date | None:
        return self.listed.deadline.done_on

    @property
    def key(self) -> str:
        return f"{self.commitment_id}-{self.kind}-{self.due_on}"

    @property
    def title(self) -> str | LazyText:
        return DEADLINES[self.listed.deadline.kind][0]

    @property
    def how(self) -> str | LazyText:
        return DEADLINES[self.listed.deadline.kind][1]

    @property
    def office(self) -> str:
        return str(self.listed.commitment.office)

    @property
    def rules(self) -> str:
        return ", ".join(self.listed.deadline.source.rules)

    @property
    def certainty(self) -> str | LazyText:
        return CERTAINTY[self.listed.deadline.source.certainty]

    @property
    def is_overdue(self) -> bool:
        return self.listed.deadline.is_overdue(self.today)

    @property
    def is_to_know(self) -> bool:
        return self.listed.deadline.source.is_watch

    @property
    def may_mark(self) -> bool:
        return is_marked_by_doctor(self.listed.deadline.kind)

    @property
    def noted(self) -> str:
        """Return « noté par Mme Aubry le 3 janvier 2027 », or nothing where an act met it."""
        mark = self.listed.deadline.mark
        if mark is None or mark.noted_on is None:
            return ""
        words = {"who": mark.noted_by or _("un compte supprimé"), "day": date_words(mark.noted_on)}
        return _("noté par %(who)s le %(day)s") % words

    def is_hers_to_undo(self, name: str) -> bool:
        mark = self.listed.deadline.mark
        return mark is not None and self.may_mark and mark.noted_by == name


@dataclass(frozen=True, slots=True)
class HerList:
    """Her deadlines, those that ask something first."""

    open: tuple[HerDeadline, ...]
    done: tuple[tuple[HerDeadline, bool], ...]  # and whether she may take it back

    @classmethod
    def of(cls, doctor_id: int, name: str, today: date) -> "HerList":
        lines = tuple(_lines(doctor_id, today))
        done = [line for line in lines if line.done_on and line.done_on >= today - RECENTLY]
        done.sort(key=lambda line: line.done_on or today, reverse=True)
        still = [line for line in lines if line.listed.deadline.is_open(today)]
        return cls(
            tuple(line for line in still if line.due_on <= add_months(today, MONTHS_AHEAD)),
            tuple((line, line.is_hers_to_undo(name)) for line in done),
        )


def _lines(doctor_id: int, today: date) -> Iterator[HerDeadline]:
    yield from (HerDeadline(listed, today) for listed in deadlines_of_doctor(doctor_id, today))
