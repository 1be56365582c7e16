"""An agreed last day lies between the minimum and the maximum term (domain.md §0), in calendar months."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from releve.pipeline.commitments import actions
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act, PatternHalfDay, Route
from releve.pipeline.commitments.models import Commitment
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_user, an_office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)
START = date(2027, 3, 1)


@pytest.fixture
def by():
    return {"by": a_user("network"), "now": datetime(2026, 12, 1, 9, tzinfo=UTC)}


@pytest.fixture
def agree(by):
    def store(**fields):
        office = an_office()
        given = {
            "doctor": a_doctor(office.network),
            "office": office,
            "route": Route.DISTINCT_SITE,
            "starts_on": START,
            "half_days_per_week": Decimal(4),
            "pattern": [PatternHalfDay(0, Half.MORNING)],
            "first_act": Act.AGREE,
        } | fields
        return actions.agree_commitment(**given, **by)

    return store


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "terms", "message"),
    [
        (START, date(2029, 2, 28), {}, ""),
        (START, date(2029, 3, 1), {}, r"durée maximale de 24 mois, qui s’arrête le 28 février 2029"),
        (date(2028, 2, 29), date(2030, 2, 28), {}, r"qui s’arrête le 27 février 2030"),
        (START, date(2028, 2, 29), {}, ""),
        (START, date(2028, 2, 28), {}, r"durée minimale de 12 mois, le 29 février 2028.*baissez la durée minimale"),
        (START, date(2027, 3, 20), {"minimum_term_months": 0}, ""),
    ],
)
def test_promise_when_it_ends_outside_its_terms_then_refused_with_the_remedy(agree, starts_on, ends_on, terms, message):
    given = {"starts_on": starts_on, "ends_on": ends_on, **terms}
    if not message:
        assert agree(**given).ends_on == ends_on
        return
    with pytest.raises(CommitmentRefused, match=message):
        agree(**given)
    assert not Commitment.objects.exists()


def test_promise_when_shortened_later_then_agreed_and_never_beyond_the_maximum(agree, by):
    promise = agree()
    actions.agree_end(commitment_id=promise.id, ends_on=date(2027, 6, 30), **by)
    terms = {
        "commitment_id": promise.id,
        "happened_on": TODAY,
        "starts_on": START,
        "ends_on": date(2029, 6, 30),
        "half_days_per_week": Decimal(4),
        "minimum_term_months": 12,
        "maximum_term_months": 24,
        "notice_months": 6,
    }
    with pytest.raises(CommitmentRefused, match="dépasse la durée maximale de 24 mois"):
        actions.agree_end(commitment_id=promise.id, ends_on=date(2029, 6, 30), **by)
    with pytest.raises(CommitmentRefused, match="relevez la durée maximale"):
        actions.amend_promise(**terms, **by)
    assert Commitment.objects.get(id=promise.id).ends_on == date(2027, 6, 30)
    actions.amend_promise(**terms | {"maximum_term_months": 30}, **by)
    assert Commitment.objects.get(id=promise.id).ends_on == date(2029, 6, 30)
