"""The tables of the rota, by subject."""

from releve.pipeline.rota.models.calls import (
    Call,
    CallHalfDay,
    CallInvitation,
    CallTaking,
)
from releve.pipeline.rota.models.exchanges import Exchange, ExchangePart, ExchangeVoice
from releve.pipeline.rota.models.plans import RotaPlan
from releve.pipeline.rota.models.reception import SecretaryAbsence, SecretaryTerms, ToldHalfDays
from releve.pipeline.rota.models.shifts import Period, Shift
from releve.pipeline.rota.models.wishes import DatedWish, RotaKnobs, SeasonAnswer, WeeklyWish, Wish

__all__ = [
    "Call",
    "CallHalfDay",
    "CallInvitation",
    "CallTaking",
    "DatedWish",
    "Exchange",
    "ExchangePart",
    "ExchangeVoice",
    "Period",
    "RotaKnobs",
    "RotaPlan",
    "SeasonAnswer",
    "SecretaryAbsence",
    "SecretaryTerms",
    "Shift",
    "ToldHalfDays",
    "WeeklyWish",
    "Wish",
]
