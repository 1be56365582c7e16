"""Runs a write so that what PostgreSQL refuses becomes a refusal in words, and the request's transaction lives on."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.shared.broken_law import broken_law
from releve.shared.errors import Refused

Sentence = str | Promise
# What a broken law becomes: a sentence, or a refusal made from the detail that the law tells.
Answer = Sentence | Callable[[str], Refused]

# deadlock_detected, serialization_failure, lock_not_available, query_canceled
PASSING_TROUBLES = frozenset({"40P01", "40001", "55P03", "57014"})
TRY_AGAIN = _("Quelqu’un d’autre fait une modification au même moment. Réessayez dans un instant.")


def is_passing(error: DatabaseError) -> bool:
    """Say whether the same statement may well succeed a moment later."""
    return getattr(error.__cause__, "sqlstate", None) in PASSING_TROUBLES


def laws_of(*models: type[Model]) -> dict[str, Sentence]:
    """Return the sentence of each constraint that these models name."""
    return {law.name: law.violation_error_message or law.name for model in models for law in model._meta.constraints}


@contextmanager
def lawful_write(refused: type[Refused], laws: Mapping[str, Answer]) -> Iterator[None]:
    """Open a savepoint; a broken law of `laws` becomes its refusal, a passing trouble becomes « réessayez »."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        law = broken_law(error)
        if law and law.name in laws:
            answer = laws[law.name]
            raise (answer(law.detail) if callable(answer) else refused(answer)) from error
        if is_passing(error):
            raise refused(TRY_AGAIN) from error
        raise


def check_fields(instance: Model, refused: type[Refused]) -> None:
    """Raise `refused` with the first field that cannot be stored as it is, by its name on the screen."""
    relations = [field.name for field in instance._meta.concrete_fields if field.is_relation]
    try:
        instance.clean_fields(exclude=relations)
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        label = str(next(field.verbose_name for field in instance._meta.concrete_fields if field.name == name))
        raise refused(
            _("%(field)s : %(sentence)s") % {"field": label[:1].upper() + label[1:], "sentence": sentences[0]}
        ) from error
