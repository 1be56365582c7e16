"""Facts that stand on two lists: a point of the welcome list (§1.5) that is a deadline of the law too (§10)."""

from collections.abc import Mapping

from releve.pipeline.commitments.handover import Act, DeadlineKind
from releve.pipeline.commitments.rules.welcome import WelcomeTask

DEADLINE_OF_TASK: Mapping[WelcomeTask, DeadlineKind] = {
    WelcomeTask.SITE_DECLARATION: DeadlineKind.DECLARE_SITE,
    WelcomeTask.SIGNATURE: DeadlineKind.SIGN_CONTRACT,
    WelcomeTask.CONTRACT_TO_ORDER: DeadlineKind.SEND_CONTRACT,
    WelcomeTask.HEALTH_INSURANCE: DeadlineKind.REGISTER_CPAM,
    WelcomeTask.CONVENTION: DeadlineKind.JOIN_AGREEMENT,
}
TASK_OF_DEADLINE: Mapping[DeadlineKind, WelcomeTask] = {kind: task for task, kind in DEADLINE_OF_TASK.items()}
# These are met by an act of the promise, with what follows from it: never by a tick alone.
ACT_OF_DEADLINE: Mapping[DeadlineKind, Act] = {
    DeadlineKind.DECLARE_SITE: Act.DECLARE,
    DeadlineKind.SIGN_CONTRACT: Act.SIGN,
    DeadlineKind.APPEAL: Act.APPEAL,
}
TASK_OF_ACT: Mapping[Act, WelcomeTask] = {
    act: TASK_OF_DEADLINE[kind] for kind, act in ACT_OF_DEADLINE.items() if kind in TASK_OF_DEADLINE
}
# Without the first no other: what is sent must be signed, who joins the agreement is registered.
NEEDS: Mapping[DeadlineKind, DeadlineKind] = {
    DeadlineKind.SEND_CONTRACT: DeadlineKind.SIGN_CONTRACT,
    DeadlineKind.JOIN_AGREEMENT: DeadlineKind.REGISTER_CPAM,
}
