"""Who acts on each deadline, by which rule of domain.md, and how certain that rule is."""

from collections.abc import Mapping
from dataclasses import dataclass

from releve.pipeline.commitments.handover import ActingParty, DeadlineKind, Route

COORDINATOR, DOCTOR = ActingParty.COORDINATOR, ActingParty.DOCTOR
BOTH = (COORDINATOR, DOCTOR)

# Who practises in her own name here: conventionnée, with her own contract, number and patients.
INSTALLED = frozenset({Route.PRINCIPAL_PRACTICE, Route.DISTINCT_SITE, Route.LIBERAL_COLLABORATOR})


@dataclass(frozen=True, slots=True)
class Source:
    """The rule behind a deadline. Certainty: A official text read, B secondary source, C our assumption."""

    rules: tuple[str, ...]
    certainty: str
    parties: tuple[ActingParty, ...]
    # Nothing is to be done: a day to know of. It is never overdue, and nobody is reminded.
    is_watch: bool = False


SOURCES: Mapping[DeadlineKind, Source] = {
    DeadlineKind.DECLARE_SITE: Source(("ORD-01",), "A", (DOCTOR,)),
    DeadlineKind.OPPOSITION_ENDS: Source(("ORD-02",), "A", (COORDINATOR,), is_watch=True),
    # The recours is in the text, its two months are common law.
    DeadlineKind.APPEAL: Source(("ORD-02",), "C", (DOCTOR,)),
    DeadlineKind.SIGN_CONTRACT: Source(("ORD-16",), "A", BOTH),
    DeadlineKind.SEND_CONTRACT: Source(("ORD-16",), "A", (DOCTOR,)),
    DeadlineKind.SEND_AMENDMENT: Source(("ORD-16",), "A", (DOCTOR,)),
    DeadlineKind.REGISTER_CPAM: Source(("AM-01", "AM-02"), "C", (DOCTOR,)),
    DeadlineKind.JOIN_AGREEMENT: Source(("AM-01",), "B", (DOCTOR,)),
    DeadlineKind.SETTLEMENT_GRANT: Source(("AM-21",), "A", (DOCTOR,)),
    DeadlineKind.RENEW_LICENCE: Source(("ORD-11",), "A", (DOCTOR,)),
    DeadlineKind.STAGE_ENDS: Source(("ORD-14",), "B", BOTH),
    DeadlineKind.NO_COMPETITION: Source(("ORD-15",), "A", (DOCTOR,), is_watch=True),
    DeadlineKind.MINIMUM_TERM: Source(("§0",), "A", BOTH, is_watch=True),
    DeadlineKind.GIVE_NOTICE: Source(("§0", "ORD-22"), "A", BOTH),
    DeadlineKind.MAXIMUM_TERM: Source(("§0",), "A", BOTH, is_watch=True),
    DeadlineKind.TELL_ARS: Source(("ORD-22",), "A", (DOCTOR,)),
    DeadlineKind.TELL_ORDRE: Source(("ORD-22",), "A", (DOCTOR,)),
    DeadlineKind.FIND_SUCCESSOR: Source(("ORD-22",), "C", (COORDINATOR,)),
    # « Early » in the text; the month is ours.
    DeadlineKind.INFORM_PATIENTS: Source(("ORD-23",), "C", (DOCTOR,)),
    DeadlineKind.HAND_OVER_PATIENTS: Source(("AM-14", "ORD-22"), "C", (DOCTOR,)),
    DeadlineKind.RECORDS_CUSTODY: Source(("ORD-24",), "A", (DOCTOR,)),
    DeadlineKind.NOTIFY_ROLL: Source(("ORD-07",), "B", (DOCTOR,)),
    DeadlineKind.CESSATION_TAX: Source(("ACC-02",), "B", (DOCTOR,)),
    DeadlineKind.INCOME_TAX: Source(("ACC-02",), "B", (DOCTOR,), is_watch=True),
    DeadlineKind.PANEL_SNAPSHOT: Source(("AM-20",), "A", (DOCTOR,), is_watch=True),
    DeadlineKind.RECORDS_ACTIVE: Source(("DATA-05", "ORD-25"), "B", (DOCTOR,), is_watch=True),
    DeadlineKind.RECORDS_DELETED: Source(("DATA-05", "ORD-25"), "B", (DOCTOR,), is_watch=True),
}

# What she notes herself on her own desk. A departure is announced by its act, which creates all that follows from it.
_ANNOUNCED_BY_AN_ACT = frozenset({DeadlineKind.GIVE_NOTICE})


def is_marked_by_doctor(kind: DeadlineKind) -> bool:
    """Say whether a deadline is the doctor's to note as done: she acts on it, and something is to be done."""
    source = SOURCES[kind]
    return DOCTOR in source.parties and not source.is_watch and kind not in _ANNOUNCED_BY_AN_ACT
