"""No shift before the doctor's declarations allow it (ORD-01, ORD-02), and the guard on the other side."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

from releve.pipeline.rota.law import LATER_GUARDS, install, remove


class Migration(migrations.Migration):
    dependencies = [("rota", "0005_calls"), ("commitments", "0002_life")]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='shift',
            trigger=pgtrigger.compiler.Trigger(name='no_shift_before_the_declarations_allow_it', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NEW.status <> 'cancelled' AND (\n        TG_OP = 'INSERT'\n        OR (NEW.day, NEW.commitment_id, NEW.status) IS DISTINCT FROM (OLD.day, OLD.commitment_id, OLD.status)\n    ) THEN\n        PERFORM FROM commitments_commitment promise\n        WHERE promise.id = NEW.commitment_id AND promise.state NOT IN ('proposed', 'opposed', 'given_up')\n          AND (promise.may_start_on IS NULL OR NEW.day >= promise.may_start_on\n               OR NEW.day < promise.declaration_noted_on)\n        FOR SHARE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'shift before the declarations allow it'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_shift_before_the_declarations_allow_it';\n        END IF;\n    END IF;\n    RETURN NEW;\n", hash='0058e9db9c322a43caa8242d7d6ab62ac4e9d86d', operation='INSERT OR UPDATE', pgid='pgtrigger_no_shift_before_the_declarations_allow_it_64d6b', table='rota_shift', when='BEFORE')),
        ),
        *(migrations.RunSQL(install(name), remove(name)) for name in LATER_GUARDS),
    ]
