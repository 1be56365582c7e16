"""Lives of promises for the tests of the rules: no database."""

from dataclasses import replace
from datetime import date
from typing import Any

from releve.pipeline.commitments.handover import Act, DeadlineKind, PromiseTerm, Route, State
from releve.pipeline.commitments.rules.deadlines import DatedAct, Deadline, Life, Mark, deadlines_of
from releve.pipeline.commitments.rules.terms import last_day

START = date(2026, 3, 2)
TODAY = date(2026, 6, 1)


def a_term(**fields: Any) -> PromiseTerm:
    """Return Dr Benali's terms: a year at least, two at most, six months' notice."""
    given = {
        "commitment_id": 1,
        "doctor_id": 1,
        "doctor_name": "Dr Leïla Benali",
        "office_id": 1,
        "route": Route.DISTINCT_SITE,
        "state": State.RUNNING,
        "starts_on": START,
        "may_start_on": None,
        "ends_on": None,
        "last_on": START,
        "half_days_per_week": 4.0,
        "minimum_term_months": 12,
        "maximum_term_months": 24,
        "notice_months": 6,
    } | fields
    term = PromiseTerm(**given)
    return replace(term, last_on=last_day(term.starts_on, term.ends_on, term.maximum_term_months))


def a_life(*acts: tuple[Act, date] | tuple[Act, date, State], marks: tuple[Mark, ...] = (), **fields: Any) -> Life:
    """Return a life with these acts; what belongs to no term is a fact of the life."""
    own = {name: fields.pop(name) for name in list(fields) if name in Life.__dataclass_fields__}
    return Life(term=a_term(**fields), acts=tuple(DatedAct(*act) for act in acts), marks=marks, **own)


def due(life: Life, on: date = TODAY) -> dict[DeadlineKind, Deadline]:
    """Return the deadlines of a life by kind; of several of one kind, the last."""
    return {deadline.kind: deadline for deadline in deadlines_of(life, on)}
