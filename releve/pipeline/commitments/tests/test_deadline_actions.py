"""Marks and reminders: what was done, what is called to mind, once and to whom."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.commitments import actions
from releve.pipeline.commitments.actions.reminders import remind_of_deadlines
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import DeadlineKind
from releve.pipeline.commitments.models import DeadlineMark, RecruitmentCall, ReminderKnobs, ReminderLine
from releve.pipeline.commitments.queries.deadlines import (
    deadlines_of_doctor,
    deadlines_of_network,
    deadlines_of_promise,
    earliness_of,
    route_facts,
)
from releve.pipeline.commitments.rules.reminders import USUAL
from releve.pipeline.commitments.tasks import promises as tasks
from tests.factories import a_doctor, a_network, a_promise, a_user, an_office
from tests.promises import a_mark, a_recruitment, an_act

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TODAY = date(2026, 12, 1)
K = DeadlineKind


@pytest.fixture
def by():
    return {"by": a_user("network"), "now": NOW}


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def promise(network):
    """Signed on 15 November: the contract is due at the Ordre on 15 December; nothing else presses."""
    office = an_office(network)
    doctor = a_doctor(network, email="benali@example.org")
    promise = a_promise(office, doctor, route="principal_practice", starts_on=date(2026, 11, 20))
    an_act(promise, "sign", happened_on=date(2026, 11, 15))
    return promise


def due_of(promise, kind):
    promise.refresh_from_db()
    return next((each for each in deadlines_of_promise(promise, TODAY) if each.kind == kind), None)


class TestMarks:
    def mark(self, promise, by, **fields):
        given = {"commitment_id": promise.id, "kind": K.SEND_CONTRACT, "due_on": date(2026, 12, 15), "done_on": TODAY}
        return actions.mark_deadline(**given | fields, **by)

    def test_deadline_when_met_then_marked_once_with_its_proof(self, promise, by):
        first = self.mark(promise, by, proof="AR 1A 555")
        assert self.mark(promise, by).id == first.id
        assert due_of(promise, K.SEND_CONTRACT).done_on == TODAY
        assert (DeadlineMark.objects.get().proof, DeadlineMark.objects.get().noted_by) == ("AR 1A 555", by["by"])

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"done_on": TODAY + timedelta(days=1)}, "Fait le : le 2 décembre 2026 est à venir"),
            ({"done_on": date(1926, 12, 1)}, "n’est pas plausible"),
            ({"due_on": date(2026, 12, 16)}, "n’existe plus : une date a changé"),
            ({"kind": K.RENEW_LICENCE}, "n’existe plus"),
            ({"is_not_needed": True}, "dites pourquoi"),
            ({"proof": "x" * 201}, "^Preuve : "),
        ],
    )
    def test_mark_when_it_cannot_be_then_refused(self, promise, by, fields, words):
        with pytest.raises(CommitmentRefused, match=words):
            self.mark(promise, by, **fields)
        assert not DeadlineMark.objects.exists()

    def test_mark_when_a_mistake_then_taken_back(self, promise, by):
        self.mark(promise, by)
        for _ in range(2):
            actions.unmark_deadline(commitment_id=promise.id, kind=K.SEND_CONTRACT, due_on=date(2026, 12, 15), **by)
        assert due_of(promise, K.SEND_CONTRACT).done_on is None

    def test_licence_when_renewed_then_until_the_next_15_november(self, by):
        """ORD-11."""
        promise = a_promise(route="replacement", replaced_doctor_name="Dr Anne Roy", licence_until=date(2026, 11, 15))
        self.mark(promise, by, kind=K.RENEW_LICENCE, due_on=date(2026, 11, 15), done_on=date(2026, 10, 20))
        promise.refresh_from_db()
        assert promise.licence_until == date(2027, 11, 15)
        assert due_of(promise, K.RENEW_LICENCE).due_on == date(2027, 11, 15)

    def test_successor_when_found_then_the_recruitment_is_closed(self, by):
        promise = a_promise(state="notice_given", notice_given_on=date(2026, 11, 16), ends_on=date(2027, 5, 16))
        a_recruitment(promise, needed_from=date(2027, 5, 17))
        self.mark(promise, by, kind=K.FIND_SUCCESSOR, due_on=date(2027, 5, 16))
        assert (RecruitmentCall.objects.get().closed_on, RecruitmentCall.objects.get().outcome) == (TODAY, "found")


class TestQueries:
    def test_lists_when_promises_grow_then_ask_as_often(self, network, promise, django_assert_num_queries):
        for n in range(4):
            other = a_promise(an_office(network), a_doctor(network), starts_on=date(2026, 2, 1))
            a_mark(other, due_on=date(2026, 12, 1 + n))
        with django_assert_num_queries(4):
            listed = deadlines_of_network(network.id, TODAY)
        assert len({each.commitment.id for each in listed}) == 5
        assert [each.deadline.due_on for each in listed] == sorted(each.deadline.due_on for each in listed)
        with django_assert_num_queries(4):
            deadlines_of_doctor(promise.doctor_id, TODAY)

    def test_list_when_of_another_network_or_over_then_not_there(self, network, promise):
        a_promise(starts_on=date(2026, 2, 1))
        over = {"state": "ended", "starts_on": date(2025, 1, 6)}
        a_promise(an_office(network), a_doctor(network), ends_on=date(2026, 6, 1), **over)
        left = a_promise(an_office(network), a_doctor(network), ends_on=date(2026, 11, 1), **over)
        found = deadlines_of_network(network.id, TODAY)
        assert {each.commitment.id for each in found} == {promise.id, left.id}
        # ACC-02: nobody gave notice, the sixty days after the last one count all the same.
        assert date(2026, 12, 31) in {each.deadline.due_on for each in found if each.commitment.id == left.id}

    def test_doctor_when_she_looks_then_her_own_duties_only(self, promise):
        kinds = {each.deadline.kind for each in deadlines_of_doctor(promise.doctor_id, TODAY)}
        assert K.SEND_CONTRACT in kinds
        assert K.FIND_SUCCESSOR not in kinds

    def test_facts_when_another_doctor_is_installed_then_told(self, network, promise):
        beginner = a_promise(
            promise.office, a_doctor(network), route="assistant", starts_on=date(2027, 1, 4), ends_on=date(2027, 3, 31)
        )
        assert route_facts(beginner).is_someone_installed
        assert not route_facts(promise).is_someone_installed
        promise.ends_on = date(2026, 12, 31)
        promise.save(update_fields=["ends_on"])
        assert not route_facts(beginner).is_someone_installed


class TestReminders:
    def remind(self, network, day):
        mail.outbox.clear()
        ProcrastinateJob.objects.all()._raw_delete("default")
        n = remind_of_deadlines(network_id=network.id, now=datetime(day.year, day.month, day.day, 4, tzinfo=UTC))
        for job in ProcrastinateJob.objects.order_by("id"):
            getattr(tasks, job.task_name.removeprefix("commitments."))(**job.args)
        return n, {(message.to[0], message.subject) for message in mail.outbox}

    @pytest.fixture
    def aubry(self, network):
        return a_user("network", network=network, email="aubry@example.org")

    def test_reminders_when_the_days_pass_then_each_step_once_to_whom_it_concerns(self, network, promise, aubry):
        what = "Contrat envoyé à l’Ordre"
        soon = {("benali@example.org", f"{what} : au plus tard le 15 décembre 2026")}
        assert self.remind(network, TODAY) == (1, soon)
        assert self.remind(network, TODAY) == (0, set())
        assert self.remind(network, TODAY + timedelta(days=1)) == (0, set())
        assert self.remind(network, date(2026, 12, 5)) == (1, soon)
        late = {(to, f"En retard : {what}") for to in ("benali@example.org", "aubry@example.org")}
        day_itself = {(to, subject) for to, _ in late for _, subject in soon}
        assert self.remind(network, date(2026, 12, 15)) == (1, day_itself)
        assert self.remind(network, date(2026, 12, 21)) == (0, set())
        assert self.remind(network, date(2026, 12, 22)) == (1, late)
        steps = ReminderLine.objects.order_by("step", "party").values_list("party", "step")
        assert list(steps) == [
            ("doctor", 1),
            ("doctor", 2),
            ("coordinator", 3),
            ("doctor", 3),
            ("coordinator", 4),
            ("doctor", 4),
        ]

    def test_reminder_when_the_doctor_has_no_address_then_the_coordinator_hears(self, network, promise, aubry):
        promise.doctor.email = ""
        promise.doctor.save()
        n, sent = self.remind(network, TODAY)
        assert (n, {to for to, _ in sent}) == (1, {"aubry@example.org"})

    def test_reminder_when_done_before_the_mail_leaves_then_nothing_is_sent(self, network, promise, aubry, by):
        remind_of_deadlines(network_id=network.id, now=NOW)
        actions.mark_deadline(
            commitment_id=promise.id, kind=K.SEND_CONTRACT, due_on=date(2026, 12, 15), done_on=TODAY, **by
        )
        tasks.send_doctor_reminders(promise.doctor_id, str(TODAY))
        assert mail.outbox == []

    def test_mail_when_read_then_says_what_by_when_by_which_rule_and_where(self, network, promise, aubry):
        another = a_promise(
            an_office(network),
            promise.doctor,
            route="replacement",
            replaced_doctor_name="Dr Anne Roy",
            licence_until=date(2026, 11, 15),
        )
        self.remind(network, TODAY)
        texts = {message.to[0]: (message.subject, message.body) for message in mail.outbox}
        subject, body = texts["benali@example.org"]
        assert subject == "2 échéances"
        assert "• Licence de remplacement renouvelée · en retard, au plus tard le 15 novembre 2026" in body
        assert "(ORD-16)" in body
        assert "/medecin/engagement/" in body
        assert "Dr" not in body.split("Bonjour")[1].split("•")[0]
        subject, body = texts["aubry@example.org"]
        assert f"{another.doctor}, {another.office}" in body
        assert "/reseau/echeances/" in body

    def test_knobs_when_changed_then_hold_and_wrong_ones_are_refused(self, network, by):
        assert earliness_of(network.id) == USUAL
        knobs = {"network_id": network.id, "late_days": 5, "repeat_days": 3, **by}
        actions.change_reminders(early_days=30, **knobs)
        actions.change_reminders(early_days=20, **knobs)
        found = earliness_of(network.id)
        assert (found.early_days, found.late_days, found.repeat_days) == (20, 5, 3)
        assert ReminderKnobs.objects.count() == 1
        with pytest.raises(CommitmentRefused, match=r"Premier rappel .* 5 jours ne viennent pas avant le deuxième"):
            actions.change_reminders(early_days=5, **knobs)

    def test_morning_when_the_task_runs_then_every_network_is_reminded(self, network, promise, monkeypatch):
        monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)
        tasks.follow_promises(0)
        assert ReminderLine.objects.get().commitment == promise
